// How much of an article is read, as a line at the top of the window.
const line = document.querySelector('[data-progress]')
const article = document.querySelector('.prose')
if (line && article) {
  let waiting = false
  const draw = () => {
    waiting = false
    const box = article.getBoundingClientRect()
    const part = (innerHeight * 0.6 - box.top) / box.height
    line.style.transform = `scaleX(${Math.min(1, Math.max(0, part))})`
  }
  addEventListener('scroll', () => {
    if (waiting) return
    waiting = true
    requestAnimationFrame(draw)
  }, { passive: true })
  line.hidden = false
}
