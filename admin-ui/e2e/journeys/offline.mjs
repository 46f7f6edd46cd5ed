// Articles that were read stay readable without a connection, and nothing old is
// shown while there is one.
import assert from 'node:assert/strict'
import { browser, portal } from '../browser.mjs'

export const name = 'a reader reads on without a connection'

export async function run() {
  const { page, context } = await browser()
  await page.goto(`${portal}/latest`)
  const paths = await page.locator('main a[href^="/news/"]').evaluateAll(links => [...new Set(links.map(a => a.getAttribute('href')))].slice(0, 24))
  assert.ok(paths.length >= 3, 'there are articles to read')

  const [first, second, unread] = paths
  const titles = [await reads(page, first)]
  await page.evaluate(() => navigator.serviceWorker.ready)
  await keeps(page, first) // it was open before the worker was
  titles.push(await reads(page, second))
  await keeps(page, second)
  const pictures = await page.evaluate(() => [...document.images].filter(one => one.complete && one.naturalWidth > 0).length)

  await context.setOffline(true)
  assert.equal(await reads(page, first), titles[0])
  assert.ok(await page.locator('[data-offline]').isVisible(), 'the page says that it is a kept one')
  assert.equal(await reads(page, second), titles[1])
  assert.equal(await page.evaluate(() => [...document.images].filter(one => one.complete && one.naturalWidth > 0).length) > 0, pictures > 0, 'its pictures are kept, too')
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.masthead')).backgroundColor), 'rgb(11, 59, 74)', 'it has its style')

  // What was not read is not there; the page that stands in lists what was.
  await page.goto(portal + unread)
  await page.locator('[data-kept] a').nth(1).waitFor()
  assert.deepEqual(await page.locator('[data-kept] a').allTextContents(), [titles[1], titles[0]], 'the last read comes first')
  await page.locator('[data-kept] a').last().click()
  assert.equal(await page.locator('h1').textContent(), titles[0])

  await context.setOffline(false)
  await neverStale(page, first, titles[0])
  await bounded(page, paths)
  await context.close()
}

async function reads(page, path) {
  await page.goto(portal + path)
  return page.locator('h1').textContent()
}

/** Waits until the browser has kept an article. */
async function keeps(page, path) {
  await page.waitForFunction(async one => !!await (await caches.open('read')).match(one), path)
}

/** With a connection the site answers, whatever is kept; what it calls gone is dropped. */
async function neverStale(page, path, title) {
  await page.evaluate(async one => (await caches.open('read')).put(one, new Response('<h1>Ескі нұсқа</h1>', { headers: { 'content-type': 'text/html' } })), path)
  assert.equal(await reads(page, path), title, 'the kept page was shown for the true one')
  const gone = '/news/joq-bolyp-ketken-maqala'
  await page.evaluate(async one => (await caches.open('read')).put(one, new Response('<h1>Алынған материал</h1>')), gone)
  await page.goto(portal + gone)
  await page.waitForFunction(async one => !await (await caches.open('read')).match(one), gone)
}

/** No more than 20 articles are kept, and nothing but articles and their pictures. */
async function bounded(page, paths) {
  for (const path of paths) await reads(page, path)
  await keeps(page, paths.at(-1))
  const kept = async () => page.evaluate(async () => (await (await caches.open('read')).keys()).map(one => new URL(one.url).pathname))
  await page.waitForFunction(async () => (await (await caches.open('read')).keys()).filter(one => new URL(one.url).pathname.startsWith('/news/')).length <= 20)
  for (const path of await kept()) assert.match(path, /^\/(news|media)\//)
}
