/** What the keys of the review do with the pair that has the focus. */
export interface LikenessKeys {
  choose: (key: string, side: PairSide) => void
  merge: (key: string) => void
  dismiss: (key: string) => void
}

/**
 * Goes through pairs by keyboard: up and down (or K and J) from pair to pair, left and right choose
 * which picture stays, Enter merges, D says that they are two. Keys are meant by their place.
 */
export function useLikenessKeys(root: () => HTMLElement | null, does: LikenessKeys) {
  const rows = () => [...root()?.querySelectorAll<HTMLElement>('[data-pair]') ?? []]
  const current = () => rows().find(row => row.contains(document.activeElement))

  function step(by: 1 | -1): void {
    const [all, now] = [rows(), current()]
    const next = now ? all.indexOf(now) + by : 0
    const row = all[Math.min(Math.max(next, 0), all.length - 1)]
    row?.focus()
    row?.scrollIntoView({ block: 'nearest' })
  }

  function onKey(event: KeyboardEvent): void {
    const target = event.target as Element | null
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || target?.closest('input:not([type=radio]), textarea, [role=dialog], [role=menu]')) return
    const row = current()
    const key = row?.dataset.pair
    const choose = (side: PairSide) => () => {
      does.choose(key!, side)
      // Where a radio button has the focus, it goes along.
      if (target?.matches('[type=radio]')) row!.querySelectorAll<HTMLElement>('[type=radio]')[side]?.focus()
    }
    const act = {
      KeyJ: () => step(1),
      KeyK: () => step(-1),
      ArrowDown: key ? () => step(1) : undefined,
      ArrowUp: key ? () => step(-1) : undefined,
      ArrowLeft: key ? choose(0) : undefined,
      ArrowRight: key ? choose(1) : undefined,
      // A button or a link that has the focus keeps its Enter.
      Enter: key && !target?.closest('button, a') ? () => does.merge(key) : undefined,
      KeyD: key ? () => does.dismiss(key) : undefined
    }[event.code]
    if (!act) return
    event.preventDefault()
    act()
  }

  onMounted(() => addEventListener('keydown', onKey))
  onBeforeUnmount(() => removeEventListener('keydown', onKey))
  /** Leads to the pair at a place, once the one that was there is gone. */
  const focusAt = async (place: number) => {
    await nextTick()
    rows().at(Math.min(place, rows().length - 1))?.focus()
  }
  return { placeOf: (key: string) => rows().findIndex(row => row.dataset.pair === key), focusAt }
}
