import assert from 'node:assert/strict'
import { axe } from '../axe.mjs'
import { portal } from '../browser.mjs'
import { api, at, button, field, go, noticed } from '../desk.mjs'
import { say } from '../words.mjs'

export const name = 'a name is written in Latin and Arabic letters as the newsroom wants it, and readers see it at once'

/** Tells when a page says so; a change is there within a moment. */
async function reads(path, text) {
  let body = ''
  for (const begun = Date.now(); Date.now() - begun < 5000;) {
    body = await (await fetch(`${portal}${path}`)).text()
    if (body.includes(text)) return body
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  assert.fail(`${path} does not say ${text}`)
}

export async function run() {
  const { page } = await at('chief@baq.local')
  const mark = Date.now()
  const word = `Мақалашы${[...String(mark)].map(n => 'абвгдежзкл'[n]).join('')}`
  const [rubric] = (await api(page, '/rubrics')).items
  const body = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Мәтін.' }] }] }
  const made = await api(page, '/news', { method: 'POST', data: { language: 'kk', title: `${word}ның жаңа өңірі`, slug: `zhazu-${mark}`, lead: 'Әңгіме', body, rubricId: rubric.id, urgency: 'ordinary' } })
  await api(page, `/news/${made.id}/publish`, { method: 'POST', data: { version: made.version } })
  await reads(`/latn/news/zhazu-${mark}`, 'nyń jańa óńiri')

  await go(page, '/scripts')
  await button(page, 'scripts.add').click()
  const form = page.getByRole('dialog')
  await field(form, 'stem').locator('input').fill('Latin')
  await button(form, 'actions.save').click()
  await form.getByText(say('problems.scripts.bad_stem')).first().waitFor()
  await field(form, 'stem').locator('input').fill(word)
  await field(form, 'latin').locator('input').fill('Maqalashy Bey')
  await field(form, 'arabic').locator('input').fill('ماقالاشى')
  await button(form, 'actions.save').click()
  await noticed(page, 'states.saved')

  await reads(`/latn/news/zhazu-${mark}`, 'Maqalashy Beynyń jańa óńiri')
  const arabic = await reads(`/arab/news/zhazu-${mark}`, 'ماقالاشىنىڭ جاڭا ءوڭىرى')
  assert.ok(arabic.includes('<html lang="kk-Arab" dir="rtl">'))

  await field(page, 'text').locator('textarea').fill(`${word}мен`)
  await button(page, 'scripts.trial.go').click()
  await page.getByRole('status').getByText('Maqalashy Beymen').waitFor()
  assert.deepEqual(await axe(page, 'the words of other scripts'), [])
}
