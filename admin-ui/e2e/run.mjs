// Goes the journeys against a running portal: PORTAL_URL=http://localhost:8080 npm run journey [name...]
import { mkdirSync } from 'node:fs'
import { closeAll, opened, portal } from './browser.mjs'

const order = ['login', 'reader', 'outside', 'publish', 'text', 'session', 'conflict', 'workflow', 'rights', 'desk', 'photobank', 'banners', 'uploads', 'planning', 'people', 'apikeys', 'blocks', 'journal', 'secondperson', 'integrity', 'cache', 'redirects', 'scripts', 'links', 'twostep', 'passkey', 'stillyou', 'looks', 'offline']
const wanted = process.argv.slice(2)
const unknown = wanted.filter(name => !order.includes(name))
if (unknown.length) throw new Error(`no journey ${unknown.join(', ')}; there are ${order.join(', ')}`)

const failed = []
console.log(`journeys through ${portal}`)
for (const file of order.filter(name => !wanted.length || wanted.includes(name))) {
  const journey = await import(`./journeys/${file}.mjs`)
  // On a machine that builds and tests at once a browser now and then waits too
  // short. A journey that fails is gone once more, and said to have failed first.
  const trouble = await go(file, journey, 1) && await go(file, journey, 2)
  if (trouble) failed.push({ file, trouble })
}
// Said once more at the end: that is what one sees of a long log.
for (const { file, trouble } of failed) console.error(`the journey ${file} failed: ${trouble}`)
process.exit(failed.length ? 1 : 0)

/** Goes a journey once; resolves to what went wrong. */
async function go(file, journey, attempt) {
  const begun = Date.now()
  try {
    await journey.run()
    const troubles = opened().flatMap(one => one.troubles)
    if (troubles.length) throw new Error(`the browser complained:\n    ${troubles.join('\n    ')}`)
    const again = attempt > 1 ? `, at attempt ${attempt}` : ''
    console.log(`  ✓ ${journey.name} (${((Date.now() - begun) / 1000).toFixed(1)} s${again})`)
    return undefined
  } catch (error) {
    const trouble = `${error?.stack ?? error}`
    console.error(`  ✗ ${journey.name}\n    ${trouble}`)
    await keepPictures(file)
    return trouble
  } finally {
    await closeAll()
  }
}

/** What the screens showed when it failed. */
async function keepPictures(name) {
  mkdirSync('test-results', { recursive: true })
  const pages = opened().flatMap(one => one.context.pages())
  for (const [i, page] of pages.entries()) {
    const path = `test-results/${name}-${i}.png`
    await page.screenshot({ path, timeout: 5000 }).then(() => console.error(`    ${path}`), () => undefined)
  }
}
