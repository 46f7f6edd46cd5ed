// One banner of each place stands: at each view another, as often as its weight says.
// The box stays as it is. One that was seen by half for a second counts as seen.
const waiting = []
let sending
const tell = () => {
  sending = 0
  navigator.sendBeacon('/seen/banners', waiting.splice(0).join())
}
const timers = new Map()
const watch = window.IntersectionObserver && navigator.sendBeacon && new IntersectionObserver((entries) => {
  for (const { target, intersectionRatio } of entries) {
    clearTimeout(timers.get(target))
    if (intersectionRatio < .5) continue
    timers.set(target, setTimeout(() => {
      if (document.hidden) return
      watch.unobserve(target)
      waiting.push(target.dataset.banner)
      sending ||= setTimeout(tell, 300)
    }, 1000))
  }
}, { threshold: .5 })

for (const place of document.querySelectorAll('[data-banners]')) {
  const all = [...place.querySelectorAll('[data-banner]')]
  let draw = Math.random() * all.reduce((sum, one) => sum + Number(one.dataset.weight), 0)
  const chosen = all.find((one) => (draw -= one.dataset.weight) < 0) || all[0]
  for (const one of all) one.hidden = one !== chosen
  watch?.observe(chosen)
}
