import assert from 'node:assert/strict'
import { axe } from '../axe.mjs'
import { sql } from '../database.mjs'
import { api, at, button, go } from '../desk.mjs'
import { say } from '../words.mjs'

export const name = 'an article changed past the system is found by a check, raises an alert, and is taken as right'

export async function run() {
  const { page } = await at('admin@baq.local')
  const id = await write(page)
  sql(`UPDATE articles SET lead = lead || ' Бөтен сөйлем.' WHERE id = ${id}`)
  await check(page)
  const finding = page.locator('main li', { has: page.locator(`a[href$="/news/${id}"]`) })
  await finding.getByText(say('integrity.problem.changed'), { exact: true }).waitFor()
  assert.deepEqual(await axe(page, '/integrity with a finding'), [])
  await raised(page, id)
  await accept(page, finding)
  const { found, state } = await check(page)
  assert.deepEqual([found, state], [0, 'done'])
  await finding.waitFor({ state: 'detached' })
}

async function write(page) {
  const [rubric] = (await api(page, '/rubrics')).items
  const body = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Мәтін.' }] }] }
  const { id, version } = await api(page, '/news', { method: 'POST', data: { language: 'kk', title: `Тұтастық ${Date.now()}`, lead: 'Әңгіме', body, rubricId: rubric.id, urgency: 'ordinary' } })
  await api(page, `/news/${id}/publish`, { method: 'POST', data: { version } })
  return id
}

/** Starts a full check in the panel and sees it to its end. */
async function check(page) {
  await go(page, '/integrity')
  const started = page.waitForResponse(answer => answer.url().endsWith('/integrity/checks') && answer.request().method() === 'POST')
  await button(page, 'integrity.start').click()
  const { id } = await (await started).json()
  const done = async () => (await api(page, '/integrity')).lastFull
  let last = await done()
  for (const begun = Date.now(); last?.id !== id || last.state === 'running'; last = await done()) {
    assert.ok(Date.now() - begun < 30_000, 'the check ends')
    await page.waitForTimeout(300)
  }
  await button(page, 'integrity.start').waitFor()
  return last
}

async function raised(page, id) {
  await go(page, '/alerts?rule=integrity_finding')
  const row = page.locator('main li', { hasText: say('alerts.rule.integrity_finding') }).first()
  await row.waitFor()
  const alerts = await api(page, '/alerts?rule=integrity_finding')
  assert.ok(alerts.items.some(one => one.subjectId === `article ${id}`))
  await row.getByRole('link', { name: say('alerts.inIntegrity') }).click()
  await page.waitForURL(/\/integrity$/)
}

async function accept(page, finding) {
  await finding.getByRole('button').click()
  const dialog = page.getByRole('dialog', { name: say('integrity.resolve') })
  await dialog.locator('textarea').fill('Тексердік: мәтін дұрыс.')
  await dialog.getByRole('checkbox', { name: say('integrity.accept') }).click()
  assert.deepEqual(await axe(page, 'closing a finding'), [])
  await button(dialog, 'integrity.resolve').click()
  await dialog.waitFor({ state: 'hidden' })
  await finding.waitFor({ state: 'detached' })
}
