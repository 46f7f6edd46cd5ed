/** Puts the rows of a list into another order: dragged by a handle with a mouse, a finger or a pen, or moved by its keys. */
export function useSorting(list: () => HTMLElement | null, move: (from: number, to: number) => unknown) {
  const carried = ref<Carried>()
  const rows = () => [...list()?.children ?? []].filter((child): child is HTMLElement => child instanceof HTMLElement && 'row' in child.dataset)
  const middles = () => rows().map(row => row.getBoundingClientRect()).map(box => (box.top + box.bottom) / 2)
  let drag: AbortController | undefined
  const drop = () => { drag?.abort(); carried.value = undefined }
  onScopeDispose(drop)

  function grab(event: PointerEvent, from: number): void {
    if (event.button !== 0) return
    event.preventDefault()
    ;(event.currentTarget as HTMLElement).focus({ preventScroll: true })
    drop()
    drag = new AbortController()
    const { signal } = drag
    const [own, scroller] = [event.pointerId, scrollerOf(list())]
    let y = event.clientY
    const look = () => { carried.value = { from, to: placeUnder(middles(), from, y) } }
    look()
    const on = (name: 'pointermove' | 'pointerup' | 'pointercancel', act: () => void) =>
      window.addEventListener(name, (now) => { if (now.pointerId === own) { y = now.clientY; act() } }, { signal })
    on('pointermove', look)
    on('pointercancel', drop)
    on('pointerup', () => {
      const to = carried.value?.to ?? from
      drop()
      if (to !== from) move(from, to)
    })
    window.addEventListener('keydown', (key) => { if (key.key === 'Escape') drop() }, { signal })
    scrollAlong(scroller, () => y, look, signal)
  }

  /** The handle's keys. The handle keeps the focus wherever its row goes. */
  async function keys(event: KeyboardEvent, from: number): Promise<void> {
    const to = placeByKey(event.key, from, rows().length)
    if (to === undefined) return
    event.preventDefault()
    const handle = event.currentTarget as HTMLElement
    move(from, to)
    await nextTick()
    handle.focus({ preventScroll: true })
    handle.scrollIntoView({ block: 'nearest' })
  }

  /** Where the line that shows the future place stands at a row: above it or below it. */
  function lineAt(index: number): 'above' | 'below' | undefined {
    const now = carried.value
    if (!now || now.to === now.from || now.to !== index) return undefined
    return now.to < now.from ? 'above' : 'below'
  }

  return { carried, grab, keys, lineAt }
}

const edge = 60 // px from the ends of what scrolls in which dragging scrolls on
const pace = 12 // px a frame

/** Scrolls on while the pointer is near an end, until the signal ends it. */
function scrollAlong(scroller: HTMLElement | undefined, pointer: () => number, look: () => void, signal: AbortSignal): void {
  const frame = () => {
    if (signal.aborted || !scroller) return
    const [box, y] = [scroller.getBoundingClientRect(), pointer()]
    const by = y < box.top + edge ? -pace : y > box.bottom - edge ? pace : 0
    if (by) scroller.scrollBy(0, by)
    if (by) look()
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
}

function scrollerOf(element: HTMLElement | null): HTMLElement | undefined {
  for (let one = element?.parentElement; one; one = one.parentElement) {
    if (one.scrollHeight > one.clientHeight && /auto|scroll/.test(getComputedStyle(one).overflowY)) return one
  }
  return undefined
}
