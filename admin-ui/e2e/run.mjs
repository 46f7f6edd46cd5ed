// Goes the journeys against a running portal: PORTAL_URL=http://localhost:8080 npm run journey [name...]
import { mkdirSync } from 'node:fs'
import { closeAll, opened, portal } from './browser.mjs'

const order = ['login', 'publish', 'text', 'session', 'conflict', 'rights', 'desk', 'looks']
const wanted = process.argv.slice(2)
const unknown = wanted.filter(name => !order.includes(name))
if (unknown.length) throw new Error(`no journey ${unknown.join(', ')}; there are ${order.join(', ')}`)

let failed = 0
console.log(`journeys through ${portal}`)
for (const file of order.filter(name => !wanted.length || wanted.includes(name))) {
  const journey = await import(`./journeys/${file}.mjs`)
  const begun = Date.now()
  try {
    await journey.run()
    const troubles = opened().flatMap(one => one.troubles)
    if (troubles.length) throw new Error(`the browser complained:\n    ${troubles.join('\n    ')}`)
    console.log(`  ✓ ${journey.name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`)
  } catch (error) {
    failed++
    console.error(`  ✗ ${journey.name}\n    ${error.stack ?? error}`)
    await keepPictures(file)
  } finally {
    await closeAll()
  }
}
process.exit(failed ? 1 : 0)

/** What the screens showed when it failed. */
async function keepPictures(name) {
  mkdirSync('test-results', { recursive: true })
  const pages = opened().flatMap(one => one.context.pages())
  for (const [i, page] of pages.entries()) {
    const path = `test-results/${name}-${i}.png`
    await page.screenshot({ path, timeout: 5000 }).then(() => console.error(`    ${path}`), () => undefined)
  }
}
