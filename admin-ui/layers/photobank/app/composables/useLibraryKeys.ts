/** What the keys of the photobank's pages do, wherever the focus is. */
export interface LibraryKeys { search: () => void, help: () => void, step: (by: 1 | -1) => void }

/** Listens while the page is open. Keys are meant by their place, so that they work with a Cyrillic layout, and left alone while one types. */
export function useLibraryKeys(does: LibraryKeys) {
  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || busyElsewhere(event.target)) return
    const act = event.code === 'Slash' ? (event.shiftKey ? does.help : does.search)
      : event.code === 'KeyJ' ? () => does.step(1) : event.code === 'KeyK' ? () => does.step(-1) : undefined
    if (!act) return
    event.preventDefault()
    act()
  }
  onMounted(() => addEventListener('keydown', onKey))
  onBeforeUnmount(() => removeEventListener('keydown', onKey))
}

// The board is a list box, too, but not one that is typed into.
function busyElsewhere(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable=true], [role=menu], [role=alertdialog]') !== null
}
