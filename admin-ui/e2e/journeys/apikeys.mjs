import assert from 'node:assert/strict'
import { portal } from '../browser.mjs'
import { at, button, go, noticed } from '../desk.mjs'
import { say } from '../words.mjs'

export const name = 'a key is shown once, lets a program in within its scope, and is revoked at once'

/** Asks as a program does: with the key and nothing else. */
const ask = async (path, key) => (await fetch(`${portal}/api/admin/v1${path}`, { headers: { authorization: `Bearer ${key}` } })).status

export async function run() {
  const { page } = await at('admin@baq.local')
  const called = `Мобильді қосымша ${Date.now()}`
  await go(page, '/api-keys')
  await button(page, 'apiKeys.make').first().click()
  const form = page.getByRole('dialog')
  await form.locator('[data-field=name] input').fill(called)
  assert.ok(await button(form, 'apiKeys.makeGo').isDisabled(), 'a key that may nothing is no use')
  await form.getByRole('checkbox', { name: say('users.permission.news.read.name'), exact: true }).click()
  await button(form, 'apiKeys.makeGo').click()

  const shown = page.getByRole('dialog', { name: say('apiKeys.shown.title') })
  const key = await shown.getByRole('textbox', { name: say('apiKeys.shown.key') }).inputValue()
  assert.ok(key.length > 30)
  await page.keyboard.press('Escape')
  assert.ok(await shown.isVisible(), 'only a word that it is kept closes it')
  await button(shown, 'apiKeys.shown.kept').click()
  await shown.waitFor({ state: 'hidden' })
  assert.equal((await page.content()).includes(key), false, 'it is shown this once')

  assert.equal(await ask('/news?limit=1', key), 200)
  assert.equal(await ask('/tags', key), 403, 'what is out of its scope stays closed')

  const row = page.getByRole('listitem').filter({ hasText: called })
  await row.getByRole('button', { name: say('apiKeys.revokeOne', { name: called }) }).click()
  await page.getByRole('dialog').getByRole('button', { name: say('apiKeys.revoke'), exact: true }).click()
  await noticed(page, 'apiKeys.revoked')
  await row.getByText(say('apiKeys.state.revoked'), { exact: true }).waitFor()
  assert.equal(await ask('/news?limit=1', key), 401)
}
