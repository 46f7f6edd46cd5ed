import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { axe } from '../axe.mjs'
import { api, at, button, go } from '../desk.mjs'
import { newcomer } from '../newcomer.mjs'
import { say } from '../words.mjs'

export const name = 'the chief finds an editor\'s change in the journal; an auditor exports and verifies it; a correspondent sees no door'

const [before, after] = ['Ескі сөз', 'Жаңа сөз']

export async function run() {
  const editor = await at('editor@baq.local')
  const me = await api(editor.page, '/session')
  const tag = await change(editor.page)
  await chiefFinds(me, tag)
  await auditorExports(tag)
  await noDoor()
}

/** A tag is added and then changed. */
async function change(page) {
  const stamp = Date.now()
  const labels = word => ({ kk: { name: `${word} ${stamp}` }, ru: { name: `Слово ${stamp}` } })
  const { id, version } = await api(page, '/tags', { method: 'POST', data: { labels: labels(before) } })
  await api(page, `/tags/${id}`, { method: 'PUT', data: { version, labels: labels(after) } })
  return id
}

const row = (page, tag) => page.locator('main ol > li', { hasText: `${say('journal.objectType.tag')} ${tag}` })

async function pick(page, label, typed, option) {
  await page.getByRole('combobox', { name: say(label) }).or(page.getByRole('button', { name: say(label) })).first().click()
  await page.getByRole('listbox').locator('xpath=ancestor-or-self::*[.//input][1]').locator('input').first().fill(typed)
  await page.getByRole('option', { name: option }).first().click()
  await page.getByRole('listbox').waitFor({ state: 'hidden' })
}

/** By person and by what was done; the change itself stands side by side. */
async function chiefFinds(person, tag) {
  const { page } = await at('chief@baq.local')
  await go(page, '/journal')
  await pick(page, 'journal.who', person.name, person.name)
  await page.waitForURL(new RegExp(`actor=${person.id}`))
  await pick(page, 'journal.what', say('journal.action.tags.update'), say('journal.action.tags.update'))
  await page.waitForURL(/action=tags\.update/)
  const entry = row(page, tag)
  await entry.waitFor()
  assert.equal(await page.locator('main ol > li').filter({ hasText: say('journal.action.tags.create') }).count(), 0, 'nothing but what was asked for')
  const others = await page.locator('main ol > li').filter({ hasNotText: person.name }).count()
  assert.equal(others, 0, 'nobody but who was asked for')
  await entry.getByRole('button', { expanded: false }).click()
  await entry.getByText(before).waitFor()
  await entry.getByText(after).waitFor()
  await entry.getByText(say('journal.field.labels'), { exact: true }).waitFor()
  assert.match(await entry.locator('time').textContent(), /^\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d$/)
  assert.deepEqual(await axe(page, 'an open entry of the journal'), [])
  assert.equal(await button(page, 'journal.export').count(), 0, 'a chief editor looks, and takes nothing away')

  await entry.getByRole('button', { name: say('journal.narrowObject') }).click()
  await page.waitForURL(new RegExp(`objectId=${tag}`))
}

async function auditorExports(tag) {
  const { page } = await newcomer(['auditor'])
  await go(page, `/journal?action=tags.update&objectType=tag&objectId=${tag}`)
  await row(page, tag).waitFor()
  const download = page.waitForEvent('download')
  await button(page, 'journal.export').click()
  const file = await download
  assert.match(file.suggestedFilename(), /^journal-[\d-]+\.csv$/)
  const table = readFileSync(await file.path(), 'utf8')
  assert.ok(table.includes('tags.update') && table.includes(after) && table.includes(before), table.slice(0, 500))

  await verifies(page)
}

/** A verification that is started in the panel ends, and finds nothing. */
async function verifies(page) {
  const me = await api(page, '/session')
  const started = page.waitForResponse(answer => answer.url().endsWith('/journal/verifications') && answer.request().method() === 'POST')
  await button(page, 'journal.chain.verify').click()
  const { id } = await (await started).json()
  let chain = await api(page, '/journal/chain')
  for (const begun = Date.now(); chain.lastVerification?.id !== id || chain.lastVerification.state === 'running'; chain = await api(page, '/journal/chain')) {
    assert.ok(Date.now() - begun < 30_000, 'the verification ends')
    await page.waitForTimeout(300)
  }
  const { startedBy, state, checked, total } = chain.lastVerification
  assert.deepEqual([startedBy, state, chain.broken], [me.name, 'sound', false])
  assert.ok(checked > 0 && checked === total)
  await button(page, 'journal.chain.verify').waitFor()
  await page.getByRole('region', { name: say('journal.chain.title') }).getByText(say('journal.verification.sound'), { exact: true }).waitFor()
}

async function noDoor() {
  const { page } = await at('correspondent@baq.local')
  assert.equal(await page.getByRole('link', { name: say('journal.title'), exact: true }).count(), 0)
  await go(page, '/journal')
  await page.getByText(say('states.forbiddenText')).waitFor()
}
