import assert from 'node:assert/strict'
import { button, fillLogin, go, noticed } from '../desk.mjs'
import { authenticator, logOut, newcomer } from '../newcomer.mjs'
import { say } from '../words.mjs'

export const name = 'a passkey: added, a login by itself, a second step, renamed, refused, removed'

const inside = page => page.waitForURL(url => !url.pathname.includes('/login'))
const refused = (page, key) => page.getByRole('alert').getByText(say(`problems.${key}`), { exact: true }).waitFor()

export async function run() {
  const { page, email, word } = await newcomer()
  const device = await authenticator(page)
  await go(page, '/account')
  await add(page, 'Жұмыс ноутбугі')
  assert.equal(await device.count(), 1)
  await again(page)

  await logOut(page)
  await button(page, 'accounts.passkey.login').click()
  await inside(page)
  await go(page, '/account')
  await page.getByText(say('accounts.method.passkey')).first().waitFor()

  await logOut(page)
  await fillLogin(page, email, word)
  await page.getByText(say('accounts.second.passkeyText')).waitFor()
  assert.ok(!(await page.context().cookies()).some(cookie => /baq_access$/.test(cookie.name)), 'the password alone opens nothing')
  await device.verifies(false)
  await button(page, 'accounts.second.passkey').click()
  await refused(page, 'panel.passkey_cancelled')
  await device.verifies(true)
  await button(page, 'accounts.second.passkey').click()
  await inside(page)

  await go(page, '/account')
  await rename(page, 'Жұмыс ноутбугі', 'Үйдегі ноутбук')
  await page.getByRole('button', { name: say('accounts.passkey.removeOne', { name: 'Үйдегі ноутбук' }) }).click()
  await page.getByRole('dialog').getByRole('button', { name: say('actions.delete') }).click()
  await noticed(page, 'states.deleted')
  await page.getByText('Үйдегі ноутбук', { exact: true }).waitFor({ state: 'detached' })

  await logOut(page)
  await button(page, 'accounts.passkey.login').click()
  await refused(page, 'accounts.passkey_refused')
  await fillLogin(page, email, word)
  await inside(page)
}

async function add(page, called) {
  await button(page, 'accounts.passkey.add').click()
  const dialog = page.getByRole('dialog', { name: say('accounts.passkey.add') })
  assert.match(await dialog.locator('input[name=name]').inputValue(), /Chrom/, 'a name is proposed')
  await dialog.locator('input[name=name]').fill(called)
  await button(dialog, 'accounts.passkey.make').click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText(called, { exact: true }).waitFor()
}

/** The same device holds one passkey of somebody, not two. */
async function again(page) {
  await button(page, 'accounts.passkey.add').click()
  const dialog = page.getByRole('dialog', { name: say('accounts.passkey.add') })
  await button(dialog, 'accounts.passkey.make').click()
  await refused(dialog, 'panel.passkey_known')
  await button(dialog, 'actions.cancel').click()
  await dialog.waitFor({ state: 'hidden' })
}

async function rename(page, from, to) {
  await page.getByRole('button', { name: say('accounts.passkey.renameOne', { name: from }) }).click()
  const dialog = page.getByRole('dialog', { name: say('accounts.passkey.rename') })
  await dialog.locator('input[name=name]').fill(to)
  await button(dialog, 'actions.save').click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText(to, { exact: true }).waitFor()
}
