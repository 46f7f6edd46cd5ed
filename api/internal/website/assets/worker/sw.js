// Keeps the articles that were read last, with their pictures, for when there is no
// connection. With one every page comes from the site, never from here.
const edition = '{edition}'
const fixed = {fixed}
const shell = 'shell-' + edition
const read = 'read'
const limit = 20

const isArticle = (url) => !url.search && /^\/news\/[^/]+$/.test(url.pathname)
const isPicture = (url) => !url.search && url.pathname.startsWith('/media/')
const isAsset = (url) => url.pathname.startsWith('/assets/')
// A file's name without its hash; a picture's folder, which holds all its sizes.
const plain = (url) => url.replace(/\.[0-9a-f]{10}\./, '.')
const folder = (url) => url.slice(0, url.lastIndexOf('/') + 1)
const like = async (store, form, url) => (await store.keys()).find((one) => form(one.url) === form(url))

addEventListener('install', (event) => event.waitUntil(caches.open(shell).then((store) => store.addAll(fixed)).then(() => skipWaiting())))
addEventListener('activate', (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== shell && name !== read) await caches.delete(name)
  await clients.claim()
})()))

addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== location.origin) return
  if (request.mode === 'navigate') event.respondWith(page(event, url))
  else if (isAsset(url)) event.respondWith(asset(request))
  else if (isPicture(url)) event.respondWith(picture(event))
})

// The first article is open before this worker is: the page tells of it, and of the
// pictures that it shows.
addEventListener('message', (event) => event.waitUntil((async () => {
  const store = await caches.open(read)
  const [article, ...pictures] = event.data.map((one) => new URL(one, location.href))
  if (!isArticle(article)) return
  await keep(store, article.href, await fetch(article))
  for (const one of pictures) if (isPicture(one)) await store.add(one).catch(() => {})
})()))

async function page(event, url) {
  const store = await caches.open(read)
  try {
    const answer = await fetch(event.request)
    if (isArticle(url)) event.waitUntil(keep(store, url.href, answer.clone()))
    return answer
  } catch {
    return (isArticle(url) && await store.match(url.href)) || await caches.match('/offline') || Response.error()
  }
}

// One that is gone, or moved, is dropped; a failure of ours says nothing about it.
async function keep(store, address, answer) {
  if (answer.ok && !/no-store/.test(answer.headers.get('cache-control'))) {
    await store.delete(address)
    await store.put(address, answer)
    await trim(store)
  } else if (answer.status < 500 && answer.status !== 429) {
    await store.delete(address)
    await trim(store)
  }
}

// Of what is kept the oldest articles go, and pictures that no article shows.
async function trim(store) {
  const all = await store.keys()
  const pages = all.filter((one) => isArticle(new URL(one.url)))
  for (const old of pages.splice(0, Math.max(0, pages.length - limit))) await store.delete(old)
  let shown = ''
  for (const one of pages) shown += await (await store.match(one)).text()
  for (const one of all) {
    const url = new URL(one.url)
    if (isPicture(url) && !shown.includes(url.pathname)) await store.delete(one)
  }
}

async function picture({ request, clientId }) {
  const store = await caches.open(read)
  try {
    const answer = await fetch(request)
    const client = await clients.get(clientId)
    if (answer.ok && client && isArticle(new URL(client.url))) await store.put(request.url, answer.clone())
    else if (!answer.ok) await store.delete(request.url)
    return answer
  } catch {
    return (await store.match(await like(store, folder, request.url) || request.url)) || Response.error()
  }
}

async function asset(request) {
  const store = await caches.open(shell)
  const kept = await store.match(request)
  if (kept) return kept
  try {
    const answer = await fetch(request)
    if (answer.ok && /immutable/.test(answer.headers.get('cache-control'))) await store.put(request, answer.clone())
    return answer
  } catch {
    return (await store.match(await like(store, plain, request.url) || request.url)) || Response.error()
  }
}
