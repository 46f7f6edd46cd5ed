import assert from 'node:assert/strict'
import { browser } from '../browser.mjs'
import { addressOf, api, at, button, chooseRubric, column, field, go, inState, lead, menu, noticed, step, title, writeText } from '../desk.mjs'
import { say } from '../words.mjs'

export const name = 'write → review → schedule → published → corrected → killed, by three people, seen from the site at each step'

let stamp, headline

export async function run() {
  stamp = Date.now() % 1e7
  headline = `Көпір жөндеуі ${stamp}`
  const writer = await at('correspondent@baq.local')
  const editor = await at('editor@baq.local')
  const chief = await at('chief@baq.local')
  const reader = (await browser({ javaScriptEnabled: false })).page
  const id = await write(writer.page)
  const address = await addressOf(writer.page, id)
  await closed(reader, address)

  await giveBack(editor.page, id)
  await submitAgain(writer.page, id)
  await approve(editor.page, id)
  await closed(reader, address)
  await preview(editor.page, reader, address)
  await schedule(editor.page)
  await closed(reader, address)
  await published(editor.page, reader, address)
  await correct(editor.page, reader, address)
  await history(editor.page)
  await kill(chief.page, reader, id, address)
  await mourn(writer.page, id)
}

const answered = async (reader, address) => (await reader.goto(address)).status()
const closed = async (reader, address) => assert.equal(await answered(reader, address), 404, `${address} is no page yet`)

/** The panel begins the article by itself; the writer may send it on, and no more. */
async function write(page) {
  await go(page, '/news/new?language=kk')
  const place = column(page, 'kk')
  await title(place).fill(headline)
  await lead(place).fill('Көпір екі айға жабылады.')
  await writeText(page, place, ['Жөндеу дүйсенбіде басталады.', 'Айналма жол көрсетілген.'])
  await page.waitForURL(/\/admin\/news\/\d+$/)
  await chooseRubric(page, place)
  assert.equal(await button(place, 'news.step.publish').count(), 0)
  await button(place, 'news.step.submit').click()
  await noticed(page, 'news.done.submit')
  await inState(place, 'in_review')
  return Number(page.url().match(/\d+$/)[0])
}

async function giveBack(page, id) {
  await go(page, `/news/${id}`)
  const place = column(page, 'kk')
  await step(page, place, 'news.step.return')
  const dialog = page.getByRole('dialog')
  await field(dialog, 'remark').locator('textarea').fill('Қай көпір екенін жазыңыз.')
  await dialog.getByRole('button', { name: say('news.step.return') }).click()
  await noticed(page, 'news.done.return')
  await inState(place, 'draft')
  await go(page, '/news')
}

/** The remark waits as a comment; the writer deals with it. */
async function submitAgain(page, id) {
  await go(page, `/news/${id}`)
  const place = column(page, 'kk')
  await page.getByRole('button', { name: say('news.comments.count', { n: 1 }) }).click()
  const pane = page.getByRole('dialog', { name: say('news.comments.title') })
  await pane.getByText('Қай көпір екенін жазыңыз.').waitFor()
  await button(pane, 'news.comments.resolve').click()
  await pane.getByText(say('news.comments.noneOpen')).waitFor()
  await page.keyboard.press('Escape')
  await pane.waitFor({ state: 'hidden' })
  await lead(place).fill('Есіл көпірі екі айға жабылады.')
  await button(place, 'news.step.submit').click()
  await inState(place, 'in_review')
  await go(page, '/news')
}

async function approve(page, id) {
  await go(page, `/news/${id}`)
  const place = column(page, 'kk')
  assert.equal(await lead(place).inputValue(), 'Есіл көпірі екі айға жабылады.')
  await page.keyboard.press('Control+Enter')
  await noticed(page, 'news.done.approve')
  await inState(place, 'ready')
}

/** A link shows the article to somebody without an account, until it is revoked. */
async function preview(page, reader, address) {
  await page.keyboard.press('Control+Shift+KeyP')
  const dialog = page.getByRole('dialog', { name: say('news.previews.title') })
  await dialog.getByRole('button', { name: say('news.previews.make') }).click()
  const link = await dialog.getByRole('textbox', { name: say('news.previews.address') }).inputValue()
  assert.equal(await answered(reader, link), 200)
  await reader.getByText('Жөндеу дүйсенбіде басталады.').waitFor()
  await closed(reader, address)
  await button(dialog, 'news.previews.revoke').click()
  await dialog.getByText(say('news.previews.revoked')).waitFor()
  assert.notEqual(await answered(reader, link), 200)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
}

const almaty = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Almaty', dateStyle: 'short', timeStyle: 'short' })
const wall = moment => almaty.format(moment).replace(' ', 'T')

/** Scheduled for an hour from now, then for the next minute that leaves time to click. */
async function schedule(page) {
  const place = column(page, 'kk')
  await step(page, place, 'news.step.schedule')
  const dialog = page.getByRole('dialog', { name: say('news.step.schedule') })
  const at = field(dialog, 'publishAt').locator('input')
  await at.fill(wall(Date.now() - 3600_000))
  await dialog.getByRole('button', { name: say('news.step.schedule') }).click()
  await dialog.getByText(say('problems.news.time_passed')).first().waitFor()
  await dialog.getByRole('button', { name: say('news.plan.inHour') }).click()
  await dialog.getByRole('button', { name: say('news.step.schedule') }).click()
  await noticed(page, 'news.done.schedule')
  await inState(place, 'scheduled')
  await place.getByText(say('news.planned.publish')).waitFor()

  await step(page, place, 'news.step.schedule')
  await at.fill(wall(Date.now() + 75_000))
  await dialog.getByRole('button', { name: say('news.step.schedule') }).click()
  await dialog.waitFor({ state: 'hidden' })
}

/** It comes by itself, and not before its minute. */
async function published(page, reader, address) {
  const { publishAt } = await api(page, `/news/${page.url().match(/\d+$/)[0]}`)
  const due = Date.parse(publishAt)
  while (await answered(reader, address) !== 200) {
    assert.ok(Date.now() < due + 30_000, 'half a minute late')
    await new Promise(resolve => setTimeout(resolve, 1000))
  }
  assert.ok(Date.now() >= due, 'it came too early')
  await reader.getByRole('heading', { level: 1, name: headline }).waitFor()
  await go(page, `/news/${page.url().match(/\d+$/)[0]}`)
  await inState(column(page, 'kk'), 'published')
}

/** Readers see what is right, and the dated note of what was wrong. */
async function correct(page, reader, address) {
  const place = column(page, 'kk')
  await lead(place).fill('Есіл көпірі үш айға жабылады.')
  await step(page, place, 'news.step.correct')
  const dialog = page.getByRole('dialog')
  await field(dialog, 'note').locator('textarea').fill('Мерзімі қате жазылған: екі емес, үш ай.')
  await dialog.getByRole('button', { name: say('news.correct.go') }).click()
  await noticed(page, 'news.done.correct')
  await inState(place, 'corrected')
  await reader.goto(address)
  await reader.getByText('Есіл көпірі үш айға жабылады.').first().waitFor()
  await reader.getByText('Мерзімі қате жазылған: екі емес, үш ай.').waitFor()
}

/** What stood before is in the history, with the words that changed. */
async function history(page) {
  await page.keyboard.press('Control+Shift+KeyH')
  const pane = page.getByRole('dialog', { name: say('news.history.title') })
  await pane.getByText(say('news.action.correct'), { exact: false }).first().waitFor()
  const rows = pane.locator('ol > li')
  await rows.nth(0).getByRole('checkbox').click()
  await rows.nth(1).getByRole('checkbox').click()
  await button(pane, 'news.history.compare').click()
  const dialog = page.getByRole('dialog', { name: say('news.history.compareTitle') })
  await dialog.locator('del', { hasText: 'екі' }).waitFor()
  await dialog.locator('ins', { hasText: 'үш' }).waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  await page.keyboard.press('Escape')
  await pane.waitFor({ state: 'hidden' })
  await go(page, '/news')
}

/** Only who may kill can; the address says that there was something, and the lists forget it. */
async function kill(page, reader, id, address) {
  await go(page, `/news/${id}`)
  const place = column(page, 'kk')
  await step(page, place, 'news.step.kill')
  const dialog = page.getByRole('dialog', { name: say('news.kill.title') })
  const yes = dialog.getByRole('button', { name: say('news.kill.go') })
  await field(dialog, 'reason').locator('textarea').fill('Дереккөз расталмады.')
  assert.ok(await yes.isDisabled(), 'it is asked twice')
  await field(dialog, 'word').locator('input').fill(say('news.kill.word'))
  await yes.click()
  await noticed(page, 'news.done.kill')
  await inState(place, 'killed')
  assert.equal(await answered(reader, address), 410)
  assert.ok(!(await reader.content()).includes(headline), 'the page is neutral')
  await reader.goto(new URL(address).origin)
  assert.equal(await reader.getByText(headline).count(), 0)
}

/** Everybody finds why, and nobody a way back. */
async function mourn(page, id) {
  await go(page, `/news/${id}`)
  const place = column(page, 'kk')
  await place.getByText('Дереккөз расталмады.', { exact: false }).waitFor()
  assert.ok(await title(place).isDisabled())
  const steps = await menu(page, place)
  for (const one of ['publish', 'restore', 'unpublish', 'trash']) assert.equal(await steps.getByRole('menuitem', { name: say(`news.step.${one}`), exact: true }).count(), 0)
  await page.keyboard.press('Escape')
}
