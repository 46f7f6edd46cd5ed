import assert from 'node:assert/strict'
import { api, at, button, field, go, noticed } from '../desk.mjs'
import { say } from '../words.mjs'

export const name = 'plan the day: saved filter, many at once, calendar, trash and restore'

let stamp, word
const minute = 60_000

export async function run() {
  stamp = Date.now() % 1e7
  word = `Жоспар${stamp}`
  const { page } = await at('chief@baq.local')
  const articles = await write(page)
  await savedFilter(page)
  await byKeyboard(page)
  await manyAtOnce(page, articles)
  await staleIsRefused(page, articles[0])
  await calendar(page, articles)
  await moveInCalendar(page, articles[1])
  await trashAndRestore(page, articles)
  await work(page, articles)
  await unpermitted()
}

const post = (page, path, data) => api(page, path, { method: 'POST', data })
const query = () => `q=${encodeURIComponent(word)}`
const row = (page, number) => page.locator('main li', { hasText: `${word} ${number}` })
const select = (page, number) => row(page, number).getByRole('checkbox').click()
const state = (place, name) => place.getByText(say(`news.state.${name}`), { exact: true }).filter({ visible: true }).first()

/** Three articles of the day, the last one without a rubric, so that it can't be published. */
async function write(page) {
  const [rubric] = (await api(page, '/rubrics')).items
  const body = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Мәтін.' }] }] }
  const articles = []
  for (const number of [1, 2, 3]) {
    const rubricId = number === 3 ? undefined : rubric.id
    articles.push(await post(page, '/news', { language: 'kk', title: `${word} ${number}`, lead: 'Әңгіме', body, rubricId, urgency: 'urgent' }))
  }
  return articles
}

async function savedFilter(page) {
  await go(page, `/news?${query()}&urgency=urgent`)
  await button(page, 'news.saved.save').click()
  await field(page, 'name').locator('input').fill(`Менің сүзгім ${stamp}`)
  await page.locator('form').getByRole('button', { name: say('actions.save') }).click()
  await noticed(page, 'states.saved')
  await go(page, '/news')
  const chip = page.getByRole('button', { name: `Менің сүзгім ${stamp}`, exact: true })
  await chip.click()
  await page.waitForURL(/urgency=urgent/)
  assert.equal(await chip.getAttribute('aria-pressed'), 'true')
  await page.waitForFunction(() => document.querySelectorAll('[data-row]').length === 3) // the rows before stay until these come
  await row(page, 1).waitFor()
  await button(page, 'news.saved.removeOne', { name: `Менің сүзгім ${stamp}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: say('actions.delete') }).click()
  await chip.waitFor({ state: 'detached' })
}

/** With a Cyrillic layout, too: the keys are meant by their place. */
async function byKeyboard(page) {
  await go(page, `/news?${query()}`)
  await row(page, 3).waitFor()
  await page.locator('body').press('KeyJ')
  await page.locator('body').press('KeyJ')
  const focused = () => page.evaluate(() => document.activeElement.textContent.trim())
  assert.equal(await focused(), `${word} 2`)
  await page.keyboard.press('KeyX')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Shift+KeyX')
  await page.getByText(say('news.bulk.chosen', { n: 2 })).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('region', { name: say('news.bulk.title') }).waitFor({ state: 'detached' })
  await page.keyboard.press('Slash')
  assert.equal(await page.evaluate(() => document.activeElement.type), 'search')
}

/** Sends three to review at once, then schedules them: two are, the one without a rubric is refused with its reason. */
async function manyAtOnce(page, articles) {
  await go(page, `/news?${query()}`)
  await page.getByRole('checkbox', { name: say('news.bulk.chooseAll') }).click()
  await take(page, 'submit', 3)
  for (const number of [1, 2, 3]) await state(row(page, number), 'in_review').waitFor()

  await page.getByRole('checkbox', { name: say('news.bulk.chooseAll') }).click()
  const bar = page.getByRole('region', { name: say('news.bulk.title') })
  await bar.getByRole('button', { name: say('news.step.schedule') }).click()
  const dialog = page.getByRole('dialog', { name: say('news.step.schedule') })
  const begin = dialog.getByRole('button', { name: say('news.bulk.go', { step: say('news.step.schedule'), n: 3 }) })
  const time = field(dialog, 'publishAt').locator('input')
  await time.fill(inAlmaty(Date.now() - 60 * minute))
  await dialog.getByText(say('problems.news.time_passed')).waitFor()
  assert.ok(await begin.isDisabled(), 'a time that has passed can not be confirmed')
  const first = inAlmaty(Date.now() + 3 * 24 * 60 * minute)
  await time.fill(first)
  await field(dialog, 'gap').getByRole('combobox').click()
  await page.getByRole('option', { name: say('news.bulk.every', { n: 15 }) }).click()
  await begin.click()
  await dialog.getByText(say('news.bulk.came', { done: 2, refused: 1, waiting: 0 })).waitFor()
  await dialog.getByText(new RegExp(say('problems.news.incomplete'))).waitFor()
  await dialog.locator('button', { hasText: say('news.bulk.close') }).click()
  await dialog.waitFor({ state: 'detached' })

  const saved = await Promise.all(articles.map(article => api(page, `/news/${article.id}`)))
  assert.deepEqual(saved.map(article => article.state), ['scheduled', 'scheduled', 'in_review'])
  const times = saved.slice(0, 2).map(article => Date.parse(article.publishAt)).sort()
  assert.equal(inAlmaty(times[0]), first, 'the first at the time that was typed')
  assert.equal(times[1] - times[0], 15 * minute, 'they follow each other every fifteen minutes')
}

/** Confirms a step for all that are chosen and waits until it is done with each. */
async function take(page, step, count) {
  await page.getByRole('region', { name: say('news.bulk.title') }).getByRole('button', { name: say(`news.step.${step}`) }).click()
  const dialog = page.getByRole('dialog', { name: say(`news.step.${step}`) })
  await dialog.getByRole('button', { name: say('news.bulk.go', { step: say(`news.step.${step}`), n: count }) }).click()
  await dialog.getByText(say('news.bulk.came', { done: count, refused: 0, waiting: 0 })).waitFor()
  await dialog.locator('button', { hasText: say('news.bulk.close') }).click()
  await dialog.waitFor({ state: 'detached' })
}

/** Somebody else was faster: the step is refused and said, not forced. */
async function staleIsRefused(page, article) {
  await go(page, `/news?${query()}`)
  await select(page, 1)
  const before = await api(page, `/news/${article.id}`)
  const faster = await post(page, `/news/${article.id}/unschedule`, { version: before.version })
  await page.getByRole('region', { name: say('news.bulk.title') }).getByRole('button', { name: say('news.step.publish') }).click()
  const dialog = page.getByRole('dialog', { name: say('news.step.publish') })
  await dialog.getByRole('button', { name: say('news.bulk.go', { step: say('news.step.publish'), n: 1 }) }).click()
  await dialog.getByText(say('news.bulk.came', { done: 0, refused: 1, waiting: 0 })).waitFor()
  await dialog.getByText(say('problems.news.version_stale')).waitFor()
  await dialog.locator('button', { hasText: say('news.bulk.close') }).click()
  const after = await api(page, `/news/${article.id}`)
  assert.deepEqual([after.state, after.version], [faster.state, faster.version])
  await state(row(page, 1), faster.state).waitFor()
}

async function calendar(page, articles) {
  const second = await api(page, `/news/${articles[1].id}`)
  const date = inAlmaty(Date.parse(second.publishAt)).slice(0, 10)
  for (const view of ['week', 'month']) {
    await go(page, `/calendar?view=${view}&date=${date}&language=kk`)
    const [year, month, day] = date.split('-')
    const cell = page.getByRole('region', { name: new RegExp(`${day}\\.${month}\\.${year}`) })
    await cell.getByText(`${word} 2`).waitFor()
    assert.equal(await cell.getByText(inAlmaty(Date.parse(second.publishAt)).slice(11)).count() > 0, true, 'at its time in Almaty')
  }
  await go(page, `/calendar?view=week&date=${date}&language=ru`)
  await page.getByRole('heading', { name: say('calendar.title') }).waitFor()
  assert.equal(await page.getByText(`${word} 2`).count(), 0, 'the other language does not show it')
  await page.setViewportSize({ width: 390, height: 844 })
  await go(page, `/calendar?date=${date}`)
  await page.getByRole('link', { name: new RegExp(`${word} 2`) }).filter({ visible: true }).click()
  await page.waitForURL(new RegExp(`/news/${second.id}$`))
  await page.setViewportSize({ width: 1440, height: 900 })
}

/** Drags the article to a day beside its own: at the same time, once that is confirmed. By its button it goes back. */
async function moveInCalendar(page, { id }) {
  const before = Date.parse((await api(page, `/news/${id}`)).publishAt)
  // Not out of the weeks that are shown.
  const sunday = new Date(`${inAlmaty(before).slice(0, 10)}T00:00Z`).getUTCDay() === 0
  const day = (sunday ? -1 : 1) * 24 * 60 * minute
  const [from, to] = [before, before + day].map(moment => inAlmaty(moment).slice(0, 10).split('-').reverse().join('.'))
  const dayOf = date => page.getByRole('region', { name: new RegExp(date.replaceAll('.', '\\.')) })
  await go(page, `/calendar?view=month&date=${inAlmaty(before).slice(0, 10)}&language=kk`)
  await dayOf(from).getByRole('link', { name: new RegExp(`${word} 2`) }).dragTo(dayOf(to))
  const dialog = page.getByRole('dialog', { name: say('calendar.move') })
  await dialog.getByRole('button', { name: say('calendar.move') }).click()
  await dayOf(to).getByText(`${word} 2`).waitFor()
  assert.equal(Date.parse((await api(page, `/news/${id}`)).publishAt), before + day)

  await go(page, `/calendar?view=week&date=${inAlmaty(before + day).slice(0, 10)}&language=kk`)
  await dayOf(to).getByRole('button', { name: say('calendar.moveOne', { title: `${word} 2` }) }).click()
  await field(dialog, 'publishAt').locator('input').fill(inAlmaty(before))
  await dialog.getByRole('button', { name: say('calendar.move') }).click()
  await noticed(page, 'calendar.moved')
  assert.equal(Date.parse((await api(page, `/news/${id}`)).publishAt), before)
}

async function trashAndRestore(page, articles) {
  await go(page, `/news?${query()}`)
  await select(page, 3)
  await take(page, 'trash', 1)
  await row(page, 3).waitFor({ state: 'detached' })
  await page.getByRole('link', { name: say('news.trash.title') }).click()
  await page.getByRole('heading', { name: say('news.trash.title'), exact: true }).waitFor()
  await select(page, 3)
  await take(page, 'restore', 1)
  await row(page, 3).waitFor({ state: 'detached' })
  assert.equal((await api(page, `/news/${articles[2].id}`)).state, 'draft')
}

/** The page of the morning shows what was typed and not saved, and where the drafts are. */
async function work(page, articles) {
  const draft = await api(page, `/news/${articles[2].id}`)
  await api(page, `/news/${draft.id}/working-copy`, { method: 'PUT', data: { baseVersion: draft.version, title: `${word} терілген` } })
  await go(page, '/')
  await page.getByRole('region', { name: say('work.unsaved') }).getByText(`${word} терілген`).waitFor()
  const drafts = page.getByRole('region', { name: say('work.drafts') })
  await drafts.getByText(`${word} 3`).waitFor()
  await drafts.getByRole('link', { name: say('work.all', { title: say('work.drafts') }) }).click()
  await page.waitForURL(/mine=true/)
  await row(page, 3).waitFor()
}

/** A correspondent is offered the steps of own drafts, and none that is not theirs. */
async function unpermitted() {
  const { page } = await at('correspondent@baq.local')
  const { id } = await post(page, '/news', { language: 'kk', title: `${word} тілшінікі`, lead: 'Әңгіме', urgency: 'ordinary' })
  const offered = (await api(page, `/news?${query()}`)).items.filter(one => one.steps.length).map(one => one.id)
  assert.deepEqual(offered, [id], 'steps of own drafts alone')
  await go(page, `/news?${query()}`)
  await page.getByRole('checkbox', { name: say('news.bulk.chooseAll') }).click()
  const bar = page.getByRole('region', { name: say('news.bulk.title') })
  await bar.getByRole('button', { name: say('news.step.submit') }).waitFor()
  for (const step of ['publish', 'schedule', 'approve']) assert.equal(await bar.getByRole('button', { name: say(`news.step.${step}`) }).count(), 0, step)
}

/** `2026-11-21T14:32` in Almaty, as the panel's inputs have it. */
function inAlmaty(moment) {
  return new Date(moment).toLocaleString('sv-SE', { timeZone: 'Asia/Almaty', dateStyle: 'short', timeStyle: 'short' }).replace(' ', 'T')
}
