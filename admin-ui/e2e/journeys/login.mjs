import assert from 'node:assert/strict'
import { browser, portal } from '../browser.mjs'
import { at, button, fillLogin, go } from '../desk.mjs'
import { say } from '../words.mjs'

export const name = 'log in, speak a language, see the sessions, log out'

export async function run() {
  const { page, context } = await browser()
  await page.goto(`${portal}/admin/news?state=draft`)
  await page.waitForURL(/\/admin\/login\?next=/)

  await go(page, '/login?next=/news%3Fstate=draft&lang=kk')
  assert.equal(await page.locator('html').getAttribute('lang'), 'kk')
  await fillLogin(page, 'chief@baq.local', 'not-the-password')
  await page.getByRole('alert').getByText(say('problems.accounts.wrong_credentials', {}, 'kk')).waitFor()

  await page.getByRole('button', { name: say('shell.language', { name: 'Қазақша' }, 'kk') }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Русский' }).click()
  await page.getByRole('heading', { name: say('accounts.welcome', {}, 'ru') }).waitFor()
  await page.reload()
  assert.equal(await page.locator('html').getAttribute('lang'), 'ru', 'the language is remembered')

  await go(page, '/login?next=/news%3Fstate=draft&lang=en')
  await fillLogin(page, 'chief@baq.local')
  await page.waitForURL(/\/admin\/news\?state=draft$/)
  for (const cookie of await context.cookies()) assert.ok(cookie.httpOnly, `${cookie.name} can be read by scripts`)
  await page.waitForFunction(title => document.title === title, `${say('news.title')} · BAQ`)

  const other = await at('chief@baq.local')
  await go(page, '/account')
  await page.getByText(say('accounts.thisSession')).waitFor()
  await button(page, 'accounts.everywhere').click()
  await page.getByRole('dialog').getByRole('button', { name: say('accounts.everywhere') }).click()
  await page.waitForURL(/\/admin\/login/)
  await other.page.goto(`${portal}/admin/news`)
  await other.page.waitForURL(/\/admin\/login/)
}
