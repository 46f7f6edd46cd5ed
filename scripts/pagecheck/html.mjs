// The Nu HTML checker on the pages of a running portal: node html.mjs [how many]
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import vnu from 'vnu-jar'
import { pages } from './pages.mjs'

const folder = mkdtempSync(join(tmpdir(), 'baq-pages-'))
const addresses = []
try {
  for await (const [address, html] of pages(Number(process.argv[2] ?? 500))) {
    writeFileSync(join(folder, `${addresses.length}.html`), html)
    addresses.push(address)
  }
  const found = check()
  for (const m of found.slice(0, 50)) console.log(`${addresses[m.page]}:${m.lastLine}: ${m.message}\n    ${(m.extract ?? '').replaceAll('\n', ' ').trim()}`)
  const amp = addresses.filter(a => a.includes('/amp/')).length
  console.log(`Nu HTML checker: ${addresses.length} pages (${addresses.length - amp} and ${amp} of AMP, which is left out), ${found.length} errors`)
  process.exitCode = found.length || addresses.length - amp < 100 ? 1 : 0
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** The errors; AMP's own attributes are no HTML, and a test of AMP's rules has them. */
function check() {
  const files = addresses.flatMap((address, i) => address.includes('/amp/') ? [] : join(folder, `${i}.html`))
  let out
  try {
    out = execFileSync('java', ['-jar', vnu, '--format', 'json', '--stdout', '--errors-only', ...files], { maxBuffer: 1 << 28 })
  } catch (failed) { // it ends with 1 when it found something
    out = failed.stdout
  }
  return JSON.parse(out).messages.map(m => ({ ...m, page: Number(/(\d+)\.html$/.exec(m.url)?.[1]) }))
}
