// The public API from outside: the example reader, checked and built as its README says,
// served from another port, read in Chromium. That it may read there is what CORS is for.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { browser, portal } from '../browser.mjs'

export const name = 'an app of another origin: list, article, search, Russian, without a connection'

const example = new URL('../../../docs/examples/reader/', import.meta.url).pathname
const contract = new URL('../../../openapi/bundle/public.yaml', import.meta.url).pathname
// Beneath the panel, whose node_modules have all that the example needs.
const folder = new URL('../../test-results/reader/', import.meta.url).pathname
const tool = command => new URL(`../../node_modules/.bin/${command}`, import.meta.url).pathname
const use = (command, ...args) => execFileSync(tool(command), args, { cwd: folder, stdio: 'pipe', env: { ...process.env, PORTAL_URL: portal } })
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' }

export async function run() {
  build()
  const server = createServer(send).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  try {
    await read(`http://localhost:${server.address().port}/`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

function build() {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  cpSync(example, folder, { recursive: true, filter: path => !/node_modules|dist/.test(path.slice(example.length)) })
  use('openapi-typescript', contract, '-o', 'src/fresh.d.ts')
  assert.equal(readFileSync(join(folder, 'src/contract.d.ts'), 'utf8'), readFileSync(join(folder, 'src/fresh.d.ts'), 'utf8'), 'the example\'s types are not those of the contract: npm run generate in docs/examples/reader')
  use('tsc', '--strict', '--noEmit')
  use('vite', 'build', '--base', './')
}

function send(request, response) {
  const path = normalize(new URL(request.url, 'http://localhost').pathname).replace(/\/$/, '/index.html')
  try {
    const body = readFileSync(join(folder, 'dist', path))
    response.writeHead(200, { 'Content-Type': types[extname(path)] ?? 'application/octet-stream' }).end(body)
  } catch {
    response.writeHead(404).end()
  }
}

async function read(app) {
  const { page, context } = await browser({ viewport: { width: 360, height: 780 } })
  const lines = page.locator('main ol li a')
  await page.goto(app)
  await lines.first().waitFor()
  const title = await lines.first().textContent()
  const address = await lines.first().getAttribute('href')
  await lines.first().click()
  await page.locator('main article h1').waitFor()
  assert.equal(await page.locator('main article h1').textContent(), title)
  assert.ok((await page.locator('main article div').textContent()).length > 20, 'the article has no text')

  await page.locator('#search input').fill(title.split(' ').find(word => word.length > 4))
  await page.locator('#search button').click()
  await page.locator('main h1', { hasText: 'Табылғаны' }).waitFor()
  await lines.first().waitFor()

  await page.locator('#language').click()
  await page.locator('html[lang=ru]').waitFor()
  await page.locator('main h1', { hasText: 'Последние новости' }).waitFor()
  await lines.first().waitFor()
  assert.notEqual(await lines.first().textContent(), title)
  await page.locator('#language').click()
  await page.locator('html[lang=kk]').waitFor()

  await context.setOffline(true)
  await page.evaluate((hash) => { location.hash = hash }, address)
  await page.locator('main article h1', { hasText: title }).waitFor()
  await page.locator('#state', { hasText: 'Байланыс жоқ. Бұрын' }).waitFor()
  await page.evaluate(() => { location.hash = '#/search/ешқашан' })
  await page.locator('#state', { hasText: 'бұрын жүктелмеген' }).waitFor()
  await context.setOffline(false)
  await page.evaluate(() => { location.hash = '#/news/999999999' })
  await page.locator('#state', { hasText: 'Мұндай материал жоқ' }).waitFor()
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it is wider than a telephone')
}
