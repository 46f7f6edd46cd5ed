import assert from 'node:assert/strict'
import { axe } from '../axe.mjs'
import { browser, portal } from '../browser.mjs'
import { api, at, button, field, go, noticed } from '../desk.mjs'
import { picture } from '../picture.mjs'
import { say } from '../words.mjs'

export const name = 'a banner: add it → readers see it → shows and clicks are counted → paused, it is gone at once'

export async function run() {
  const stamp = Date.now() % 1e8
  const called = `Науқан ${stamp}`
  const { page } = await at('admin@baq.local')
  const file = { name: `banner-${stamp}.png`, mimeType: 'image/png', buffer: picture(1200, 150, stamp) }
  await api(page, '/pictures', { method: 'POST', multipart: { file } })

  const form = await begin(page)
  await refused(page, form, called)
  await finish(page, form)
  const row = page.locator('main li', { hasText: called })
  await row.getByText(say('banners.state.running'), { exact: true }).waitFor()
  const { items: [banner] } = await api(page, `/banners?q=${encodeURIComponent(called)}`)

  await read(banner.id)
  await counted(page, banner.id)
  await look(page, banner)
  await pause(page, row, called)
  const { page: reader } = await browser()
  await reader.goto(`${portal}/latest`)
  assert.equal(await reader.locator(`[data-banner="${banner.id}"]`).count(), 0, 'a paused banner stands on the site')
  await discard(page, row, called)
}

async function begin(page) {
  await go(page, '/banners')
  await button(page, 'banners.add').click()
  const form = page.locator('form', { has: field(page, 'advertiser') })
  await form.waitFor()
  return form
}

/** What leads nowhere is refused, in the field that it is about. */
async function refused(page, form, called) {
  await field(form, 'name').locator('input').fill(called)
  await field(form, 'advertiser').locator('input').fill('«Ұлы дала» банкі')
  await field(form, 'arts.kk.pictureId').getByRole('button', { name: say('photobank.choose') }).click()
  await page.getByRole('dialog', { name: say('photobank.choose') }).locator('ul button').first().click()
  await field(form, 'arts.kk.alt').locator('input').fill('Депозит ашыңыз: жылына 14 пайыз')
  await field(form, 'arts.kk.url').locator('input').fill('javascript:alert(1)')
  await button(form, 'actions.save').click()
  await field(form, 'arts.kk.url').getByText(/./).filter({ hasText: /http/ }).first().waitFor()
}

async function finish(page, form) {
  await field(form, 'arts.kk.url').locator('input').fill('/latest')
  await button(form, 'actions.save').click()
  await noticed(page, 'states.saved')
}

/** A reader sees it for a second and follows it; its box is there from the start. */
async function read(id) {
  // A headless browser calls itself one, and robots are not counted.
  const { page, context } = await browser({ userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36' })
  const seen = page.waitForRequest(request => request.url().endsWith('/seen/banners') && request.postData()?.split(',').includes(String(id)))
  await page.goto(portal)
  // Others may take their turn: this one is what is looked for.
  for (let tries = 0; tries < 40 && !await page.locator(`[data-banner="${id}"]`).isVisible(); tries++) await page.reload()
  await seen
  const link = page.locator(`[data-banner="${id}"] a`)
  assert.match(await link.getAttribute('rel'), /sponsored/)
  const [opened] = await Promise.all([context.waitForEvent('page'), link.click()])
  await opened.waitForURL(/\/latest$/)
  const cookies = (await context.cookies()).map(one => one.name)
  assert.ok(!cookies.some(one => /ban|ad/.test(one)), `cookies: ${cookies}`)
}

/** Figures arrive within seconds. */
async function counted(page, id) {
  for (let tries = 0; tries < 30; tries++) {
    const { shows, clicks } = await api(page, `/banners/${id}`)
    if (shows >= 1 && clicks === 1) return
    await page.waitForTimeout(1000)
  }
  assert.fail('neither show nor click was counted')
}

/** The screens of the list, the form and the figures pass axe, wide and as narrow as a phone. */
async function look(page, banner) {
  const faults = []
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 })
    for (const path of ['/banners', `/banners/${banner.id}`]) {
      await go(page, path)
      await page.getByText(banner.name).first().waitFor()
      faults.push(...await axe(page, `${path} at ${width}`))
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (wide > 0) faults.push(`${path} is ${wide} px too wide at ${width}`)
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  assert.deepEqual(faults, [])
}

async function pause(page, row, called) {
  await go(page, '/banners')
  await row.getByRole('button', { name: say('banners.pauseOne', { name: called }) }).click()
  await noticed(page, 'banners.pausedNow')
  await row.getByText(say('banners.state.paused'), { exact: true }).waitFor()
}

async function discard(page, row, called) {
  await row.getByRole('button', { name: called, exact: true }).click()
  await button(page, 'actions.delete').click()
  await page.getByRole('dialog').last().getByRole('button', { name: say('actions.delete'), exact: true }).last().click()
  await noticed(page, 'states.deleted')
  await row.waitFor({ state: 'detached' })
}
