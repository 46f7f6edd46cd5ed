// The current rubric comes into view, once the page has been laid out anyway.
requestAnimationFrame(() => {
  const menu = document.querySelector('.menu-row')
  const current = menu.querySelector('[aria-current]')
  if (current) menu.scrollLeft = current.offsetLeft - menu.clientWidth / 2
})
