// Chromium as the journeys use it: the distribution's, headless, quiet.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/** The panel's origin; its sites are named by the API. */
export const portal = (process.env.PORTAL_URL ?? 'http://localhost:8080').replace(/\/$/, '')

const open = []

/** A browser with a profile of its own, and notes of what must not happen. */
export async function browser(options = {}) {
  const profile = mkdtempSync(join(tmpdir(), 'baq-journey-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: flags, viewport: { width: 1440, height: 900 }, locale: 'en-GB', ...options
  })
  const troubles = []
  context.on('page', page => watch(page, troubles))
  for (const page of context.pages()) watch(page, troubles)
  context.setDefaultTimeout(15_000)
  const one = { context, troubles, page: context.pages()[0] ?? await context.newPage() }
  open.push({ one, profile })
  return one
}

// Refusals are looked at where they are due; a preview within the panel runs no scripts.
const expected = /^Failed to load resource|frame is sandboxed/

function watch(page, troubles) {
  page.on('pageerror', error => troubles.push(`${page.url()}: ${error.message}`))
  page.on('console', message => message.type() === 'error' && !expected.test(message.text()) && troubles.push(`${page.url()}: ${message.text()}`))
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url())
    if (/^https?:$/.test(protocol) && !hostname.endsWith('localhost') && hostname !== new URL(portal).hostname) troubles.push(`an outside request: ${request.url()}`)
  })
}

/** Closes every browser and removes its profile. */
export async function closeAll() {
  for (const { one, profile } of open.splice(0)) {
    await one.context.close().catch(() => undefined)
    rmSync(profile, { recursive: true, force: true })
  }
}

/** The browsers of the journey under way. */
export const opened = () => open.map(({ one }) => one)
