import assert from 'node:assert/strict'
import { browser, portal } from '../browser.mjs'
import { addressOf, api, at, body, button, chooseRubric, column, field, go, lead, noticed, title, unpublish, writeText } from '../desk.mjs'
import { picture } from '../picture.mjs'
import { say } from '../words.mjs'

export const name = 'write in Kazakh with a picture, pair with Russian, publish, read, take back'

const stamp = Date.now() % 1e7
const kk = { title: `Астанада жаңа кітапхана ашылды ${stamp}`, lead: 'Кітапханада 200 мың кітап бар.', text: ['Ғимарат Есіл өзенінің жағасында орналасқан.', 'Оқырмандар кітапты үйіне алып кете алады.'] }
const ru = { title: `В Астане открыли новую библиотеку ${stamp}`, lead: 'В библиотеке 200 тысяч книг.', text: 'Здание стоит на берегу Есиля.' }

export async function run() {
  const { page } = await at('chief@baq.local')
  const id = await writeKazakh(page)
  await publishProblems(page)
  await finishKazakh(page)
  const kazakh = await addressOf(page, id)
  const russianId = await writeRussian(page)
  const russian = await addressOf(page, russianId)
  await read(kazakh, russian)
  await listed(page)
  await takeBack(page, kazakh, russian)
}

async function writeKazakh(page) {
  await go(page, '/')
  await page.locator('a[href$="/news/new?language=kk"]').click()
  await page.waitForURL(/news\/new\?language=kk/)
  const place = column(page, 'kk')
  await title(place).fill(kk.title)
  await lead(place).fill(kk.lead)
  await writeText(page, place, kk.text)
  await page.keyboard.press('Control+KeyS')
  await noticed(page, 'states.saved')
  await page.waitForURL(/\/admin\/news\/\d+$/)
  assert.ok(await body(place).evaluate(element => element === document.activeElement), 'the first save keeps the cursor where it was')
  return Number(page.url().match(/\d+$/)[0])
}

async function publishProblems(page) {
  const place = column(page, 'kk')
  await button(place, 'news.step.publish').click()
  await place.getByText(say('problems.news.incomplete')).waitFor()
  await field(place, 'rubricId').getByText(say('fieldProblems.required')).waitFor()
}

async function finishKazakh(page) {
  const place = column(page, 'kk')
  await chooseRubric(page, place)
  const tag = `кітапхана ${stamp}`
  const tags = field(place, 'tagIds').getByRole('combobox')
  await tags.fill(tag)
  await page.getByRole('option', { name: say('tags.create', { name: tag }) }).click()
  await field(place, 'tagIds').getByText(tag).waitFor()

  const upload = field(place, 'pictureId')
  await upload.locator('input[type=file]').setInputFiles({ name: 'kitaphana.png', mimeType: 'image/png', buffer: picture(1600, 1000, stamp) })
  await upload.locator('img').waitFor()
  await upload.getByRole('button', { name: say('photobank.describe') }).click()
  const details = page.getByRole('dialog')
  await field(details, 'labels.kk.alt').locator('textarea').fill('Есіл жағасындағы кітапхана')
  await field(details, 'labels.kk.caption').locator('textarea').fill('Жаңа кітапхана')
  // The photobank's rules ask for a description in the language of the page, and for the photographer.
  await field(details, 'author').getByRole('combobox').fill('Д. Ахметов')
  await details.getByRole('tab').nth(1).click()
  await field(details, 'labels.ru.alt').locator('textarea').fill('Библиотека на берегу Ишима')
  await button(details, 'actions.save').click()
  await upload.getByText('Есіл жағасындағы кітапхана').waitFor()

  await place.getByRole('toolbar').getByRole('button', { name: say('editor.tool.picture') }).click()
  await page.getByRole('dialog').locator('ul button').first().click()
  await body(place).locator('figure img').waitFor()

  await button(place, 'news.step.publish').click()
  await noticed(page, 'news.done.publish')
  await place.getByText(say('news.state.published'), { exact: true }).waitFor()
}

async function writeRussian(page) {
  await button(page, 'news.createVersion').click()
  const place = column(page, 'ru')
  await title(place).waitFor()
  assert.equal(await title(place).inputValue(), kk.title, 'the text to translate is copied')
  await title(place).fill(ru.title)
  await lead(place).fill(ru.lead)
  await body(place).click()
  await page.keyboard.press('Control+KeyA')
  await page.keyboard.insertText(ru.text)
  await button(place, 'news.step.publish').click()
  await place.getByText(say('news.state.published'), { exact: true }).waitFor()
  const list = await api(page, `/news?language=ru&q=${encodeURIComponent(ru.title)}`)
  assert.equal(list.items.length, 1)
  assert.match(list.items[0].slug, /^v-astane-otkryli-novuyu-biblioteku/, 'the address follows the translated headline')
  return list.items[0].id
}

async function read(kazakh, russian) {
  assert.notEqual(new URL(kazakh).host, new URL(russian).host)
  const { page } = await browser({ javaScriptEnabled: false })
  await page.goto(kazakh)
  await page.getByRole('heading', { level: 1, name: kk.title }).waitFor()
  for (const text of [kk.lead, ...kk.text]) await page.getByText(text).first().waitFor()
  await page.locator('img[alt="Есіл жағасындағы кітапхана"]').first().waitFor()
  const alternates = await page.locator('link[rel=alternate][hreflang]').evaluateAll(links => links.map(l => [l.hreflang, l.href]))
  for (const [language, address] of [['kk', kazakh], ['ru', russian]]) {
    assert.ok(alternates.some(([l, href]) => l.startsWith(language) && href === address), `hreflang ${language} among ${JSON.stringify(alternates)}`)
  }
  await page.locator('a[hreflang=ru]').first().click()
  await page.getByRole('heading', { level: 1, name: ru.title }).waitFor()
  assert.equal(page.url(), russian)
  assert.equal(await page.locator('html').getAttribute('lang'), 'ru')
  await page.goto(portal)
  await page.getByText(kk.title).first().waitFor()
}

/** The panel itself is rendered by the server. */
async function listed(page) {
  const list = await page.request.get(`${portal}/admin/news`)
  const html = await list.text()
  for (const { title } of [kk, ru]) assert.ok(html.includes(title), `the list's HTML lacks ${title}`)
}

async function takeBack(page, kazakh, russian) {
  await unpublish(page, column(page, 'kk'))
  const reader = await page.context().newPage()
  const gone = await reader.goto(kazakh)
  assert.ok([404, 410].includes(gone.status()), `the address answers ${gone.status()}`)
  const left = await reader.goto(russian)
  assert.equal(left.status(), 200)
  assert.ok(!(await left.text()).includes(new URL(kazakh).pathname), 'the Russian page still points to the Kazakh one')
  await unpublish(page, column(page, 'ru'))
}
