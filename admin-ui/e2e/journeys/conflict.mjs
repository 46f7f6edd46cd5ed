import assert from 'node:assert/strict'
import { api, at, button, column, draft, go, lead, noticed, title } from '../desk.mjs'
import { say } from '../words.mjs'

export const name = 'two people write on one article: the lock has a name, taking over tells, both texts are shown, none is lost'

const patience = { timeout: 40_000 } // a heartbeat is 15 s

export async function run() {
  const chief = await at('chief@baq.local')
  const id = await draft(chief.page, 'ru', `Конфликт ${Date.now()}`, ['Общий текст.'])
  const mine = column(chief.page, 'ru')
  const locked = chief.page.waitForResponse(answer => answer.url().endsWith(`/news/${id}/lock`) && answer.ok())
  await title(mine).fill('Заголовок главного')
  await locked

  const editor = await at('editor@baq.local')
  const theirs = await takeOver(editor.page, id, (await api(chief.page, '/session')).name)
  await title(theirs).fill('Заголовок редактора')
  await lead(theirs).fill('Лид редактора')
  await editor.page.keyboard.press('Control+KeyS')
  await noticed(editor.page, 'states.saved')

  await told(chief.page, mine, id, (await api(editor.page, '/session')).name)
  await go(editor.page, '/news')
  await mine.getByText(say('news.lock.over')).waitFor(patience)
  await button(mine, 'news.lock.goOn').click()
  await merge(chief.page, mine, id)
}

/** Opens the article: it is closed, names who writes, and can be taken over. */
async function takeOver(page, id, holder) {
  await go(page, `/news/${id}`)
  const place = column(page, 'ru')
  await place.getByText(say('news.lock.held', { name: holder })).waitFor()
  assert.ok(await title(place).isDisabled(), 'nobody writes beside another unawares')
  await button(place, 'news.lock.takeOver').click()
  await page.getByRole('dialog').getByRole('button', { name: say('news.lock.takeOver') }).click()
  await place.getByText(say('news.lock.held', { name: holder })).waitFor({ state: 'hidden' })
  return place
}

/** The former holder learns who has it; what they typed is on the server, and beside the other's text. */
async function told(page, place, id, taker) {
  await place.getByRole('alert').getByText(say('news.lock.lost', { name: taker })).waitFor(patience)
  assert.ok(await title(place).isDisabled())
  assert.equal(await title(place).inputValue(), 'Заголовок главного')
  await page.keyboard.press('Control+KeyS')
  await page.getByText(say('news.lock.keptMine'), { exact: true }).nth(1).waitFor() // the banner has it, and the notice
  assert.equal(await page.getByText(say('states.saved'), { exact: true }).count(), 0, 'nobody is told that a text is saved while it is not')
  const me = (await api(page, '/session')).id
  const copy = await api(page, `/news/${id}/working-copies/${me}`)
  assert.equal(copy.content.title, 'Заголовок главного')
  await button(place, 'news.compare.open').click()
  const dialog = page.getByRole('dialog', { name: say('news.compare.title') })
  await dialog.locator('del', { hasText: 'редактора' }).first().waitFor()
  await dialog.locator('ins', { hasText: 'главного' }).first().waitFor()
  await button(dialog, 'news.compare.close').last().click()
  await dialog.waitFor({ state: 'hidden' })
}

/** A save upon an older version shows both; what only the other changed stays. */
async function merge(page, place, id) {
  await title(place).and(page.locator(':enabled')).waitFor()
  await page.keyboard.press('Control+KeyS')
  const dialog = page.getByRole('dialog', { name: say('news.conflict.title') })
  await dialog.getByText('Заголовок редактора').waitFor()
  await dialog.getByText('Заголовок главного').waitFor()
  await dialog.getByText('Лид редактора').waitFor()
  assert.equal(await dialog.getByRole('radio', { checked: true }).count(), 2)
  await dialog.getByRole('button', { name: say('news.conflict.settle') }).click()
  await noticed(page, 'states.saved')
  const saved = await api(page, `/news/${id}`)
  assert.equal(saved.title, 'Заголовок главного', 'what both changed: the one who decides')
  assert.equal(saved.lead, 'Лид редактора', 'what only the other changed stays')
  const { items } = await api(page, `/news/${id}/revisions`)
  assert.ok(items.length >= 3, 'every save is a revision')
  assert.equal(await title(place).inputValue(), 'Заголовок главного')
}
