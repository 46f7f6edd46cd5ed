import assert from 'node:assert/strict'
import { axe } from '../axe.mjs'
import { portal } from '../browser.mjs'
import { sql } from '../database.mjs'
import { api, at, button, field, go, noticed } from '../desk.mjs'
import { say } from '../words.mjs'

export const name = 'an old address leads on: by a changed slug, by hand, by a table, and from the report of missing addresses'

/** What a reader gets: the status and where it leads. */
async function read(path) {
  const answer = await fetch(`${portal}${path}`, { redirect: 'manual' })
  return [answer.status, answer.headers.get('location')]
}

/** Tells when the site answers so; a change is there within a moment. */
async function leads(path, status, location = null) {
  let got
  for (const begun = Date.now(); Date.now() - begun < 5000;) {
    got = await read(path)
    if (got[0] === status && got[1] === location) return
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  assert.deepEqual(got, [status, location], path)
}

export async function run() {
  const { page } = await at('chief@baq.local')
  const mark = Date.now()
  const slug = await moved(page, mark)
  await byHand(page, mark, slug)
  await byTable(page, mark, slug)
  await missing(page, mark, slug)
}

/** An article that gets another address. */
async function moved(page, mark) {
  const [rubric] = (await api(page, '/rubrics')).items
  const body = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Мәтін.' }] }] }
  const content = { title: `Көшкен мақала ${mark}`, slug: `eski-mekenzhai-${mark}`, lead: 'Әңгіме', body, rubricId: rubric.id, urgency: 'ordinary' }
  const made = await api(page, '/news', { method: 'POST', data: { language: 'kk', ...content } })
  const live = await api(page, `/news/${made.id}/publish`, { method: 'POST', data: { version: made.version } })
  await api(page, `/news/${made.id}`, { method: 'PUT', data: { ...content, slug: `zhana-mekenzhai-${mark}`, version: live.version } })
  await leads(`/news/eski-mekenzhai-${mark}`, 301, `/news/zhana-mekenzhai-${mark}`)
  await go(page, `/redirects?origin=moved&q=eski-mekenzhai-${mark}`)
  await page.getByRole('listitem').filter({ hasText: `/news/zhana-mekenzhai-${mark}` }).waitFor()
  return `zhana-mekenzhai-${mark}`
}

async function byHand(page, mark, slug) {
  await go(page, '/redirects')
  await button(page, 'redirects.add').click()
  const form = page.getByRole('dialog')
  await field(form, 'path').locator('input').fill(`/ескі/${mark}.html`)
  await field(form, 'target').locator('input').fill('https://evil.example/')
  await button(form, 'actions.save').click()
  await form.getByText(say('problems.redirects.foreign_target')).first().waitFor()
  await field(form, 'target').locator('input').fill(`/news/${slug}`)
  await button(form, 'actions.save').click()
  await noticed(page, 'states.saved')
  await leads(`/${encodeURIComponent('ескі')}/${mark}.html`, 301, `/news/${slug}`)

  await button(page, 'redirects.check.open').click()
  const check = page.getByRole('dialog', { name: say('redirects.check.title') })
  await field(check, 'path').locator('input').fill(`${portal}/ескі/${mark}.html`)
  await button(check, 'redirects.check.go').click()
  await check.getByRole('status').getByText(`/news/${slug}`).waitFor()
  assert.deepEqual(await axe(page, 'the check of an address'), [])
  await page.keyboard.press('Escape')
}

async function byTable(page, mark, slug) {
  await button(page, 'redirects.import.open').click()
  const dialog = page.getByRole('dialog', { name: say('redirects.import.title') })
  const lines = ['language;path;target;status', `kk;/kaz/${mark};/news/${slug};301`, `kk;/kaz/${mark}-ketti;;410`, 'kk;no-slash;/latest;', `kk;/kaz/${mark}-shygys;https://evil.example/;`]
  await dialog.locator('input[type=file]').setInputFiles({ name: 'old.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\r\n')) })
  await button(dialog, 'redirects.import.go').click()
  await dialog.getByText(say('redirects.import.came', { created: 2, changed: 0, unchanged: 0, refused: 2 })).waitFor()
  await dialog.getByText(say('problems.redirects.foreign_target')).waitFor()
  assert.deepEqual(await axe(page, 'an import of old addresses'), [])
  await button(dialog, 'redirects.import.close').last().click() // the first one is the cross
  await leads(`/kaz/${mark}`, 301, `/news/${slug}`)
  await leads(`/kaz/${mark}-ketti`, 410)
}

/** A reader asks in vain; an editor sees it and leads the address on with one click. */
async function missing(page, mark, slug) {
  const asked = `/joq/${slug.replace('zhana', 'zhanna')}`
  await leads(asked, 404)
  for (const begun = Date.now(); !sql(`SELECT id FROM missing_pages WHERE path = '${asked}'`); await new Promise(resolve => setTimeout(resolve, 250))) {
    assert.ok(Date.now() - begun < 20_000, 'what was asked for in vain is written down every few seconds')
  }
  sql(`UPDATE missing_pages SET hits = 1000000 + ${mark % 1000} WHERE path = '${asked}'`)
  await go(page, '/redirects/missing')
  const row = page.getByRole('listitem').filter({ hasText: asked }).first()
  await row.getByRole('button', { expanded: false }).click()
  await button(row, 'redirects.missing.leadTo', { title: `Көшкен мақала ${mark}` }).waitFor()
  assert.deepEqual(await axe(page, 'the missing addresses'), [])
  await button(row, 'redirects.missing.leadTo', { title: `Көшкен мақала ${mark}` }).click()
  await noticed(page, 'redirects.missing.led')
  await leads(asked, 301, `/news/${slug}`)
}
