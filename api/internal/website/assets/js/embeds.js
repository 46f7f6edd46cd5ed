// Content of others is fetched when the reader asks for it, and not before. The
// frame may not reach this page, and only where a player plays for nobody else is
// its provider told which site asks.
for (const figure of document.querySelectorAll('[data-player]')) {
  const consent = figure.querySelector('.embed-consent')
  const button = consent.querySelector('button')
  if (!button) continue
  button.hidden = false
  button.addEventListener('click', () => {
    const frame = document.createElement('iframe')
    frame.title = figure.dataset.title
    frame.sandbox = 'allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation'
    frame.allow = 'fullscreen; encrypted-media; picture-in-picture'
    frame.referrerPolicy = figure.dataset.referrer || 'no-referrer'
    frame.loading = 'lazy'
    frame.src = figure.dataset.player
    consent.replaceWith(frame)
    frame.focus()
  })
}

// Posts say how high they are: Telegram and Instagram in JSON, X in an object.
function heightIn(data) {
  try {
    const said = typeof data === 'string' ? JSON.parse(data) : data
    return Number(said?.height ?? said?.details?.height ?? said?.['twttr.embed']?.params?.[0]?.height) || 0
  } catch {
    return 0
  }
}

addEventListener('message', ({ source, origin, data }) => {
  const frame = [...document.querySelectorAll('.embed iframe')].find((one) => one.contentWindow === source)
  const height = heightIn(data)
  if (!frame || new URL(frame.src).origin !== origin || height < 100) return
  frame.style.height = Math.min(height, 3000) + 'px'
})
