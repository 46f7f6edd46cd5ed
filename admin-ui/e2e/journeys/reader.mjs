// What readers meet on the sites: every kind of page in light, dark and the version
// for weak sight, at all widths, by keyboard alone and without JavaScript.
import assert from 'node:assert/strict'
import { axe } from '../axe.mjs'
import { browser, portal } from '../browser.mjs'

export const name = 'a reader reads: all widths and colours, weak sight, keyboard, no JavaScript'

const widths = [320, 360, 768, 1280, 3840]
const special = '200.dark.widest.sans.off'

export async function run() {
  const sites = await found()
  for (const site of sites) {
    const kinds = await kindsOf(site)
    await looks(site, kinds)
    await weakSight(site, kinds.article)
  }
  await keyboard(sites[0])
  await withoutScript(sites)
}

/** The sites' origins, by the switcher of the first. */
async function found() {
  const { page, context } = await browser()
  await page.goto(`${portal}/latest`)
  const origins = [portal]
  for (const other of await page.locator('.languages a[href]').evaluateAll(links => links.map(a => a.href))) {
    await page.goto(other)
    origins.push(new URL(page.url()).origin)
  }
  await context.close()
  return [...new Set(origins)] // scripts share their language's
}

/** An address of each kind of page. */
async function kindsOf(site) {
  const { page, context } = await browser()
  await page.goto(`${site}/latest`)
  const first = async prefix => page.locator(`main a[href^="${prefix}"], footer a[href^="${prefix}"], nav a[href^="${prefix}"]`).first().getAttribute('href', { timeout: 3000 })
  const kinds = { front: '/', latest: '/latest', accessible: '/accessible', rubric: await first('/rubric/'), article: await first('/news/'), static: await first('/page/'), search: '/search', missing: '/nothing-here' }
  await page.goto(site + kinds.article)
  for (const address of await page.locator('.languages a[href]').evaluateAll(links => links.map(a => a.href))) {
    const { origin, pathname, search } = new URL(address)
    if (origin === site) kinds[`article in ${pathname.split('/')[1]}`] = pathname + search
  }
  for (const [kind, selector] of [['author', 'a[rel=author]'], ['tag', '.tags a']]) {
    const link = page.locator(selector).first()
    if (await link.count()) kinds[kind] = await link.getAttribute('href')
  }
  await page.goto(`${site}/archive`)
  if (!await page.locator('.problem').count()) kinds.archive = '/archive'
  await context.close()
  return kinds
}

/** No violation of WCAG in any dress, and no sideways scrolling at any width. Dark differs by its colours alone. */
async function looks(site, kinds) {
  const faults = []
  for (const dress of ['light', 'special']) {
    const { page, context } = await browser({ colorScheme: 'light' })
    if (dress === 'special') await context.addCookies([{ name: 'sight', value: special, url: site }])
    for (const [kind, path] of Object.entries(kinds)) {
      await page.setViewportSize({ width: 1280, height: 900 })
      await page.goto(site + path)
      faults.push(...await axe(page, `${kind}, ${dress}, ${site}`))
      if (dress === 'light') {
        await page.emulateMedia({ colorScheme: 'dark' })
        faults.push(...await axe(page, `${kind}, dark, ${site}`, ['color-contrast']))
        await page.emulateMedia({ colorScheme: 'light' })
      }
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 })
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        if (over > 0) faults.push(`${kind}, ${dress}, ${site}: ${over} px too wide at ${width}`)
      }
    }
    await context.close()
  }
  assert.deepEqual(faults, [])
}

/** The special version: chosen, remembered on every page, left again. */
async function weakSight(site, article) {
  const { page, context } = await browser()
  await page.goto(site + article)
  await page.locator('.masthead a[href="/accessible"]').click()
  await page.locator('input[name=size][value="200"]').check()
  await page.locator('input[name=pictures][value=off]').check()
  await page.locator('.sight-form .button').first().click()
  await page.waitForURL(site + article)
  const size = () => page.evaluate(() => getComputedStyle(document.documentElement).fontSize)
  assert.equal(await size(), '32px')
  assert.equal(await page.locator('img').count(), 0)
  await page.goto(site)
  assert.equal(await size(), '32px')
  await page.locator('.sight-bar button').click()
  await page.waitForLoadState()
  assert.equal(await size(), '16px')
  await context.close()
}

/** From the address bar to an article with the keyboard alone. */
async function keyboard(site) {
  const { page, context } = await browser()
  await page.goto(site)
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  const seen = await page.evaluate(() => {
    const at = document.activeElement
    return { inside: Boolean(at.closest('main')), outline: getComputedStyle(at).outlineStyle }
  })
  assert.deepEqual(seen, { inside: true, outline: 'solid' })
  for (let i = 0; i < 30 && !await page.evaluate(() => document.activeElement.href?.includes('/news/')); i++) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/news/**')
  assert.equal(await page.locator('h1').count(), 1)
  await context.close()
}

/** HTML is enough: read, go on, change the language, choose the special version. */
async function withoutScript(sites) {
  const { page, context } = await browser({ javaScriptEnabled: false })
  await page.goto(`${sites[0]}/latest`)
  await page.locator('main a[href^="/news/"]').first().click()
  await page.waitForURL('**/news/**')
  assert.ok((await page.locator('.prose').innerText()).length > 100)
  await page.locator('.languages a[href]').last().click() // a language's site, after the scripts
  await page.waitForURL(url => url.origin === sites[1])
  await page.locator('.masthead a[href="/accessible"]').click()
  await page.locator('.sight-form .button').first().click()
  await page.waitForLoadState()
  assert.ok(await page.locator('html[data-sight]').count())
  await context.close()
}
