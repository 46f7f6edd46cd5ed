import assert from 'node:assert/strict'
import { axe } from '../axe.mjs'
import { portal } from '../browser.mjs'
import { api, at, button, field, go, noticed, ready } from '../desk.mjs'
import { picture } from '../picture.mjs'
import { say } from '../words.mjs'

export const name = 'photobank: describe → meet a colleague → filter → bulk by keyboard → collect → trash → delete, refused where it is used'

let stamp, tag

export async function run() {
  stamp = Date.now() % 1e8
  tag = `көпір${stamp}`
  const { page } = await at('photo@baq.local')
  const ids = []
  for (const n of [1, 2, 3]) ids.push(await send(page, n))
  const colleague = await at('chief@baq.local')

  await describe(page, ids[2])
  await meet(page, colleague.page, ids[2])
  await filter(page)
  await bulk(page, ids)
  await select(page)
  await collect(page)
  await trash(page, ids)
  await keepUsed(page)
  await unread(page)
}

/** A picture of this journey's own; its name leads to it. */
async function send(page, n) {
  const file = { name: `joint-${stamp}-${n}.png`, mimeType: 'image/png', buffer: picture(600 + 40 * n, 400, stamp * 3 + n) }
  return (await api(page, '/pictures', { method: 'POST', multipart: { file } })).id
}

const options = page => page.getByRole('option')
const pane = page => page.getByRole('complementary', { name: say('photobank.details') })
const counted = (page, n) => page.waitForFunction(count => document.querySelectorAll('[role=listbox][aria-multiselectable] [role=option]').length === count, n)
const notBusy = page => page.locator('[role=listbox][aria-busy=true]').waitFor({ state: 'detached' })

async function search(page, words) {
  await page.keyboard.press('/')
  const box = page.getByRole('searchbox', { name: say('photobank.search') })
  assert.ok(await box.evaluate(one => one === document.activeElement), 'the slash leads to the search')
  await box.fill(words)
}

/** By keyboard from the search to the form; words are parted by commas. */
async function describe(page, id) {
  await go(page, '/photobank')
  await options(page).first().waitFor()
  await search(page, `joint-${stamp}`)
  await counted(page, 3)
  await options(page).first().focus()
  await page.keyboard.press('Enter')
  const form = pane(page)
  await form.getByText(`joint-${stamp}-3.png`, { exact: false }).first().waitFor()
  await field(form, 'labels.kk.alt').locator('textarea').fill('Есіл өзеніндегі жаңа көпір')
  await field(form, 'author').getByRole('combobox').fill(`Тілші ${stamp}`)
  await field(form, 'keywords').getByRole('combobox').pressSequentially(`${tag}, Есіл,`)
  await page.keyboard.press('Control+KeyS')
  await noticed(page, 'states.saved')
  const saved = await api(page, `/pictures/${id}`)
  assert.equal(saved.labels.kk.alt, 'Есіл өзеніндегі жаңа көпір')
  assert.deepEqual([saved.author, saved.keywords], [`Тілші ${stamp}`, [tag, 'Есіл']])
}

/** What a colleague changed elsewhere in it stays; where both changed the same, one chooses. */
async function meet(page, other, id) {
  const change = async (part) => {
    const { version, labels, author, source, licence, licenceId, rightsUntil, takenAt, place, keywords, persons } = await api(other, `/pictures/${id}`)
    const data = { version, labels, author, source, licence, licenceId, rightsUntil, takenAt, place, keywords, persons, ...part }
    await api(other, `/pictures/${id}`, { method: 'PUT', data })
  }
  const form = pane(page)
  await change({ source: 'BAQ.KZ' })
  await field(form, 'place').getByRole('combobox').fill('Астана')
  await page.keyboard.press('Control+KeyS')
  await noticed(page, 'photobank.library.conflict.joined')
  const joined = await api(page, `/pictures/${id}`)
  assert.deepEqual([joined.source, joined.place], ['BAQ.KZ', 'Астана'])

  await change({ place: 'Қарағанды' })
  await field(form, 'place').getByRole('combobox').fill('Алматы')
  await page.keyboard.press('Control+KeyS')
  const dialog = page.getByRole('dialog', { name: say('photobank.library.conflict.title') })
  await dialog.getByText('Қарағанды').click()
  await dialog.getByRole('button', { name: say('photobank.library.conflict.settle') }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.waitForFunction(() => document.querySelector('[data-field=place] input[role=combobox]').value === 'Қарағанды')
  assert.equal((await api(page, `/pictures/${id}`)).place, 'Қарағанды')
}

/** A keyword out of those that there are; the address keeps it, the chip takes it off. */
async function filter(page) {
  await go(page, '/photobank')
  await button(page, 'photobank.library.filters').click()
  const keyword = page.getByRole('combobox', { name: say('photobank.library.filter.keyword') })
  // What is offered first is replaced by what is found, also under the pointer.
  const found = page.waitForResponse(answer => new URL(answer.url()).searchParams.get('q') === tag)
  await keyword.fill(tag)
  await found
  await page.getByRole('option', { name: tag, exact: true }).click()
  await page.waitForURL(url => url.searchParams.get('keyword') === tag)
  await counted(page, 1)
  await page.reload()
  await ready(page)
  await counted(page, 1)
  const chip = say('photobank.library.takeOff', { what: say('photobank.library.chip.keyword', { name: tag }) })
  await page.getByRole('button', { name: chip }).click()
  await page.waitForURL(url => !url.searchParams.has('keyword'))
  await page.waitForFunction(() => document.querySelectorAll('[role=listbox] [role=option]').length > 3)
}

/** All three at once, chosen by keyboard; what is not ticked stays. */
async function bulk(page, ids) {
  await go(page, `/photobank?q=joint-${stamp}`)
  await counted(page, 3)
  await options(page).first().focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+End')
  assert.equal(await page.locator('[role=option][aria-selected=true]').count(), 3)
  await page.keyboard.press('Shift+Home')
  assert.equal(await page.locator('[role=option][aria-selected=true]').count(), 1)
  await page.keyboard.press('Control+KeyA')
  const bar = page.getByRole('region', { name: say('photobank.library.bulk.title') })
  await bar.getByText(say('photobank.library.bulk.chosen', { n: 3 })).waitFor()
  const faults = await axe(page, '/photobank, three chosen')
  assert.deepEqual(faults, [])
  await bar.getByRole('button', { name: say('photobank.library.bulk.edit') }).click()
  const dialog = page.getByRole('dialog', { name: say('photobank.library.bulk.deed.edit') })
  await field(dialog, 'addKeywords').getByRole('combobox').pressSequentially(`${tag}, мост,`)
  await page.keyboard.press('Tab')
  await page.locator('[data-reka-popper-content-wrapper]').waitFor({ state: 'detached' })
  await dialog.getByRole('checkbox', { name: say('photobank.fields.of.source') }).click()
  await dialog.getByRole('combobox', { name: say('photobank.fields.of.source') }).fill('Астана әкімдігі')
  await dialog.getByRole('button', { name: say('photobank.library.bulk.go.edit', { n: 3 }) }).click()
  await dialog.getByText(say('photobank.library.bulk.came', { done: 3, refused: 0, waiting: 0 })).waitFor()
  await dialog.getByRole('button', { name: say('photobank.library.bulk.close') }).last().click()
  await dialog.waitFor({ state: 'hidden' })
  const now = await Promise.all(ids.map(id => api(page, `/pictures/${id}`)))
  for (const one of now) assert.ok(one.keywords.includes(tag) && one.keywords.includes('мост') && one.source === 'Астана әкімдігі')
  assert.deepEqual(now.map(one => one.author), ['', '', `Тілші ${stamp}`])
}

/** A selection is kept under a name and shown again by it. */
async function select(page) {
  const kept = `joint ${stamp}`
  await button(page, 'photobank.library.saved.save').click()
  await page.getByRole('textbox', { name: say('photobank.library.saved.name') }).fill(kept)
  await page.getByRole('dialog').getByRole('button', { name: say('actions.save') }).click()
  const mark = page.getByRole('group', { name: say('photobank.library.saved.title') }).getByRole('button', { name: kept, exact: true })
  await mark.waitFor()
  await go(page, '/photobank')
  await mark.click()
  await page.waitForURL(url => url.searchParams.get('q') === `joint-${stamp}`)
  await counted(page, 3)
  await page.getByRole('button', { name: say('photobank.library.saved.removeOne', { name: kept }) }).click()
  await page.getByRole('dialog').getByRole('button', { name: say('actions.delete') }).click()
  await mark.waitFor({ state: 'detached' })
}

/** A collection is begun on the spot and opens as a filter. */
async function collect(page) {
  const collection = `Көпірлер ${stamp}`
  await options(page).first().focus()
  await page.keyboard.press('Control+KeyA')
  const bar = page.getByRole('region', { name: say('photobank.library.bulk.title') })
  await bar.getByRole('button', { name: say('photobank.library.collections.add') }).click()
  const dialog = page.getByRole('dialog', { name: say('photobank.library.bulk.deed.collect') })
  await dialog.getByRole('combobox').fill(collection)
  await page.getByRole('option', { name: say('photobank.library.collections.begin', { name: collection }) }).click()
  await dialog.getByRole('button', { name: say('photobank.library.bulk.go.collect', { n: 3 }) }).click()
  await dialog.getByText(say('photobank.library.bulk.came', { done: 3, refused: 0, waiting: 0 })).waitFor()
  await dialog.getByRole('button', { name: say('photobank.library.bulk.close') }).last().click()
  await go(page, '/photobank/collections')
  const card = page.getByRole('listitem').filter({ hasText: collection })
  await card.getByText(say('photobank.library.collections.count', { n: 3 })).waitFor()
  assert.deepEqual(await axe(page, '/photobank/collections'), [])
  await card.getByRole('link', { name: collection }).click()
  await counted(page, 3)
  await page.getByRole('button', { name: say('photobank.library.takeOff', { what: say('photobank.library.chip.collection', { name: collection }) }) }).waitFor()
}

/** Into the trash, back, in again, and gone for good. */
async function trash(page, ids) {
  await go(page, `/photobank?q=joint-${stamp}`)
  await counted(page, 3)
  await bulkStep(page, 'trash', 1)
  await counted(page, 2)
  await inTrash(page)
  await bulkStep(page, 'restore', 1)
  await page.getByText(say('states.nothingFound')).waitFor()
  await go(page, `/photobank?q=joint-${stamp}`)
  await counted(page, 3)
  await bulkStep(page, 'trash', 1)
  await inTrash(page)
  assert.deepEqual(await axe(page, '/photobank/trash'), [])
  await bulkStep(page, 'delete', 1)
  await page.getByText(say('states.nothingFound')).waitFor()
  const gone = await page.request.get(`${portal}/api/admin/v1/pictures/${ids[2]}`)
  assert.equal(gone.status(), 404)
}

async function inTrash(page) {
  await go(page, `/photobank/trash?q=joint-${stamp}`)
  await counted(page, 1)
}

/** Does something with the first picture; returns the dialog, with what came of it. */
async function bulkStep(page, deed, done) {
  await options(page).first().focus()
  await page.keyboard.press('Space')
  const bar = page.getByRole('region', { name: say('photobank.library.bulk.title') })
  const label = { trash: 'photobank.library.trash.go', restore: 'photobank.library.trash.restore', delete: 'photobank.library.trash.delete' }[deed]
  await bar.getByRole('button', { name: say(label) }).click()
  const dialog = page.getByRole('dialog', { name: say(`photobank.library.bulk.deed.${deed}`) })
  await dialog.getByRole('button', { name: say(`photobank.library.bulk.go.${deed}`, { n: 1 }) }).click()
  await dialog.getByText(say('photobank.library.bulk.came', { done, refused: 1 - done, waiting: 0 })).waitFor()
  const text = await dialog.textContent()
  await dialog.getByRole('button', { name: say('photobank.library.bulk.close') }).last().click()
  await dialog.waitFor({ state: 'hidden' })
  return text
}

/** What an article shows is not thrown away, and it is said why. */
async function keepUsed(page) {
  const [used] = (await api(page, '/pictures?used=true&limit=1')).items
  await go(page, `/photobank?used=true&q=${encodeURIComponent(used.fileName)}`)
  await options(page).first().waitFor()
  await notBusy(page)
  const told = await bulkStep(page, 'trash', 0)
  assert.ok(told.includes(say('problems.photobank.in_use')), told)
  assert.equal(await page.locator('[role=option][aria-selected=true]').count(), 1, 'the refused one stays chosen')
  await options(page).first().focus()
  await page.keyboard.press('Enter')
  await pane(page).getByRole('tab', { name: say('photobank.library.pane.uses') }).click()
  const roles = ['lead', 'text', 'portrait'].map(role => say(`photobank.library.uses.role.${role}`))
  await pane(page).getByText(new RegExp(`· (${roles.join('|')})`)).first().waitFor()
}

/** Unsaved words are asked about before another picture opens. */
async function unread(page) {
  await go(page, `/photobank?q=joint-${stamp}`)
  await counted(page, 2)
  await options(page).first().click()
  const place = field(pane(page), 'place').getByRole('combobox')
  await place.fill('Шымкент')
  await options(page).nth(1).click()
  const dialog = page.getByRole('dialog', { name: say('leave.title') })
  await dialog.getByRole('button', { name: say('actions.cancel') }).click()
  await dialog.waitFor({ state: 'hidden' })
  assert.equal(await place.inputValue(), 'Шымкент')
  await options(page).nth(1).click()
  await dialog.getByRole('button', { name: say('leave.yes') }).click()
  await page.waitForFunction(() => document.querySelector('aside [data-field=place] input[role=combobox]')?.value !== 'Шымкент')
}
