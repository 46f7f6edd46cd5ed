/** What the keys of a list do; the places are those of its rows. */
export interface ListKeys {
  rows: () => HTMLElement[]
  choose: (place: number, range: boolean) => void
  search: () => void
  escape: () => void
}

/**
 * Goes through a list by keyboard: J and K or the arrows from row to row, X chooses,
 * the slash leads to the search. Enter is the row's own link. Keys are meant by their
 * place, so that they work with a Cyrillic layout, and left alone while one types.
 */
export function useListKeys(keys: ListKeys) {
  const place = () => keys.rows().findIndex(row => row === document.activeElement)

  function move(by: number): void {
    const rows = keys.rows()
    const next = place() < 0 ? (by > 0 ? 0 : rows.length - 1) : place() + by
    rows[Math.min(Math.max(next, 0), rows.length - 1)]?.focus()
  }

  const actions: Record<string, (event: KeyboardEvent) => void> = {
    KeyJ: () => move(1),
    KeyK: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    KeyX: (event) => { if (place() >= 0) keys.choose(place(), event.shiftKey) },
    Slash: () => keys.search(),
    Escape: () => keys.escape()
  }

  function onKey(event: KeyboardEvent): void {
    const act = actions[event.code]
    if (!act || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
    // The arrows scroll a page on which no row has the focus.
    if (event.code.startsWith('Arrow') && place() < 0) return
    if (event.code !== 'Escape') event.preventDefault()
    act(event)
  }

  onMounted(() => addEventListener('keydown', onKey))
  onBeforeUnmount(() => removeEventListener('keydown', onKey))
}

function typing(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable=true], [role=dialog], [role=menu], [role=listbox]') !== null
}
