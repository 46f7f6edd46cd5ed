import assert from 'node:assert/strict'
import { button, go } from '../desk.mjs'
import { forgetProofs, newcomer } from '../newcomer.mjs'
import { say } from '../words.mjs'

export const name = 'grave actions ask who is at the keyboard, once for all that wait, and then go on by themselves'

export async function run() {
  const { page, email, word } = await newcomer()
  await go(page, '/account')
  const calls = []
  page.on('request', request => request.url().endsWith('/account/totp') && calls.push(request.method()))

  forgetProofs(email)
  await button(page, 'accounts.totp.setUp').click()
  const dialog = page.getByRole('dialog', { name: say('accounts.stillYou.title') })
  await button(dialog, 'actions.cancel').click()
  await page.getByText(say('problems.panel.unconfirmed'), { exact: true }).first().waitFor()
  await dialog.waitFor({ state: 'hidden' })
  assert.deepEqual(calls.splice(0), ['POST'], 'what nobody confirmed is not sent again')

  await button(page, 'accounts.totp.setUp').click()
  await prove(dialog, 'not the password')
  await dialog.getByRole('alert').getByText(say('problems.accounts.not_confirmed'), { exact: true }).waitFor()
  await prove(dialog, word)
  const setUp = page.getByRole('dialog', { name: say('accounts.totp.setUp') })
  await setUp.waitFor()
  await dialog.waitFor({ state: 'hidden' })
  assert.deepEqual(calls.splice(0), ['POST', 'POST'], 'once before the proof and once after it')
  await button(setUp, 'actions.cancel').click()
  await setUp.waitFor({ state: 'hidden' })

  await together(page, dialog, { email, word }, calls)
}

async function prove(dialog, word) {
  await dialog.locator('input[name=password]').fill(word)
  await button(dialog, 'accounts.stillYou.yes').click()
}

/** Several calls at once share one question. */
async function together(page, dialog, { email, word }, calls) {
  forgetProofs(email)
  const answers = page.evaluate(() => {
    const { $api } = window.useNuxtApp()
    return Promise.all([1, 2, 3].map(() => $api.POST('/account/totp'))).then(all => all.map(one => one.response.status))
  })
  await dialog.waitFor()
  assert.equal(await dialog.count(), 1)
  await prove(dialog, word)
  assert.deepEqual(await answers, [200, 200, 200])
  await dialog.waitFor({ state: 'hidden' })
  assert.equal(calls.length, 6)
}
