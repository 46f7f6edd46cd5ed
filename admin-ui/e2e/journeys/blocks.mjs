import assert from 'node:assert/strict'
import { axe } from '../axe.mjs'
import { portal } from '../browser.mjs'
import { api, at, button, field, go, noticed } from '../desk.mjs'
import { say } from '../words.mjs'

export const name = 'arrange the front page: add, move by keys, pin, publish, see it on the site, roll back; figures by hand'

const stamp = Date.now() % 1e7
const heading = `Редакция таңдауы ${stamp}`
const key = `sinaq-${stamp}`

export async function run() {
  const { page } = await at('chief@baq.local')
  const admin = await at('admin@baq.local')
  try {
    await figures(admin.page)
    const pinned = await arrange(page)
    await moveByKeys(page)
    await removeAndUndo(page)
    await preview(page)
    await publish(page)
    await read(page, pinned)
    await rollBack(page)
    await stale(page)
  } finally {
    await tidy(page, admin.page)
  }
}

const card = (page, name) => page.getByRole('region', { name, exact: true })
const handle = (page, name) => card(page, name).getByRole('button', { name: new RegExp(`^${say('layouts.handle', { name, place: '\\d+', count: '\\d+' }).replace('(', '\\(')}$`) })
const order = page => page.locator('ol > li[data-row] > section').evaluateAll(all => all.map(one => one.getAttribute('aria-label')))
const layout = page => api(page, '/layouts/home')

/** Figures typed by hand, refused first; they can then be shown by a block. */
async function figures(page) {
  await go(page, '/layouts/data')
  await button(page, 'layouts.feeds.add').click()
  const form = page.getByRole('dialog')
  await field(form, 'key').locator('input').fill(key)
  await field(form, 'items.0.value').locator('input').fill('478,32')
  await button(form, 'actions.save').click()
  await form.getByRole('alert').first().waitFor()
  await field(form, 'items.0.labels.kk').locator('input').fill('Доллар')
  await field(form, 'items.0.labels.ru').locator('input').fill('Доллар')
  await field(form, 'items.0.change').locator('input').fill('-1,2')
  await button(form, 'actions.save').click()
  await form.waitFor({ state: 'hidden' })
  const { items } = await api(page, '/data-feeds')
  assert.deepEqual(items.find(feed => feed.key === key).items[0], { labels: { kk: 'Доллар', ru: 'Доллар' }, value: '478,32', change: -1.2 })
  await page.getByText(key, { exact: true }).waitFor()
}

/** A list of stories with a title and a pinned article at the end of the page; returns the pinned one. */
async function arrange(page) {
  const [pinned] = (await api(page, '/news?language=kk&state=published&limit=30')).items.slice(-1)
  await go(page, '/layouts/home')
  await button(page, 'layouts.add').click()
  await page.getByRole('dialog', { name: say('layouts.add') }).getByRole('button', { name: new RegExp(`^${say('layouts.kind.list.name')}`) }).click()
  const place = card(page, say('layouts.kind.list.name')).last()
  await place.locator('[data-field$=".languages.kk.title"] input').fill(heading)
  const mine = card(page, `${say('layouts.kind.list.name')}: ${heading}`)
  await button(mine, 'layouts.block.addPin').first().click()
  const search = page.getByRole('dialog', { name: say('layouts.block.addPin') })
  await search.getByRole('searchbox').fill(pinned.title)
  await search.getByRole('button', { name: pinned.title }).first().click()
  await mine.getByText(pinned.title).waitFor()
  assert.deepEqual(await axe(page, 'the arranger with an open block'), [])
  return pinned
}

/** The arrow keys on the handle carry the block to the second place; each step is said. */
async function moveByKeys(page) {
  const name = `${say('layouts.kind.list.name')}: ${heading}`
  const last = (await order(page)).length
  await handle(page, name).focus()
  await page.keyboard.press('ArrowUp')
  await page.locator('[aria-live]').getByText(say('layouts.moved', { name, place: last - 1, count: last })).waitFor({ state: 'attached' })
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowDown')
  assert.ok(await handle(page, name).evaluate(element => element === document.activeElement), 'the handle keeps the focus')
  assert.equal((await order(page)).indexOf(name), 1)
}

async function removeAndUndo(page) {
  const before = await order(page)
  await card(page, before[0]).getByRole('button', { name: say('layouts.more', { name: before[0] }) }).click()
  await page.getByRole('menuitem', { name: say('layouts.remove') }).click()
  assert.deepEqual(await order(page), before.slice(1))
  await button(page, 'layouts.undo').click()
  assert.deepEqual(await order(page), before)
}

/** Nothing is lost by leaving unawares; the saved draft is shown within the panel, and to nobody else yet. */
async function preview(page) {
  await page.getByRole('link', { name: say('actions.back') }).click()
  await button(page.getByRole('dialog'), 'actions.cancel').click()
  await button(page, 'layouts.preview.save').click()
  await page.frameLocator('iframe').getByText(heading).first().waitFor()
  await page.getByRole('tab', { name: 'Русский' }).last().click()
  await page.frameLocator('iframe').locator('html[lang^=ru]').waitFor({ state: 'attached' })
  const site = await page.request.get(portal)
  assert.ok(!(await site.text()).includes(heading), 'a draft is nobody else’s')
}

async function publish(page) {
  await button(page, 'layouts.publish.yes').click()
  const dialog = page.getByRole('dialog', { name: say('layouts.publish.title') })
  await field(dialog, 'note').locator('textarea').fill('Редакция таңдауы қосылды')
  await dialog.getByRole('button', { name: say('layouts.publish.yes') }).click()
  await noticed(page, 'layouts.publish.done')
  const { published, changed } = await layout(page)
  assert.equal(published.note, 'Редакция таңдауы қосылды')
  assert.equal(changed, false)
}

async function onSite(page, there) {
  for (let tries = 20; tries > 0; tries--) {
    const html = await (await page.request.get(portal)).text()
    if (html.includes(heading) === there) return html
    await page.waitForTimeout(500)
  }
  throw new Error(`the front page ${there ? 'does not show' : 'still shows'} “${heading}”`)
}

async function read(page, pinned) {
  const html = await onSite(page, true)
  assert.ok(html.slice(html.indexOf(heading)).includes(new URL(pinned.url, portal).pathname), 'the pinned article stands in its block')
}

/** A version without the block is published, then the one before is brought back. */
async function rollBack(page) {
  const with_ = (await layout(page)).published.number
  const now = await layout(page)
  const without = now.blocks.filter(block => block.languages?.kk?.title !== heading)
  const saved = await put(page, '/layouts/home', { version: now.version, blocks: without })
  await put(page, '/layouts/home/publish', { version: saved.version, note: 'Алынды' }, 'POST')
  await onSite(page, false)
  await go(page, '/layouts/home/versions')
  await page.getByRole('checkbox', { name: say('layouts.versions.choose', { n: with_ }) }).click()
  await page.getByRole('checkbox', { name: say('layouts.versions.choose', { n: with_ + 1 }) }).click()
  await page.getByRole('region', { name: say('layouts.change.title') }).getByText(heading).waitFor()
  await button(page, 'layouts.versions.restoreOne', { n: with_ }).click()
  await page.getByRole('dialog').getByRole('button', { name: say('layouts.versions.restore'), exact: true }).click()
  await noticed(page, 'layouts.versions.current')
  await onSite(page, true)
}

/** Somebody else was faster: their page is told apart from this one, and one of the two is chosen. */
async function stale(page) {
  await go(page, '/layouts/home')
  const now = await layout(page)
  await put(page, '/layouts/home', { version: now.version, blocks: now.blocks.slice(0, -1) })
  const first = (await order(page))[0]
  await card(page, first).getByRole('button', { name: say('layouts.down', { name: first }) }).click()
  await button(page, 'layouts.save').click()
  const dialog = page.getByRole('dialog', { name: say('layouts.conflict.title') })
  await dialog.getByText(say('layouts.change.removed')).first().waitFor()
  await button(dialog, 'layouts.conflict.mine').click()
  await noticed(page, 'states.saved')
  assert.equal((await layout(page)).blocks.length, now.blocks.length)
}

async function put(page, path, data, method = 'PUT') {
  return api(page, path, { method, data, headers: { origin: portal } })
}

/** The page goes back to its own order; the figures go. */
async function tidy(page, admin) {
  await page.request.delete(`${portal}/api/admin/v1/layouts/home`, { headers: { origin: portal } })
  await admin.request.delete(`${portal}/api/admin/v1/data-feeds/${key}`, { headers: { origin: portal } })
}
