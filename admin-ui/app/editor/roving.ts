import type { ShallowRef } from 'vue'

/** A bar of buttons as one tab stop: the arrow keys, Home and End go from one to the next. */
export function useRoving(bar: Readonly<ShallowRef<HTMLElement | null>>) {
  const at = ref(0)
  const buttons = () => [...bar.value?.querySelectorAll('button') ?? []]

  function step(event: KeyboardEvent) {
    const all = buttons()
    const here = all.indexOf(document.activeElement as HTMLButtonElement)
    const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: all.length - 1 }[event.key]
    if (here < 0 || next === undefined) return
    event.preventDefault()
    all[(next + all.length) % all.length]?.focus()
  }

  /** Whatever way a button got the focus, Tab comes back to it. */
  function hold() {
    const here = buttons().indexOf(document.activeElement as HTMLButtonElement)
    if (here >= 0) at.value = here
  }

  return { at, step, hold, focus: () => buttons()[at.value]?.focus() }
}
