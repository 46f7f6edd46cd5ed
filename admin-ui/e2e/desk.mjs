// What a journalist does in the panel, step by step.
import assert from 'node:assert/strict'
import { browser, portal } from './browser.mjs'
import { say } from './words.mjs'

export const password = process.env.PORTAL_PASSWORD ?? 'demo-newsroom-2026'

/** Waits until Vue has taken the page over. */
export async function ready(page) {
  await page.waitForFunction(() => document.querySelector('#__nuxt')?.__vue_app__ !== undefined && !window.useNuxtApp?.()?.isHydrating)
}

export async function go(page, path) {
  await page.goto(`${portal}/admin${path}`)
  await ready(page)
}

export async function fillLogin(page, email, word = password) {
  const form = page.locator('form', { has: page.locator('input[name=password]') })
  await form.locator('input[name=email]').fill(email)
  await form.locator('input[name=password]').fill(word)
  await form.locator('button[type=submit]').click()
}

/** Logs somebody in with a browser of their own, in English. */
export async function at(email, options) {
  const one = await browser(options)
  await go(one.page, '/login?lang=en')
  await fillLogin(one.page, email)
  await one.page.waitForURL(url => !url.pathname.includes('/login'))
  return one
}

/** A language's column of the editor. */
export const column = (page, language) => page.locator('section', { has: page.locator(`textarea[lang=${language}]`) })
export const field = (place, name) => place.locator(`[data-field="${name}"]`)
export const title = place => field(place, 'title').locator('textarea')
export const lead = place => field(place, 'lead').locator('textarea')
export const body = place => field(place, 'body').locator('[contenteditable=true]').first()
export const button = (place, key, values) => place.getByRole('button', { name: say(key, values), exact: true })
export const noticed = (page, key) => page.getByText(say(key), { exact: true }).first().waitFor()

export async function writeText(page, place, paragraphs) {
  await body(place).click()
  for (const [i, text] of paragraphs.entries()) {
    if (i > 0) await page.keyboard.press('Enter')
    await page.keyboard.insertText(text)
  }
}

/** Chooses the first rubric that there is. */
export async function chooseRubric(page, place) {
  await field(place, 'rubricId').locator('button').first().click()
  await page.getByRole('option').first().click()
  // While the menu fades it still holds the focus.
  await page.getByRole('listbox').waitFor({ state: 'hidden' })
}

/** A draft that is ready to be published; returns its id. */
export async function draft(page, language, headline, paragraphs = ['…']) {
  await go(page, `/news/new?language=${language}`)
  const place = column(page, language)
  await title(place).fill(headline)
  await writeText(page, place, paragraphs)
  await chooseRubric(page, place)
  // The panel may have begun the article by itself: the key saves either way.
  await page.keyboard.press('Control+KeyS')
  await noticed(page, 'states.saved')
  await page.waitForURL(/\/admin\/news\/\d+$/)
  return Number(page.url().match(/\d+$/)[0])
}

/** Opens the menu of the further steps. */
export async function menu(page, place) {
  await place.getByRole('button', { name: new RegExp(`${say('news.moreSteps', { name: '' })}$`) }).click()
  return page.getByRole('menu')
}

/** Begins a step from the menu. */
export async function step(page, place, key) {
  const items = await menu(page, place)
  await items.getByRole('menuitem', { name: say(key), exact: true }).click()
  await items.waitFor({ state: 'hidden' })
}

export const inState = (place, state) => place.getByText(say(`news.state.${state}`), { exact: true }).first().waitFor()

export async function publish(place) {
  await button(place, 'news.step.publish').click()
  await place.getByText(say('news.state.published'), { exact: true }).waitFor()
}

export async function unpublish(page, place) {
  await step(page, place, 'news.step.unpublish')
  await page.getByRole('dialog').getByRole('button', { name: say('news.step.unpublish') }).click()
  await place.getByText(say('news.state.unpublished'), { exact: true }).waitFor()
}

/** Asks the API as this browser would. */
export async function api(page, path, init = {}) {
  const answer = await page.request.fetch(`${portal}/api/admin/v1${path}`, init)
  assert.ok(answer.ok(), `${init.method ?? 'GET'} ${path}: ${answer.status()} ${await answer.text()}`)
  return answer.json()
}

/** Says of the pictures of a saved article what the photobank asks for before they are published. */
export async function describePictures(page, id) {
  const article = await api(page, `/news/${id}`)
  const ids = new Set([article.picture?.id, ...JSON.stringify(article.body).matchAll(/"pictureId":(\d+)/g).map(m => Number(m[1]))].filter(Boolean))
  for (const one of ids) {
    const { version, labels, author } = await api(page, `/pictures/${one}`)
    const alt = { kk: { alt: 'Сынақ суреті' }, ru: { alt: 'Пробный снимок' }, ...labels }
    await api(page, `/pictures/${one}`, { method: 'PUT', headers: { origin: portal }, data: { version, labels: alt, author: author || 'Д. Ахметов' } })
  }
  return ids.size
}

/** The address of the article on its site. */
export async function addressOf(page, id) {
  const article = await api(page, `/news/${id}`)
  return new URL(article.url, portal).href
}
