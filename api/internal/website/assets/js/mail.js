// E-mail addresses stand coded in the page, so that programs that gather them find
// none. Here they become what they are.
for (const one of document.querySelectorAll('[data-mail]')) {
  const address = atob(one.dataset.mail)
  if (one.tagName === 'A') {
    one.href = 'mailto:' + address
    continue
  }
  const link = one.closest('a') ? document.createElement('span') : Object.assign(document.createElement('a'), { href: 'mailto:' + address })
  link.textContent = address
  one.replaceWith(link)
}
