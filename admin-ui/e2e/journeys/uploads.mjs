import assert from 'node:assert/strict'
import { axe } from '../axe.mjs'
import { browser } from '../browser.mjs'
import { addressOf, api, at, body, button, chooseRubric, column, field, go, inState, noticed, publish, title, unpublish, writeText } from '../desk.mjs'
import { picture } from '../picture.mjs'
import { say } from '../words.mjs'

export const name = 'upload, broken off and resumed → describe → crop → attach → the published page shows it'

let stamp, file

export async function run() {
  stamp = Date.now() % 1e8
  file = { name: `tang-${stamp}.png`, mimeType: 'image/png', buffer: picture(1500, 1000, stamp, 24) }
  const { page } = await at('chief@baq.local')
  await breakOff(page)
  await resume(page)
  const shown = await describe(page)
  await frame(page, shown.id)
  const id = await attach(page)
  await read(page, id)
  await sendAgain(page)
}

const part = 200_000 // bytes; the server would take far more at once
const patches = '**/api/admin/v1/picture-uploads/*'

/** Sends the file in small parts, as on a bad line. */
async function inSmallParts(page) {
  await page.route('**/api/admin/v1/picture-settings', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ json: { ...await answer.json(), chunkLimit: part } })
  })
}

/** The line is lost after three parts, and the page is left: it asks first. */
async function breakOff(page) {
  await go(page, '/photobank/uploads')
  await inSmallParts(page)
  let sent = 0
  await page.route(patches, route => route.request().method() === 'PATCH' && ++sent > 3 ? undefined : route.continue())
  await page.locator('input[type=file]').first().setInputFiles(file)
  const now = page.getByRole('region', { name: say('photobank.uploads.now') })
  await now.getByText(file.name).waitFor()
  await page.waitForFunction(() => document.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow') > 5)
  // Another page of the panel does not stop it: it stands in the corner there.
  await page.getByRole('link', { name: say('news.title'), exact: true }).first().click()
  const dock = page.getByRole('region', { name: say('photobank.uploads.title') })
  await dock.getByText(file.name).waitFor()
  assert.deepEqual(await axe(page, 'a page with uploads in its corner'), [])
  await dock.getByRole('button', { name: say('photobank.uploads.fold') }).click()
  await dock.getByText(file.name).waitFor({ state: 'hidden' })
  let asked = false
  page.once('dialog', (dialog) => {
    asked = dialog.type() === 'beforeunload'
    return dialog.accept()
  })
  await page.reload()
  assert.ok(asked, 'the panel asks before uploads are broken off')
  await page.unrouteAll({ behavior: 'ignoreErrors' })
}

/** What has arrived is kept: the file chosen again goes on from there. */
async function resume(page) {
  await go(page, '/photobank/uploads')
  await inSmallParts(page)
  await page.getByRole('heading', { name: say('photobank.uploads.broken') }).waitFor()
  const row = page.getByRole('listitem').filter({ hasText: file.name })
  const again = row.locator('input[type=file]')
  await again.setInputFiles({ ...file, buffer: Buffer.from('another file') })
  await row.getByText(say('photobank.uploads.otherFile')).waitFor()
  assert.deepEqual(await axe(page, '/photobank/uploads'), [])
  const offsets = []
  page.on('request', request => request.method() === 'PATCH' && offsets.push(Number(request.headers()['upload-offset'])))
  await again.setInputFiles(file)
  await row.getByText(say('photobank.uploads.state.done')).waitFor({ timeout: 60_000 })
  assert.ok(offsets[0] >= 3 * part, `it went on at byte ${offsets[0]}`)
  await page.unrouteAll({ behavior: 'ignoreErrors' })
}

async function describe(page) {
  await page.getByRole('listitem').filter({ hasText: file.name }).getByRole('link', { name: say('photobank.uploads.open') }).click()
  const pane = page.getByRole('complementary', { name: say('photobank.details') })
  await field(pane, 'labels.kk.alt').locator('textarea').fill(`Қыр үстіндегі таң ${stamp}`)
  await field(pane, 'labels.kk.caption').locator('textarea').fill('Таң алдында')
  await field(pane, 'author').getByRole('combobox').fill('Д. Ахметов')
  await page.keyboard.press('Control+KeyS')
  await noticed(page, 'states.saved')
  const { items } = await api(page, `/pictures?q=${encodeURIComponent(`Қыр үстіндегі таң ${stamp}`)}`)
  assert.equal(items.length, 1)
  return items[0]
}

/** A focal point and a crop by keyboard, another crop by its corner. */
async function frame(page, id) {
  await page.getByRole('button', { name: say('photobank.library.frame') }).click()
  const dialog = page.getByRole('dialog', { name: say('photobank.framing.title') })
  const focus = dialog.getByRole('button', { name: /^Focal point: / })
  await focus.focus()
  for (let i = 0; i < 5; i++) await page.keyboard.press('Shift+ArrowLeft')
  await dialog.getByRole('button', { name: say('photobank.framing.focusAt', { x: 25, y: 50 }) }).waitFor()
  await dialog.getByRole('button', { name: new RegExp(`^${say('photobank.framing.crop.1x1')}`) }).click()
  await dialog.getByRole('button', { name: new RegExp(`^${say('photobank.framing.crop.1x1')}:`) }).focus()
  for (let i = 0; i < 8; i++) await page.keyboard.press('Minus')
  await page.keyboard.press('Shift+ArrowRight')
  await dialog.getByRole('button', { name: new RegExp(`^${say('photobank.framing.crop.social')}`) }).click()
  const social = await dialog.getByRole('button', { name: new RegExp(`^${say('photobank.framing.crop.social')}:`) }).boundingBox()
  await page.mouse.move(social.x + social.width, social.y + social.height)
  await page.mouse.down()
  await page.mouse.move(social.x + social.width * 0.9, social.y + social.height * 0.9, { steps: 4 })
  await page.mouse.up()
  assert.deepEqual(await axe(page, 'the framing of a picture'), [])
  await button(dialog, 'actions.save').click()
  await dialog.waitFor({ state: 'hidden' })
  const { focus: point, crops } = await api(page, `/pictures/${id}`)
  assert.deepEqual([Math.round(point.x * 100), Math.round(point.y * 100)], [25, 50])
  const chosen = crops.filter(crop => crop.chosen).map(crop => crop.name).sort()
  assert.deepEqual(chosen, ['1:1', 'social'])
  assert.ok(crops.find(crop => crop.name === 'social').area.width < 0.95)
}

async function attach(page) {
  await go(page, '/news/new?language=kk')
  const place = column(page, 'kk')
  await title(place).fill(`Қырда таң атты ${stamp}`)
  await writeText(page, place, ['Күн шықты.'])
  await chooseRubric(page, place)
  await field(place, 'pictureId').getByRole('button', { name: say('photobank.choose') }).click()
  const dialog = page.getByRole('dialog', { name: say('photobank.choose') })
  await dialog.getByRole('searchbox').fill(`tang-${stamp}`)
  await page.waitForFunction(() => document.querySelectorAll('[role=dialog] ul button img').length === 1)
  await dialog.locator('ul button', { has: page.locator('img') }).click()
  await field(place, 'pictureId').getByText(`Қыр үстіндегі таң ${stamp}`).waitFor()
  await body(place).click()
  await publish(place)
  await inState(place, 'published')
  return Number(page.url().match(/\d+$/)[0])
}

/** Readers see the picture, and other sites its card: the crop that was chosen, at its size. */
async function read(page, id) {
  const reader = await browser({ javaScriptEnabled: false })
  await reader.page.goto(await addressOf(page, id))
  const shown = reader.page.locator(`img[alt="Қыр үстіндегі таң ${stamp}"]`).first()
  await shown.waitFor()
  const source = await shown.getAttribute('src')
  assert.equal((await reader.page.request.get(new URL(source, reader.page.url()).href)).status(), 200)
  const card = await reader.page.locator('meta[property="og:image"]').first().getAttribute('content')
  const { crops } = await api(page, `/pictures?q=tang-${stamp}`).then(({ items }) => api(page, `/pictures/${items[0].id}`))
  const name = crops.find(crop => crop.name === 'social').url.match(/social-[0-9a-f]{8}/)[0]
  assert.ok(card.includes(name), `the card ${card} is not ${name}`)
  const answer = await reader.page.request.get(new URL(card, reader.page.url()).href)
  assert.deepEqual([answer.status(), answer.headers()['content-type']], [200, 'image/jpeg'])
  await unpublish(page, column(page, 'kk'))
}

/** The same file again is no second picture. */
async function sendAgain(page) {
  await go(page, '/photobank/uploads')
  await page.locator('input[type=file]').first().setInputFiles(file)
  const now = page.getByRole('region', { name: say('photobank.uploads.now') })
  await now.getByText(say('photobank.uploads.known')).waitFor({ timeout: 30_000 })
  const { items } = await api(page, `/pictures?q=tang-${stamp}`)
  assert.equal(items.length, 1)
}
