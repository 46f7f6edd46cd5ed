import assert from 'node:assert/strict'
import { portal } from '../browser.mjs'
import { api, at, body, button, column, draft, fillLogin, go, lead, noticed, ready, title, writeText } from '../desk.mjs'
import { say } from '../words.mjs'

export const name = 'a session that ends in mid-edit, and a closed window, lose no text'

export async function run() {
  const { page, context } = await at('editor@baq.local')
  const id = await draft(page, 'kk', `Сеанс туралы ${Date.now()}`, ['Бірінші абзац.'])
  const place = column(page, 'kk')

  await body(place).click()
  await page.keyboard.press('Control+End')
  await page.keyboard.insertText(' Сеанс біткенде жазылған сөз.')
  const language = (await context.cookies()).filter(c => !c.name.includes('baq_access') && !c.name.includes('baq_refresh'))
  await context.clearCookies()
  await context.addCookies(language)
  await page.keyboard.press('Control+KeyS')
  const dialog = page.getByRole('dialog', { name: say('accounts.again.title') })
  await dialog.waitFor()
  const saving = page.waitForResponse(answer => answer.request().method() === 'PUT' && /\/news\/\d+$/.test(answer.url()) && answer.ok())
  await fillLogin(page, 'editor@baq.local')
  await saving
  await dialog.waitFor({ state: 'hidden' })
  assert.match(JSON.stringify((await api(page, `/news/${id}`)).body), /Сеанс біткенде жазылған сөз/)

  await refreshed(page, context, place)

  await title(place).fill('Сақталмай қалған тақырып')
  await writeText(page, place, [' Терезе жабылғанда қалған сөз.'])
  await page.waitForFunction(() => Object.values(localStorage).some(v => v.includes('Терезе жабылғанда қалған сөз')))
  await page.close({ runBeforeUnload: false })

  const again = await context.newPage()
  await go(again, `/news/${id}`)
  await again.getByRole('button', { name: say('news.restoreEdits') }).click()
  assert.equal(await title(column(again, 'kk')).inputValue(), 'Сақталмай қалған тақырып')
  await again.getByText('Терезе жабылғанда қалған сөз.').waitFor()
  await again.keyboard.press('Control+KeyS')
  await noticed(again, 'states.saved')
  const saved = await api(again, `/news/${id}`)
  assert.equal(saved.title, 'Сақталмай қалған тақырып')
  assert.match(JSON.stringify(saved.body), /Терезе жабылғанда қалған сөз/)

  await loggedOut(again, context, id)
  await elsewhere(id)
}

/** Autosave through a lost session: no dialog between two words, the browser keeps, and the login offers it back. */
async function loggedOut(page, context, id) {
  const place = column(page, 'kk')
  await context.clearCookies({ name: /baq_(access|refresh)$/ })
  await lead(place).fill('Сеанссыз жазылған лид')
  await place.getByText(say('news.kept.loggedOut')).waitFor()
  assert.equal(await page.getByRole('dialog').count(), 0, 'nothing comes between two words')
  await lead(place).fill('Сеанссыз жазылған лид, жалғасы')
  await page.waitForFunction(() => Object.values(localStorage).some(v => v.includes('лид, жалғасы')))
  await page.close({ runBeforeUnload: false })

  const later = await context.newPage()
  await later.goto(`${portal}/admin/news/${id}`)
  await ready(later)
  await fillLogin(later, 'editor@baq.local')
  await later.waitForURL(new RegExp(`/admin/news/${id}$`))
  await ready(later)
  const offered = column(later, 'kk')
  await offered.getByText(say('news.keptEdits')).waitFor()
  await button(offered, 'news.compare.open').click()
  const dialog = later.getByRole('dialog', { name: say('news.compare.title') })
  await dialog.locator('ins', { hasText: 'Сеанссыз жазылған лид, жалғасы' }).waitFor()
  const kept = later.waitForResponse(answer => answer.url().endsWith('/working-copy') && answer.ok())
  await dialog.getByRole('button', { name: say('news.restoreEdits') }).click()
  assert.equal(await lead(offered).inputValue(), 'Сеанссыз жазылған лид, жалғасы')
  await kept
  await later.close({ runBeforeUnload: false })
}

/** What the server keeps is offered in any other browser. */
async function elsewhere(id) {
  const { page } = await at('editor@baq.local')
  await go(page, `/news/${id}`)
  const place = column(page, 'kk')
  await place.getByText(say('news.keptOnServer')).waitFor()
  await button(place, 'news.restoreEdits').click()
  assert.equal(await lead(place).inputValue(), 'Сеанссыз жазылған лид, жалғасы')
  await page.keyboard.press('Control+KeyS')
  await noticed(page, 'states.saved')
  assert.equal((await api(page, `/news/${id}`)).lead, 'Сеанссыз жазылған лид, жалғасы')
  assert.deepEqual((await api(page, `/news/${id}/working-copies`)).items, [], 'saving ends the copy')
}

/** An old access token is renewed unseen: by the panel's server while it renders, and by the page. */
async function refreshed(page, context, place) {
  const forget = () => context.clearCookies({ name: /baq_access$/ })
  const held = async () => (await context.cookies()).some(cookie => /baq_access$/.test(cookie.name))
  await forget()
  await page.reload()
  assert.ok(await held(), 'the server hands the new cookies on')
  await ready(page)

  await forget()
  const saving = page.waitForResponse(answer => answer.request().method() === 'PUT' && /\/news\/\d+$/.test(answer.url()) && answer.ok())
  await title(place).fill('Жаңартылған сеанс')
  await page.keyboard.press('Control+KeyS')
  await saving
  assert.ok(await held(), 'the page renews its session')
  assert.equal(await page.getByRole('dialog').count(), 0)
}
