// The site works without this file. It remembers the reader's choice of light
// or dark, brings the current rubric into view and passes links on.
const root = document.documentElement
const dark = matchMedia('(prefers-color-scheme: dark)')

const themeSwitch = document.querySelector('[data-theme-switch]')
themeSwitch.hidden = false
themeSwitch.addEventListener('click', () => {
  const now = root.dataset.theme || (dark.matches ? 'dark' : 'light')
  const next = now === 'dark' ? 'light' : 'dark'
  root.dataset.theme = next
  try {
    localStorage.theme = next
  } catch {
    // Storage is switched off: the choice holds for this page.
  }
})

const menu = document.querySelector('.menu-row')
const current = menu.querySelector('[aria-current]')
if (current) menu.scrollLeft = current.offsetLeft - menu.clientWidth / 2

for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = false
  button.addEventListener('click', async () => {
    if (navigator.share && matchMedia('(pointer: coarse)').matches) {
      await navigator.share({ title: document.title, url: button.dataset.copy }).catch(() => {})
      return
    }
    await navigator.clipboard.writeText(button.dataset.copy)
    button.querySelector('[role=status]').textContent = button.dataset.copied
  })
}
