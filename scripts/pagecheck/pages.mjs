// Finds the pages of a running portal's sites by following their links.
import { get } from 'node:http'

/** The sites to check: PORTAL_URL and PORTAL_URL_RU, as with-newsroom.sh gives them. */
export const sites = [process.env.PORTAL_URL, process.env.PORTAL_URL_RU].filter(Boolean)
if (sites.length < 2) throw new Error('PORTAL_URL and PORTAL_URL_RU name the sites; scripts/with-newsroom.sh sets them')

const agent = { 'user-agent': 'pagecheck (bot)' }

/** HTML pages as [address, html], at most `limit`, breadth first from every site's front page. */
export async function* pages(limit) {
  const queue = sites.map(site => new URL('/', site).href)
  const seen = new Set(queue)
  const hosts = new Set(sites.map(site => new URL(site).host))
  let given = 0
  while (queue.length && given < limit) {
    const address = queue.shift()
    const html = await read(address)
    if (html === undefined) continue
    given++
    yield [address, html]
    for (const [, href] of html.matchAll(/<a\b[^>]*\bhref="([^"]+)"/g)) {
      const next = new URL(href.replaceAll('&amp;', '&'), address)
      next.hash = ''
      if (!hosts.has(next.host) || /^\/(language|go|docs|redoc)\b/.test(next.pathname) || seen.has(next.href)) continue
      seen.add(next.href)
      queue.push(next.href)
    }
  }
}

/** The HTML at an address; nothing when it is none. Browsers know every name below localhost, Node does not. */
function read(address) {
  const lookup = (_, options, done) => options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)
  const options = { headers: agent, ...new URL(address).hostname.endsWith('localhost') && { lookup } }
  return new Promise((resolve, reject) => {
    get(address, options, (answer) => {
      const parts = []
      answer.on('data', part => parts.push(part)).on('end', () => {
        const isPage = answer.statusCode === 200 && answer.headers['content-type']?.startsWith('text/html')
        resolve(isPage ? Buffer.concat(parts).toString() : undefined)
      })
    }).on('error', reject)
  })
}
