import assert from 'node:assert/strict'
import { browser, portal } from '../browser.mjs'
import { button, fillLogin, go } from '../desk.mjs'
import { choosePassword, invited, letterTo } from '../newcomer.mjs'
import { say } from '../words.mjs'

export const name = 'an invitation and a forgotten password: links that work once, and tell nobody who is on the staff'

const inside = page => page.waitForURL(url => !url.pathname.includes('/login'))
const password = page => page.locator('input[name=password]')
const heading = (page, key) => page.getByRole('heading', { name: say(key), exact: true }).waitFor()

export async function run() {
  const { email, link } = await invited()
  const first = await browser()
  await go(first.page, '/login?lang=en')
  await accept(first.page, email, link)
  await spent(link)
  await reset(first, email, link)
  await nothing(first.page)
}

async function accept(page, email, link) {
  await page.goto(link)
  await heading(page, 'accounts.link.title.invitation')
  await page.getByText(email, { exact: true }).waitFor()
  assert.equal(new URL(page.url()).hash, '', 'the token does not stay in the address bar')
  await password(page).fill('қысқа')
  await page.getByText(say('accounts.strength.short', { n: 7 })).waitFor()
  await password(page).fill('password12345')
  await button(page, 'accounts.link.save').click()
  await page.getByText(say('fieldProblems.guessable')).waitFor()
  await password(page).fill('тоғыз қоңыр қаз өлең')
  await button(page, 'accounts.link.save').click()
  await heading(page, 'accounts.welcome')
  assert.equal(await page.locator('input[name=email]').inputValue(), email)
  await fillLogin(page, email, 'тоғыз қоңыр қаз өлең')
  await inside(page)
}

/** Whoever else gets hold of the letter finds a spent link. */
async function spent(link) {
  const { page, context } = await browser({ locale: 'en-GB' })
  await go(page, '/login?lang=en')
  await page.goto(link)
  await heading(page, 'accounts.link.title.spent')
  await page.getByRole('link', { name: say('accounts.link.askNew') }).click()
  await heading(page, 'accounts.forgotten.title')
  await ask(page, 'nobody-of-this-name@baq.local')
  await context.close()
}

async function ask(page, email) {
  await page.locator('input[name=email]').fill(email)
  await button(page, 'accounts.forgotten.send').click()
  await heading(page, 'accounts.forgotten.sent')
  await page.getByText(say('accounts.forgotten.sentText', { email }), { exact: true }).waitFor()
}

async function reset(first, email, invitation) {
  const { page } = await browser()
  await go(page, '/login?lang=en')
  await page.getByRole('link', { name: say('accounts.forgotten.link') }).click()
  await heading(page, 'accounts.forgotten.title')
  await ask(page, email)
  const link = await letterTo(email, invitation)

  // Two windows of the same letter: the second is too late.
  const late = await page.context().newPage()
  await late.goto(link)
  await heading(late, 'accounts.link.title.reset')
  await choosePassword(page, link, 'алтын күз әні желмен')
  await heading(page, 'accounts.welcome')
  await password(late).fill('мүлде басқа құпия сөз')
  await button(late, 'accounts.link.save').click()
  await heading(late, 'accounts.link.title.spent')

  await first.page.goto(`${portal}/admin/`)
  await first.page.waitForURL(/\/admin\/login/)
  await fillLogin(page, email, 'тоғыз қоңыр қаз өлең')
  await page.getByRole('alert').getByText(say('problems.accounts.wrong_credentials')).waitFor()
  await fillLogin(page, email, 'алтын күз әні желмен')
  await inside(page)
}

/** The page without a link, and with one that nobody gave out. */
async function nothing(page) {
  await go(page, '/link')
  await heading(page, 'accounts.link.title.missing')
  await page.goto(`${portal}/admin/link#${'ә'.repeat(30)}`)
  await heading(page, 'accounts.link.title.spent')
}
