import assert from 'node:assert/strict'
import AxeBuilder from '@axe-core/playwright'
import { browser } from '../browser.mjs'
import { api, at, go } from '../desk.mjs'

export const name = 'the main screens pass axe (WCAG 2.2 AA), light and dark, wide and narrow'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

export async function run() {
  const faults = []
  const check = async (page, path, colours) => faults.push(...await look(page, path, colours))
  const stranger = await browser()
  await check(stranger.page, '/login?lang=ru', 'light')
  await check(stranger.page, '/login?lang=kk', 'dark')
  const { page } = await at('chief@baq.local')
  const [article] = (await api(page, '/news?limit=1')).items
  const paths = ['/', '/news', '/news?state=trashed', '/calendar', '/calendar?view=month', '/news/new?language=kk', `/news/${article.id}`, '/rubrics', '/tags', '/authors', '/photobank', '/pages', '/account']
  for (const colours of ['light', 'dark']) for (const path of paths) await check(page, path, colours)
  await page.setViewportSize({ width: 360, height: 780 })
  for (const path of paths) {
    await check(page, path, 'light')
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (wide > 0) faults.push(`${path} is ${wide} px wider than a phone`)
  }
  assert.equal(faults.length, 0, [...new Set(faults)].join('\n    '))
}

async function look(page, path, colorScheme) {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await go(page, path)
  await page.waitForLoadState('networkidle')
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
  return violations.flatMap(v => v.nodes.map(n => `${v.id} on ${path} (${colorScheme}): ${n.target.join(' ')}\n      ${n.failureSummary?.split('\n').slice(1).join(' ').trim()}`))
}
