// Links are passed on by the device's own means, or copied.
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
