import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { axe } from '../axe.mjs'
import { api, at, body, button, chooseRubric, column, describePictures, go, lead, noticed, step, title } from '../desk.mjs'
import { picture } from '../picture.mjs'
import { say } from '../words.mjs'

export const name = 'shape a text with the tools, the keys, pastes and blocks of all kinds; they are there again, and on the site'

const nodes = new Set(['doc', 'paragraph', 'heading', 'bulletList', 'orderedList', 'listItem', 'blockquote', 'horizontalRule', 'hardBreak', 'picture', 'text', 'table', 'tableRow', 'tableHeader', 'tableCell', 'gallery', 'embed', 'infoBox', 'related'])
const marks = new Set(['bold', 'italic', 'strike', 'link'])

export async function run() {
  const { page } = await at('chief@baq.local')
  await go(page, '/news/new?language=ru')
  const place = column(page, 'ru')
  await title(place).fill(`Оформление ${Date.now()}`)
  await lead(place).fill('Лид.')
  await write(page, place)
  await paste(page, place)
  await blocks(page, place)
  await keys(page, place)
  await accessible(page)
  await chooseRubric(page, place)
  await page.keyboard.press('Control+KeyS')
  await until(page, article => JSON.stringify(article.body).includes('"gallery"'), 'the text is not saved')
  assert.ok(await describePictures(page, page.url().match(/\d+$/)[0]) > 1)
  await button(place, 'news.step.publish').click()
  await page.waitForURL(/\/admin\/news\/\d+$/)
  const article = await inState(page, 'published')
  check(article.body)
  checkBlocks(article.body)
  await again(page, place)
  await read(page, article.url)
  await step(page, place, 'news.step.unpublish')
  await page.getByRole('dialog').getByRole('button', { name: say('news.step.unpublish') }).click()
  await inState(page, 'unpublished')
}

/** The article, once it is in the state: in the panel the article in its text may show the same. */
const inState = (page, state) => until(page, article => article.state === state, `the article does not become ${state}`)

async function until(page, fits, otherwise) {
  for (let tries = 0; tries < 75; tries++) {
    const article = await api(page, `/news/${page.url().match(/\d+$/)[0]}`)
    if (fits(article)) return article
    await page.waitForTimeout(200)
  }
  assert.fail(otherwise)
}

const toolOf = place => key => place.getByRole('toolbar', { name: say('editor.tools') }).getByRole('button', { name: say(`editor.tool.${key}`), exact: true })

async function write(page, place) {
  const tool = toolOf(place)
  // A tool gives the focus back to the text a frame later.
  const use = async (key) => {
    await tool(key).click()
    await page.waitForFunction(() => document.activeElement?.isContentEditable)
  }
  const line = async (text) => {
    await page.keyboard.insertText(text)
    await page.keyboard.press('Enter')
  }
  await body(place).click()
  await use('heading2')
  await body(place).locator('h2').waitFor()
  await place.getByRole('toolbar').getByRole('button', { name: say('editor.tool.heading2'), exact: true, pressed: true }).waitFor()
  await line('Подзаголовок')
  await page.keyboard.press('Control+KeyB')
  await page.keyboard.insertText('жирный')
  await page.keyboard.press('Control+KeyB')
  await line(' и обычный')
  await use('bulletList')
  await line('первый')
  await line('второй')
  await page.keyboard.press('Enter')
  await use('quote')
  await line('Цитата дня.')
  await page.keyboard.press('Enter')
  await page.keyboard.insertText('Источник')
  await page.keyboard.press('Shift+Home')
  await tool('link').click()
  await page.getByRole('dialog').getByRole('textbox').fill('javascript:alert(1)')
  await page.getByText(say('editor.badAddress')).waitFor()
  await page.getByRole('dialog').getByRole('textbox').fill('stat.gov.kz/ru')
  await button(page, 'editor.setLink').click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await body(place).locator('a').waitFor()
  await body(place).focus()
  await toEnd(page)

  // One tab stop for all tools; the arrows go from one to the next.
  await tool('undo').focus()
  await page.keyboard.press('ArrowRight')
  assert.ok(await tool('redo').evaluate(element => element === document.activeElement))
  await body(place).focus()
  await toEnd(page)
}

/** The editor learns of a key's selection a moment later: what is pasted before would replace the link. */
async function toEnd(page) {
  await page.keyboard.press('Control+End')
  await page.waitForFunction(() => getSelection().isCollapsed)
  await page.waitForTimeout(100)
}

async function paste(page, place) {
  await send(place, 'text/html', '<h1>Чужой заголовок</h1><table><tr><td>ячейка</td></tr></table><p style="color:red"><u>подчёркнуто</u> <code>код</code></p><script>alert(1)</' + 'script><img src="https://example.com/x.png">')
  await page.getByText(say('editor.paste.pictures', { n: 1 })).first().waitFor()
  const png = [...picture(640, 400)]
  await body(place).evaluate((element, bytes) => {
    const data = new DataTransfer()
    data.items.add(new File([new Uint8Array(bytes)], 'paste.png', { type: 'image/png' }))
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, png)
  await body(place).locator('figure img').waitFor()
  await page.keyboard.press('Control+KeyS')
  await noticed(page, 'states.saved')
}

/** Pastes what another program would have put into the clipboard. */
async function send(place, type, content) {
  await body(place).evaluate((element, [kind, text]) => {
    const data = new DataTransfer()
    data.setData(kind, text)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, [type, content])
}

const cells = ['Қала', 'Халқы', 'Өсімі', 'Астана', '1,6 млн', '3 %']

async function blocks(page, place) {
  const tool = toolOf(place)
  const dialog = page.getByRole('dialog')
  const end = async () => {
    await dialog.waitFor({ state: 'hidden' })
    await body(place).focus()
    await toEnd(page)
  }
  await end()
  await tool('table').click()
  await body(place).locator('table').waitFor()
  await page.waitForFunction(() => document.activeElement?.isContentEditable)
  for (const text of cells) {
    await page.keyboard.insertText(text)
    await page.keyboard.press('Tab')
  }
  const table = page.getByRole('toolbar', { name: say('editor.table.tools') })
  await table.getByRole('button', { name: say('editor.table.deleteRow') }).click()
  assert.equal(await body(place).locator('tr').count(), 2)
  await table.getByRole('button', { name: say('editor.table.rowAfter') }).click()
  await body(place).locator('tr').nth(2).waitFor()

  await end()
  await tool('gallery').click()
  const tiles = dialog.locator('ul.grid button')
  await tiles.nth(1).click()
  assert.ok(await dialog.getByRole('button', { name: say('editor.gallery.add', { n: 1 }) }).isDisabled(), 'a gallery of one')
  await tiles.nth(0).click()
  await button(dialog, 'editor.gallery.add', { n: 2 }).click()
  const gallery = body(place).locator('figure', { has: page.locator('[data-move]') })
  await gallery.nth(1).waitFor()
  const first = await gallery.first().getAttribute('data-picture-id')
  await gallery.first().getByRole('button', { name: say('editor.gallery.after') }).click()
  await page.waitForFunction(id => document.querySelectorAll('figure:has([data-move])')[1]?.dataset.pictureId === id, first)
  await gallery.nth(1).getByRole('textbox').fill('Екінші болған сурет')

  await end()
  await tool('embed').click()
  await dialog.getByRole('textbox').fill('https://vk.com/wall-1_2')
  await dialog.getByText(say('editor.embed.unknown', { names: 'YouTube, Telegram, Instagram, X, Facebook, TikTok' })).waitFor()
  await dialog.getByRole('textbox').fill('https://youtu.be/dQw4w9WgXcQ?si=abc')
  await button(dialog, 'editor.insert').click()
  await body(place).locator('[data-embed=youtube]').waitFor()
  await end()
  await send(place, 'text/plain', 'https://t.me/s/baq_kz/4321?single')
  await body(place).locator('[data-embed=telegram]').waitFor()

  await end()
  await tool('infoBox').click()
  await body(place).locator('aside').waitFor()
  await page.waitForFunction(() => document.activeElement?.isContentEditable)
  await page.keyboard.insertText('Анықтаманың мәтіні')
  await body(place).locator('aside').getByRole('textbox', { name: say('editor.infoBox.title') }).fill('Не білу керек')

  await end()
  await tool('related').click()
  await dialog.locator('li button').first().waitFor()
  await dialog.locator('li button').first().click()
  await body(place).locator('[data-article-id]').waitFor()

  // Hostile and huge: the tab lives on, and it can be taken back.
  await end()
  const begun = Date.now()
  await send(place, 'text/html', `${'<div>'.repeat(600)}терең<b><i>${'<p>Ұзақ мәтін, тағы да мәтін.'.repeat(160_000)}`)
  await page.getByText(say('editor.paste.cut')).first().waitFor()
  await body(place).getByText('терең', { exact: true }).waitFor()
  assert.ok(Date.now() - begun < 60_000, `a paste of 5 MB took ${Date.now() - begun} ms`)
  await page.keyboard.press('Control+KeyZ')
  await body(place).getByText('терең', { exact: true }).waitFor({ state: 'detached' })

  await end()
  await send(place, 'text/html', readFileSync(new URL('../../test/unit/fixtures/word.html', import.meta.url), 'utf8'))
  await body(place).getByText('Есіл ауданы').waitFor()
  assert.equal(await body(place).locator('li li').count(), 1)
  assert.ok(!(await body(place).textContent()).includes('[1]'), 'a footnote came along')
}

/** Keys go by their places: in Russian Ctrl+B is Ctrl+И, in Kazakh the digits are letters. */
async function keys(page, place) {
  const press = (key, code, more = {}) => body(place).evaluate((element, init) => {
    element.dispatchEvent(new KeyboardEvent('keydown', { ctrlKey: true, bubbles: true, cancelable: true, ...init }))
  }, { key, code, ...more })
  const shown = key => place.getByRole('toolbar', { name: say('editor.tools') }).getByRole('button', { name: say(`editor.tool.${key}`), exact: true, pressed: true })
  await body(place).focus()
  await toEnd(page)
  await press('и', 'KeyB')
  await shown('bold').waitFor()
  await press('и', 'KeyB')
  await shown('bold').waitFor({ state: 'hidden' })
  await press('.', 'Slash')
  await page.getByRole('heading', { name: say('editor.help.title') }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.waitForFunction(() => document.activeElement?.isContentEditable)
}

async function accessible(page) {
  for (const colorScheme of ['dark', 'light']) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.waitForTimeout(300)
    assert.deepEqual(await axe(page, `the editor (${colorScheme})`), [])
  }
}

function checkBlocks({ content }) {
  const of = type => content.filter(node => node.type === type)
  const texts = node => node.type === 'text' ? [node.text] : (node.content ?? []).flatMap(texts)
  const [own, word] = of('table')
  assert.deepEqual(texts(own), cells)
  assert.deepEqual(own.content.map(row => row.content.map(cell => cell.type)[0]), ['tableHeader', 'tableCell', 'tableCell'])
  assert.deepEqual(word.content[0].content.map(cell => cell.attrs.colspan), [1, 2])
  assert.deepEqual(of('gallery').map(gallery => gallery.content.length), [2])
  assert.equal(of('gallery')[0].content[1].attrs.caption, 'Екінші болған сурет')
  assert.deepEqual(of('embed').map(embed => [embed.attrs.provider, embed.attrs.ref]), [['youtube', 'dQw4w9WgXcQ'], ['telegram', 'baq_kz/4321']])
  assert.deepEqual(of('infoBox').map(box => [box.attrs.title, texts(box)]), [['Не білу керек', ['Анықтаманың мәтіні']]])
  assert.ok(of('related')[0].attrs.articleId > 0)
  assert.equal(of('orderedList').at(-1).attrs.start, 3)
}

/** All of it opens again as it was. */
async function again(page, place) {
  await page.reload()
  await body(place).locator('[data-article-id] :lang(ru)').first().waitFor()
  for (const [what, count] of [['table', 2], ['figure:has([data-move])', 2], ['[data-embed]', 2], ['aside', 1], ['[data-article-id]', 1]]) {
    assert.equal(await body(place).locator(what).count(), count, `${what} after a reload`)
  }
  assert.equal(await body(place).locator('aside').getByRole('textbox', { name: say('editor.infoBox.title') }).inputValue(), 'Не білу керек')
}

function check(document) {
  const seen = []
  const walk = (node) => {
    assert.ok(nodes.has(node.type), `a node ${node.type}`)
    for (const mark of node.marks ?? []) assert.ok(marks.has(mark.type), `a mark ${mark.type}`)
    seen.push(node)
    node.content?.forEach(walk)
  }
  walk(document)
  const text = seen.map(n => n.text ?? '').join(' ')
  for (const words of ['Подзаголовок', 'Цитата дня.', 'Чужой заголовок', 'ячейка', 'подчёркнуто', 'код']) assert.ok(text.includes(words), `${words} is lost`)
  assert.ok(!text.includes('alert'))
  const link = seen.flatMap(n => n.marks ?? []).find(m => m.type === 'link')
  assert.equal(link.attrs.href, 'https://stat.gov.kz/ru')
  assert.ok(seen.some(n => n.text === 'жирный' && n.marks.some(m => m.type === 'bold')))
  assert.equal(seen.filter(n => n.type === 'listItem').length, 2 + 5, 'two were written, five came from Word')
  assert.ok(seen.some(n => n.type === 'picture' && n.attrs.pictureId > 0))
}

async function read(page, url) {
  const reader = await page.context().newPage()
  await reader.goto(url)
  await reader.getByRole('heading', { level: 2, name: 'Подзаголовок' }).waitFor()
  await reader.locator('blockquote', { hasText: 'Цитата дня.' }).waitFor()
  await reader.locator('a[href="https://stat.gov.kz/ru"]').waitFor()
  await reader.locator('table th', { hasText: 'Халқы' }).waitFor()
  await reader.getByText('Анықтаманың мәтіні').waitFor()
  await reader.locator('.embed-youtube').waitFor()
  await reader.close()
}
