const ahead = 900 // px before the end at which more is asked for

/** Asks for more while the end of a list is near its window; `wanting` tells whether there is more and nothing under way. */
export function useReaching(end: Readonly<Ref<HTMLElement | null>>, wanting: () => boolean, more: () => unknown): void {
  onMounted(() => {
    let near = false
    const ask = () => { if (near && wanting()) void more() }
    const observer = new IntersectionObserver(([entry]) => {
      near = entry?.isIntersecting ?? false
      ask()
    }, { root: scrollerOf(end.value), rootMargin: `${ahead}px` })
    watch(end, (now, before) => {
      if (before) observer.unobserve(before)
      if (now) observer.observe(now)
    }, { immediate: true, flush: 'post' })
    // A page that doesn't fill the window leaves the end in sight, of which the observer says nothing new.
    watch(wanting, async (wants) => {
      if (!wants || !end.value) return
      observer.unobserve(end.value)
      await nextTick()
      if (end.value) observer.observe(end.value)
    }, { flush: 'post' })
    onBeforeUnmount(() => observer.disconnect())
  })
}

function scrollerOf(element: HTMLElement | null): HTMLElement | null {
  for (let one = element?.parentElement; one; one = one.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(one).overflowY)) return one
  }
  return null
}
