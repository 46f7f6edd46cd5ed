// The search completes what is being typed. Without it the form works as well.
const field = document.querySelector('#search')
const choices = document.querySelector('#suggestions')
if (field && choices) {
  let asked = ''
  let waiting
  const ask = async () => {
    const q = field.value.trim()
    if (q.length < 2 || q === asked) return
    asked = q
    try {
      const answer = await fetch('/api/v1/search/suggestions?' + new URLSearchParams({ q, lang: document.documentElement.lang.split('-')[0], fields: 'text' }))
      if (!answer.ok || asked !== q) return
      const { items } = await answer.json()
      choices.replaceChildren(...items.map(({ text }) => new Option(text, text)))
    } catch { /* offline: nothing is suggested */ }
  }
  field.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(ask, 200)
  })
}
