// The site works without this script. All files of this folder become one module,
// in the order of their names, each in a block of its own: what one declares the
// others do not see. This one remembers the reader's choice of light or dark.
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
