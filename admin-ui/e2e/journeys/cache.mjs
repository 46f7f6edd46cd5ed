import assert from 'node:assert/strict'
import { axe } from '../axe.mjs'
import { portal } from '../browser.mjs'
import { api, at, button, go, noticed } from '../desk.mjs'
import { forgetProofs, newcomer } from '../newcomer.mjs'
import { say } from '../words.mjs'

export const name = 'a page that was read is found in the cache and cleared; all of it only after a second question and a proof; no door for a correspondent'

const rows = page => page.locator('main li').filter({ has: page.getByRole('button') })
const dialogOf = (page, key) => page.getByRole('dialog', { name: say(key), exact: true })

export async function run() {
  await noDoor()
  const { page } = await at('chief@baq.local')
  const slug = await published(page)
  await overview(page, slug)
  await cleared(page, slug)
  await ofAKind(page)
  await everything()
}

async function noDoor() {
  const { page } = await at('correspondent@baq.local')
  assert.equal(await page.getByRole('link', { name: say('cache.title'), exact: true }).count(), 0)
  for (const path of ['/cache', '/cache/entries']) {
    await go(page, path)
    await page.getByRole('heading', { name: say('states.forbidden') }).first().waitFor()
  }
  const refused = await page.request.post(`${portal}/api/admin/v1/cache/purge-all`, { headers: { origin: portal } })
  assert.equal(refused.status(), 403)
}

/** An article on the site that was read; returns its slug. */
async function published(page) {
  const [rubric] = (await api(page, '/rubrics')).items
  const slug = `keshtegi-maqala-${Date.now()}`
  const body = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Мәтін.' }] }] }
  const { id, version } = await api(page, '/news', { method: 'POST', data: { language: 'kk', title: `Кэштегі мақала ${slug}`, slug, lead: 'Әңгіме', body, rubricId: rubric.id, urgency: 'ordinary' } })
  await api(page, `/news/${id}/publish`, { method: 'POST', data: { version } })
  for (let read = 0; read < 3; read++) await readers(slug)
  return slug
}

/** What a reader gets. */
async function readers(slug) {
  const answer = await fetch(`${portal}/news/${slug}`)
  assert.equal(answer.status, 200)
  return answer.text()
}

/** The figures move by themselves; the node that answers is among the nodes. */
async function overview(page, slug) {
  await go(page, '/')
  await page.getByRole('link', { name: say('cache.title'), exact: true }).click()
  await page.getByRole('heading', { name: say('cache.live.title') }).waitFor()
  await page.getByText(say('cache.node.answers')).waitFor()
  const rate = page.locator('section[aria-labelledby="cache-live"] p').first()
  for (const begun = Date.now(); !/^\d+(\.\d)?%$/.test((await rate.textContent()).trim()); await page.waitForTimeout(300)) {
    assert.ok(Date.now() - begun < 20_000, `a live rate, not ${await rate.textContent()}`)
    await readers(slug)
  }
  await page.locator('section[aria-labelledby="cache-top"] li', { hasText: slug }).waitFor({ timeout: 20_000 })
  assert.deepEqual(await axe(page, '/cache'), [])
}

/** The article's entries as the API tells them. */
async function entries(page, slug) {
  const found = []
  for (let cursor = ''; cursor !== null;) {
    const answer = await api(page, `/cache/entries?kind=article&q=${slug}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
    found.push(...answer.items)
    cursor = answer.nextCursor
  }
  return found
}

const madeLater = (one, before) => Date.parse(one.madeAt) > Date.parse(before.madeAt)

/** Found by its address, looked into, cleared: what was kept is served to nobody any more. */
async function cleared(page, slug) {
  const [before] = await entries(page, slug)
  assert.equal(before.freshness, 'current')
  await go(page, `/cache/entries?kind=article&q=${slug}`)
  await rows(page).filter({ hasText: `/news/${slug}` }).getByRole('button').click()
  const entry = dialogOf(page, 'cache.entry.title')
  await entry.getByText('kind:article', { exact: true }).waitFor()
  await entry.getByText(`Кэштегі мақала ${slug}`).first().waitFor()
  assert.deepEqual(await axe(page, 'an entry of the cache'), [])
  await button(entry, 'cache.purge.yes').click()
  await noticed(page, 'cache.purge.done')
  for (const one of await entries(page, slug)) assert.ok(one.freshness === 'outdated' || madeLater(one, before), 'nothing of before is served')
  await readers(slug)
  const after = (await entries(page, slug)).find(one => one.freshness === 'current')
  assert.ok(madeLater(after, before), 'the next reader has it made anew')
  await page.keyboard.press('Escape')
  await entry.waitFor({ state: 'hidden' })

  await go(page, `/cache/entries?tag=article:0&q=${slug}`)
  await page.getByText(say('states.nothingFound')).waitFor()
  assert.deepEqual(await axe(page, '/cache/entries'), [])
}

/** All of a kind after a question; a no clears nothing. */
async function ofAKind(page) {
  const calls = []
  page.on('request', request => request.url().endsWith('/cache/purge') && calls.push(request.method()))
  await button(page, 'cache.manage.open').click()
  const manage = dialogOf(page, 'cache.manage.title')
  assert.deepEqual(await axe(page, 'clearing the cache'), [])
  const question = page.getByRole('dialog', { name: say('cache.purge.kindTitle', { kind: say('cache.kind.home') }) })
  const clear = manage.locator('section[aria-labelledby="cache-kind"]').getByRole('button', { name: say('cache.purge.kindGo'), exact: true })
  await clear.click()
  await button(question, 'actions.cancel').click()
  await question.waitFor({ state: 'hidden' })
  assert.deepEqual(calls, [])
  await clear.click()
  await button(question, 'cache.purge.yes').click()
  await noticed(page, 'cache.purge.done')
  assert.deepEqual(calls, ['POST'])
  const queued = page.waitForResponse(answer => answer.url().endsWith('/cache/rewarm'))
  await button(manage, 'cache.warm.frontGo').click()
  assert.equal((await queued).status(), 202)
}

/** Everything: a question, a proof of who is at the keyboard, and a line in the journal. */
async function everything() {
  const { page, email, word } = await newcomer(['chief_editor'])
  await go(page, '/cache')
  forgetProofs(email)
  await button(page, 'cache.manage.open').click()
  await button(dialogOf(page, 'cache.manage.title'), 'cache.purge.allGo').click()
  const question = dialogOf(page, 'cache.purge.allTitle')
  await button(question, 'cache.purge.allYes').click()
  const proof = dialogOf(page, 'accounts.stillYou.title')
  await proof.locator('input[name=password]').fill(word)
  await button(proof, 'accounts.stillYou.yes').click()
  await noticed(page, 'cache.purge.allDone')
  await go(page, '/journal?action=cache.purge_all')
  await page.locator('main ol > li', { hasText: say('journal.action.cache.purge_all') }).first().waitFor()
}
