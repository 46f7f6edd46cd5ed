import assert from 'node:assert/strict'
import { at, api, button, fillLogin, go } from '../desk.mjs'
import { logOut, newcomer, totp } from '../newcomer.mjs'
import { say } from '../words.mjs'

export const name = 'an authenticator app: set up, asked for, no code twice, recovery codes, a role that demands it'

const code = page => page.locator('input[name=code]')
const refused = (page, key) => page.getByRole('alert').getByText(say(`problems.${key}`), { exact: true }).waitFor()
const inside = page => page.waitForURL(url => !url.pathname.includes('/login'))

export async function run() {
  const { page, context, email, word } = await newcomer()
  await go(page, '/account')
  const { secret, codes } = await setUp(page)
  await page.getByText(say('accounts.recovery.left', { n: 10 })).waitFor()

  await logOut(page)
  await fillLogin(page, email, word)
  await page.getByRole('heading', { name: say('accounts.second.title') }).waitFor()
  await code(page).fill(await wrong(secret))
  await refused(page, 'accounts.wrong_code')
  assert.equal(await code(page).inputValue(), '', 'a wrong code does not stay')
  assert.ok(await code(page).evaluate(field => field === document.activeElement), 'the next one can be typed at once')
  const good = await totp(secret)
  await code(page).pressSequentially(`${good.slice(0, 3)} ${good.slice(3)}`)
  await inside(page)

  await logOut(page)
  await fillLogin(page, email, word)
  await code(page).fill(good)
  await refused(page, 'accounts.wrong_code')
  await button(page, 'accounts.second.use.recovery_code').click()
  await code(page).fill(codes[0].toLowerCase())
  await button(page, 'accounts.login').click()
  await inside(page)
  await go(page, '/account')
  await page.getByText(say('accounts.recovery.left', { n: 9 })).waitFor()
  await page.getByText(say('accounts.method.recovery_code')).first().waitFor()

  await relogin(page, context, { email, word, secret })
  await tooManyCodes(page, { email, word })
  await demanded()
}

/** The app's secret is typed by hand here, as where no camera is. */
async function setUp(page) {
  await button(page, 'accounts.totp.setUp').click()
  const dialog = page.getByRole('dialog', { name: say('accounts.totp.setUp') })
  assert.ok(await dialog.getByRole('img', { name: say('accounts.totp.picture') }).evaluate(picture => picture.naturalWidth > 100))
  const secret = (await dialog.locator('code').innerText()).replace(/\s/g, '')
  await code(dialog).fill(await wrong(secret))
  await refused(dialog, 'accounts.wrong_code')
  // The code of the step before, so that the login after this has one of its own.
  await code(dialog).fill(await totp(secret, -1))

  const kept = page.getByRole('dialog', { name: say('accounts.recovery.title') })
  await kept.waitFor()
  const codes = await kept.getByRole('listitem').allInnerTexts()
  assert.equal(new Set(codes).size, 10)
  await page.keyboard.press('Escape')
  assert.ok(await button(kept, 'accounts.recovery.close').isDisabled(), 'they are not lost by a slip')
  const download = page.waitForEvent('download')
  await button(kept, 'accounts.recovery.download').click()
  assert.equal((await download).suggestedFilename(), 'baq-recovery-codes.txt')
  await kept.getByRole('checkbox', { name: say('accounts.recovery.kept') }).click()
  await button(kept, 'accounts.recovery.close').click()
  await kept.waitFor({ state: 'hidden' })
  return { secret, codes }
}

/** A session that ended in mid-work asks for both steps over the page, and the work goes on. */
async function relogin(page, context, { email, word, secret }) {
  await context.clearCookies({ name: /baq_(access|refresh)$/ })
  await button(page, 'accounts.totp.remove').click()
  await page.getByRole('dialog').getByRole('button', { name: say('actions.delete') }).click()
  const dialog = page.getByRole('dialog', { name: say('accounts.again.title') })
  await dialog.waitFor()
  await fillLogin(page, email, word)
  const taken = page.waitForResponse(answer => answer.request().method() === 'DELETE' && answer.url().endsWith('/account/totp') && answer.ok())
  await code(dialog).fill(await totp(secret, 1))
  await taken
  await dialog.waitFor({ state: 'hidden' })
  await button(page, 'accounts.totp.setUp').waitFor()
  await logOut(page)
  await fillLogin(page, email, word)
  await inside(page)
}

/** Whoever knows the password alone does not get to guess the code for ever. */
async function tooManyCodes(page, { email, word }) {
  await go(page, '/account')
  const { secret } = await setUp(page)
  await logOut(page)
  await fillLogin(page, email, word)
  const bad = await wrong(secret)
  for (let n = 1; n < 5; n++) {
    await code(page).fill(bad)
    await refused(page, 'accounts.wrong_code')
  }
  await code(page).fill(bad)
  await refused(page, 'accounts.challenge_over')
  await page.locator('input[name=password]').waitFor()
}

/** Whose role demands a second factor gets nowhere else before there is one. */
async function demanded() {
  const admin = await at('admin@baq.local')
  const key = `guarded_${Date.now()}`
  const names = { kk: 'Қорғалған рөл', ru: 'Защищённая роль', en: 'Guarded role' }
  await api(admin.page, '/roles', { method: 'POST', data: { key, names, permissions: ['news.read'], secondFactor: true } })
  const { page } = await newcomer([key])
  await page.waitForURL(/\/admin\/account$/)
  await page.getByText(say('accounts.factor.missing'), { exact: true }).waitFor()
  await go(page, '/news?state=draft')
  await page.waitForURL(/\/admin\/account\?next=/)
  assert.equal(await page.getByRole('link', { name: say('news.title'), exact: true }).count(), 0, 'no door that only leads back here')
  await setUp(page)
  await page.getByText(say('accounts.factor.done'), { exact: true }).waitFor()
  await page.getByRole('link', { name: say('accounts.factor.goOn') }).click()
  await page.waitForURL(/\/admin\/news\?state=draft$/)
}

/** Six digits that no step near now has. */
async function wrong(secret) {
  const near = await Promise.all([-2, -1, 0, 1, 2].map(steps => totp(secret, steps)))
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find(digits => !near.includes(digits))
}
