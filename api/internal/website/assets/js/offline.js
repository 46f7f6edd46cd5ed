// Articles that were read stay readable without a connection; see worker/sw.js.
const notice = document.querySelector('[data-offline]')
const tell = () => (notice.hidden = navigator.onLine)
if (!document.querySelector('[data-kept]')) {
  tell()
  addEventListener('online', tell)
  addEventListener('offline', tell)
}

if (navigator.serviceWorker) {
  const first = !navigator.serviceWorker.controller
  navigator.serviceWorker
    .register('/sw.js')
    .then(() => navigator.serviceWorker.ready)
    .then(({ active }) => {
      if (first) active.postMessage([location.href, ...[...document.images].map((one) => one.currentSrc).filter(Boolean)])
    })
    .catch(() => {}) // storage is switched off, or the connection broke
}

// The page that stands in without a connection lists what is kept, the last read first.
const kept = document.querySelector('[data-kept]')
if (kept && window.caches) {
  const list = async () => {
    const store = await caches.open('read')
    for (const one of (await store.keys()).reverse()) {
      if (!new URL(one.url).pathname.startsWith('/news/')) continue
      const html = await (await store.match(one)).text()
      const link = document.createElement('a')
      link.href = one.url
      link.textContent = new DOMParser().parseFromString(html, 'text/html').querySelector('h1').textContent
      const item = document.createElement('li')
      item.append(link)
      kept.append(item)
    }
    kept.nextElementSibling.hidden = kept.children.length > 0
  }
  list().catch(() => {})
}
