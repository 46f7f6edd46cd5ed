import assert from 'node:assert/strict'
import { axe } from '../axe.mjs'
import { browser } from '../browser.mjs'
import { api, at, go } from '../desk.mjs'

export const name = 'the main screens pass axe (WCAG 2.2 AA), light and dark, wide and narrow'

export async function run() {
  const faults = []
  const check = async (page, path, colours) => faults.push(...await look(page, path, colours))
  const stranger = await browser()
  await check(stranger.page, '/login?lang=ru', 'light')
  await check(stranger.page, '/login?lang=kk', 'dark')
  for (const path of ['/forgotten', '/link']) for (const colours of ['light', 'dark']) await check(stranger.page, path, colours)
  const { page } = await at('chief@baq.local')
  const [article] = (await api(page, '/news?limit=1')).items
  const paths = ['/', '/news', '/news?state=trashed', '/calendar', '/calendar?view=month', '/news/new?language=kk', `/news/${article.id}`, '/layouts', '/layouts/home', '/layouts/home/versions', '/layouts/data', '/rubrics', '/tags', '/authors', '/photobank', '/photobank/collections', '/photobank/duplicates', '/photobank/rights', '/photobank/licences', '/photobank/trash', '/photobank/settings', '/photobank/uploads', '/banners', '/pages', '/redirects', '/redirects/missing', '/account']
  await lookAll(page, paths, check, faults)
  const admin = await at('admin@baq.local')
  const [person] = (await api(admin.page, '/users?q=correspondent@baq.local')).items
  await lookAll(admin.page, ['/staff', '/staff/new', `/staff/${person.id}`, '/staff/roles', '/staff/roles/editor', '/staff/roles/administrator', '/staff/sessions', '/staff/credentials', '/api-keys', '/journal', '/alerts', '/alerts/rules', '/approvals', '/integrity'], check, faults)
  assert.equal(faults.length, 0, [...new Set(faults)].join('\n    '))
}

/** Each screen wide in both colours, and as narrow as a phone. */
async function lookAll(page, paths, check, faults) {
  for (const colours of ['light', 'dark']) for (const path of paths) await check(page, path, colours)
  await page.setViewportSize({ width: 360, height: 780 })
  for (const path of paths) {
    await check(page, path, 'light')
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (wide > 0) faults.push(`${path} is ${wide} px wider than a phone`)
  }
}

async function look(page, path, colorScheme) {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await go(page, path)
  await page.waitForLoadState('networkidle')
  return axe(page, `${path} (${colorScheme})`)
}
