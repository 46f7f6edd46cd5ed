import assert from 'node:assert/strict'
import { api, at, button, field, go, noticed, ready } from '../desk.mjs'
import { picture } from '../picture.mjs'
import { say } from '../words.mjs'

export const name = 'keep the photobank, rubrics, tags, authors and pages'

const stamp = Date.now() % 1e7

export async function run() {
  const { page } = await at('chief@baq.local')
  await photobank(page)
  await rubrics(page)
  await tags(page)
  await authors(page)
  await pages(page)
}

async function photobank(page) {
  await go(page, '/photobank')
  const files = [1, 2, 3].map(n => ({ name: `dala-${stamp}-${n}.png`, mimeType: 'image/png', buffer: picture(900, 600, stamp + n) }))
  await page.locator('input[type=file]').setInputFiles([...files, { name: 'jok.png', mimeType: 'image/png', buffer: Buffer.from('not a picture') }])
  await page.getByText(say('problems.photobank.not_an_image')).waitFor()
  const tile = page.getByRole('option', { name: `dala-${stamp}-1.png` })
  await tile.waitFor()
  await tile.click()
  const details = page.getByRole('complementary', { name: say('photobank.details') })
  await field(details, 'labels.kk.alt').locator('textarea').fill(`Дала таңы ${stamp}`)
  await details.getByRole('tab', { name: 'Русский' }).click()
  await field(details, 'labels.ru.alt').locator('textarea').fill(`Утро в степи ${stamp}`)
  await field(details, 'author').getByRole('combobox').fill('Д. Ахметов')
  await field(details, 'takenAt').locator('input').fill('2026-05-01T06:30')
  await button(details, 'actions.save').click()
  await noticed(page, 'states.saved')
  await page.getByRole('searchbox', { name: say('photobank.search') }).fill(`Утро в степи ${stamp}`)
  await page.waitForFunction(n => document.querySelectorAll('[role=listbox] [role=option] img').length === n, 1)
  const found = await api(page, `/pictures?q=${encodeURIComponent(`Дала таңы ${stamp}`)}`)
  assert.equal(found.items[0].takenAt, '2026-05-01T01:30:00Z')
}

async function rubrics(page) {
  await go(page, '/rubrics')
  await button(page, 'rubrics.add').click()
  const form = page.getByRole('dialog')
  await field(form, 'labels.kk.name').locator('input').fill(`Сынақ ${stamp}`)
  await button(form, 'actions.save').click()
  await form.waitFor({ state: 'hidden' })
  const names = () => page.locator('main ul li p:first-child').allInnerTexts()
  const before = await names()
  assert.equal(before.at(-1), `Сынақ ${stamp}`)
  await button(page, 'rubrics.up', { name: `Сынақ ${stamp}` }).click()
  await page.locator('[aria-live]').getByText(`Сынақ ${stamp}`).waitFor({ state: 'attached' })
  const top = (await api(page, '/rubrics')).items.filter(rubric => rubric.parentId === null)
  assert.equal(top.at(-2).labels.kk.name, `Сынақ ${stamp}`, 'it stands one place higher')
  await button(page, 'rubrics.edit', { name: `Сынақ ${stamp}` }).click()
  await button(form, 'actions.delete').click()
  await page.getByRole('dialog', { name: say('rubrics.remove') }).getByRole('button', { name: say('actions.delete') }).click()
  await form.waitFor({ state: 'hidden' })
  assert.deepEqual(await names(), before.slice(0, -1))
}

async function tags(page) {
  await go(page, '/tags')
  await button(page, 'tags.add').click()
  const form = page.getByRole('dialog')
  await button(form, 'actions.save').click()
  await form.getByRole('alert').waitFor()
  await field(form, 'labels.kk.name').locator('input').fill(`Наурыз ${stamp}`)
  await button(form, 'actions.save').click()
  await form.waitFor({ state: 'hidden' })
  await page.getByRole('searchbox').fill(`наурыз ${stamp}`)
  await page.getByRole('button', { name: new RegExp(`Наурыз ${stamp}`) }).click()
  await button(form, 'actions.delete').click()
  await page.getByRole('dialog', { name: say('tags.remove') }).getByRole('button', { name: say('actions.delete') }).click()
  await page.getByText(say('states.nothingFound')).waitFor()
}

async function authors(page) {
  await go(page, '/authors')
  await button(page, 'authors.add').click()
  const form = page.getByRole('dialog')
  await field(form, 'labels.kk.name').locator('input').fill(`Сәуле Әбенова ${stamp}`)
  await field(form, 'labels.kk.position').locator('input').fill('Тілші')
  await button(form, 'photobank.choose').click()
  await page.getByRole('dialog', { name: say('photobank.choose') }).locator('ul button').first().click()
  await field(form, 'pictureId').locator('img').waitFor()
  await button(form, 'actions.save').click()
  await form.waitFor({ state: 'hidden' })
  await page.getByRole('searchbox').fill(`Әбенова ${stamp}`)
  await page.getByRole('button', { name: new RegExp(`Сәуле Әбенова ${stamp}`) }).click()
  await button(form, 'actions.delete').click()
  await page.getByRole('dialog', { name: say('authors.remove') }).getByRole('button', { name: say('actions.delete') }).click()
  await form.waitFor({ state: 'hidden' })
}

async function pages(page) {
  await go(page, '/pages/new')
  const form = page.locator('main form').first()
  await field(form, 'key').locator('input').fill(`sinaq-${stamp}`)
  await field(form, 'title').locator('input').fill(`Сынақ беті ${stamp}`)
  await field(form, 'body').locator('[contenteditable=true]').click()
  await page.keyboard.insertText('Бұл — сынақ беті.')
  await form.getByRole('toolbar').getByRole('button', { name: say('editor.tool.picture') }).click()
  await page.getByRole('dialog').locator('ul button').first().click()
  await form.locator('figure img').waitFor()
  await button(form, 'actions.save').click()
  await page.waitForURL(new RegExp(`/pages/sinaq-${stamp}$`))
  await page.reload()
  await ready(page)
  await page.locator('main form').first().locator('figure img').waitFor()
  await page.locator('main form').first().getByRole('switch').click()
  await button(page.locator('main form').first(), 'actions.save').click()
  await noticed(page, 'states.saved')
  const { items } = await api(page, '/pages')
  const made = items.find(p => p.key === `sinaq-${stamp}`)
  assert.equal(made.state, 'published')
  const reader = await page.context().newPage()
  await reader.goto(made.url)
  await reader.getByText('Бұл — сынақ беті.').waitFor()
}
