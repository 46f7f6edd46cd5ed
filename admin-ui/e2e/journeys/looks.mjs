import assert from 'node:assert/strict'
import { axe } from '../axe.mjs'
import { browser } from '../browser.mjs'
import { api, at, go } from '../desk.mjs'

export const name = 'the main screens pass axe (WCAG 2.2 AA), light and dark, wide and narrow'

const wide = { width: 1440, height: 900 }
const narrow = { width: 360, height: 780 }

export async function run() {
  const faults = (await Promise.all([desk(), office()])).flat() // side by side: much of the time a screen loads
  assert.equal(faults.length, 0, [...new Set(faults)].join('\n    '))
}

async function desk() {
  const { page } = await at('chief@baq.local')
  const [article] = (await api(page, '/news?limit=1')).items
  return lookAll(page, ['/', '/news', '/news?state=trashed', '/calendar', '/calendar?view=month', '/news/new?language=kk', `/news/${article.id}`, '/layouts', '/layouts/home', '/layouts/home/versions', '/layouts/data', '/rubrics', '/tags', '/authors', '/photobank', '/photobank/collections', '/photobank/duplicates', '/photobank/rights', '/photobank/licences', '/photobank/trash', '/photobank/settings', '/photobank/uploads', '/banners', '/pages', '/redirects', '/redirects/missing', '/account'])
}

async function office() {
  const stranger = await browser()
  const faults = await lookAll(stranger.page, ['/login?lang=ru', '/login?lang=kk', '/forgotten', '/link'])
  const { page } = await at('admin@baq.local')
  const [person] = (await api(page, '/users?q=correspondent@baq.local')).items
  return [...faults, ...await lookAll(page, ['/staff', '/staff/new', `/staff/${person.id}`, '/staff/roles', '/staff/roles/editor', '/staff/roles/administrator', '/staff/sessions', '/staff/credentials', '/api-keys', '/journal', '/alerts', '/alerts/rules', '/approvals', '/integrity', '/cache', '/cache/entries'])]
}

/** Each screen wide in both colours, and as narrow as a phone. One load for all: it is what takes time. */
async function lookAll(page, paths) {
  const faults = []
  for (const path of paths) {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await page.setViewportSize(wide)
    await go(page, path)
    await page.waitForLoadState('networkidle')
    faults.push(...await axe(page, path))
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    faults.push(...await axe(page, `${path} (dark)`, ['color-contrast']))
    await page.setViewportSize(narrow)
    faults.push(...await axe(page, `${path} (narrow, dark)`))
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (over > 0) faults.push(`${path} is ${over} px wider than a phone`)
  }
  return faults
}
