import assert from 'node:assert/strict'
import { api, at, column, draft, go, lead, noticed, title } from '../desk.mjs'
import { say } from '../words.mjs'

export const name = 'two people change one article: both texts are shown, none is lost'

export async function run() {
  const chief = await at('chief@baq.local')
  const id = await draft(chief.page, 'ru', `Конфликт ${Date.now()}`, ['Общий текст.'])
  const editor = await at('editor@baq.local')
  await go(editor.page, `/news/${id}`)

  const theirs = column(editor.page, 'ru')
  await title(theirs).fill('Заголовок редактора')
  await lead(theirs).fill('Лид редактора')
  await editor.page.keyboard.press('Control+KeyS')
  await noticed(editor.page, 'states.saved')

  const mine = column(chief.page, 'ru')
  await title(mine).fill('Заголовок главного')
  await chief.page.keyboard.press('Control+KeyS')
  const dialog = chief.page.getByRole('dialog', { name: say('news.conflict.title') })
  await dialog.getByText('Заголовок редактора').waitFor()
  await dialog.getByText('Заголовок главного').waitFor()
  await dialog.getByText('Лид редактора').waitFor()
  assert.ok(await dialog.getByRole('radio', { checked: true }).count() === 2)
  await dialog.getByRole('button', { name: say('news.conflict.settle') }).click()
  await noticed(chief.page, 'states.saved')

  const saved = await api(chief.page, `/news/${id}`)
  assert.equal(saved.title, 'Заголовок главного', 'what both changed: the one who decides')
  assert.equal(saved.lead, 'Лид редактора', 'what only the other changed stays')
}
