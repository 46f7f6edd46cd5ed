import assert from 'node:assert/strict'
import { axe } from '../axe.mjs'
import { api, at, button, go, noticed } from '../desk.mjs'
import { newcomer } from '../newcomer.mjs'
import { say } from '../words.mjs'

export const name = 'too many unpublished at once: it stops, a second person agrees, it goes on; the alert is seen and closed'

const [threshold, all] = [3, 5]

export async function run() {
  const admin = await at('admin@baq.local')
  const editor = await newcomer(['editor'])
  const me = await api(editor.page, '/session')
  const word = await write(editor.page)
  try {
    await setThreshold(admin.page)
    await stops(editor.page, word)
    await agrees(admin.page, me)
    await goesOn(editor.page)
    await closes(admin.page, me)
    await singleStep(editor.page, word)
    await go(admin.page, '/alerts/rules')
    await button(rule(admin.page), 'alerts.toDefaults').click()
    await button(rule(admin.page), 'actions.save').click()
    await noticed(admin.page, 'alerts.ruleSaved')
  } finally {
    await putBack(admin.page)
  }
}

/** Published articles of the editor's own, so that nobody else's count. */
async function write(page) {
  const word = `Жаппай${Date.now() % 1e7}`
  const [rubric] = (await api(page, '/rubrics')).items
  const body = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Мәтін.' }] }] }
  for (let n = 1; n <= all + 1; n++) {
    const { id, version } = await api(page, '/news', { method: 'POST', data: { language: 'kk', title: `${word} ${n}`, lead: 'Әңгіме', body, rubricId: rubric.id, urgency: 'ordinary' } })
    await api(page, `/news/${id}/publish`, { method: 'POST', data: { version } })
  }
  return word
}

const rule = page => page.locator('main li', { has: page.getByText(say('alerts.rule.mass_unpublish'), { exact: true }) })

async function setThreshold(page) {
  await go(page, '/alerts/rules')
  await rule(page).locator('[data-field=threshold] input').fill(String(threshold))
  await button(rule(page), 'actions.save').click()
  await noticed(page, 'alerts.ruleSaved')
}

/** A journey that broke off must leave the rule as it was. */
async function putBack(page) {
  const { version, threshold: now, defaults } = (await api(page, '/alert-rules')).items.find(one => one.key === 'mass_unpublish')
  if (now !== defaults.threshold) await api(page, '/alert-rules/mass_unpublish', { method: 'PUT', data: { version, enabled: true, ...defaults } })
}

const bulk = page => page.getByRole('dialog', { name: say('news.step.unpublish') })

async function stops(page, word) {
  await go(page, `/news?q=${encodeURIComponent(word)}`)
  for (let n = 1; n <= all; n++) await page.locator('main li', { hasText: `${word} ${n}` }).getByRole('checkbox').click()
  await page.getByRole('region', { name: say('news.bulk.title') }).getByRole('button', { name: say('news.step.unpublish') }).click()
  await bulk(page).getByRole('button', { name: say('news.bulk.go', { step: say('news.step.unpublish'), n: all }) }).click()
  await bulk(page).getByText(say('news.bulk.came', { done: threshold, refused: 0, waiting: all - threshold })).waitFor()
  await bulk(page).getByText(say('approvals.stop.needed'), { exact: true }).waitFor()
  assert.deepEqual(await axe(page, 'a bulk step that stopped'), [])

  await button(bulk(page), 'approvals.ask').click()
  const ask = page.getByRole('dialog', { name: say('approvals.askTitle') })
  await ask.locator('textarea').fill('Соттың шешімі бойынша сайттан алынып жатыр.')
  assert.equal(await ask.locator('input[type=number]').inputValue(), String(all - threshold), 'as many as are left')
  assert.deepEqual(await axe(page, 'asking a second person'), [])
  await button(ask, 'approvals.ask').click()
  await ask.waitFor({ state: 'hidden' })
  await bulk(page).getByText(say('approvals.stop.waits'), { exact: true }).waitFor()
}

/** The administrator sees that somebody waits, and agrees. */
async function agrees(page, person) {
  const link = page.getByRole('navigation').getByRole('link', { name: say('approvals.title') })
  await link.getByRole('img').waitFor()
  await link.click()
  const row = page.locator('main li', { hasText: person.name }).filter({ hasText: say('approvals.wants.mass_unpublish', { n: all - threshold }) }).first()
  await row.waitFor()
  assert.deepEqual(await axe(page, '/approvals'), [])
  await button(row, 'approvals.grant').click()
  const sure = page.getByRole('dialog', { name: say('approvals.grantSure', { name: person.name }) })
  await button(sure, 'approvals.grant').click()
  await row.waitFor({ state: 'detached' })
}

async function goesOn(page) {
  await bulk(page).getByText(say('approvals.stop.granted'), { exact: true }).waitFor()
  await button(bulk(page), 'news.bulk.resume', { n: all - threshold }).click()
  await bulk(page).getByText(say('news.bulk.came', { done: all, refused: 0, waiting: 0 })).waitFor()
  await bulk(page).locator('button', { hasText: say('news.bulk.close') }).click()
}

/** The alert has come by itself, and is closed with a word. */
async function closes(page, person) {
  const link = page.getByRole('navigation').getByRole('link', { name: say('alerts.title') })
  await link.click()
  const row = page.locator('main li', { has: page.getByText(say('alerts.rule.mass_unpublish'), { exact: true }) }).filter({ hasText: person.name }).first()
  await row.waitFor()
  await row.getByText(say('alerts.severity.critical'), { exact: true }).waitFor()
  await link.getByRole('img').waitFor()
  const close = row.getByRole('button')
  await close.click()
  const dialog = page.getByRole('dialog', { name: say('alerts.acknowledge') })
  await dialog.locator('textarea:focus').waitFor()
  assert.deepEqual(await axe(page, 'closing an alert'), [])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  assert.ok(await close.evaluate(node => node === document.activeElement), 'the dialog gives the focus back')
  await close.click()
  const note = `Сот шешімі бойынша ${Date.now()}`
  await dialog.locator('textarea').fill(note)
  await button(dialog, 'alerts.acknowledge').click()
  await dialog.waitFor({ state: 'hidden' })
  await row.waitFor({ state: 'detached' })
  await page.getByRole('link', { name: say('alerts.tab.acknowledged'), exact: true }).click()
  await page.getByText(note).waitFor()
}

/** A single step that is one too many says so, and leads to asking. */
async function singleStep(page, word) {
  const [article] = (await api(page, `/news?state=published&q=${encodeURIComponent(word)}`)).items
  await go(page, `/news/${article.id}`)
  await page.getByRole('button', { name: new RegExp(`${say('news.moreSteps', { name: '' })}$`) }).first().click()
  await page.getByRole('menuitem', { name: say('news.step.unpublish'), exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: say('news.step.unpublish') }).click()
  await page.getByText(say('problems.approvals.second_person_needed')).first().waitFor()
  await page.getByRole('link', { name: say('approvals.askTitle') }).first().click()
  await page.waitForURL(/\/approvals\?ask=mass_unpublish/)
  await page.getByRole('dialog', { name: say('approvals.askTitle') }).waitFor()
}
