/** How high an element is, in px, as it changes; 0 until it is there. */
export function useHeight(element: () => HTMLElement | null | undefined) {
  const height = ref(0)
  let observer: ResizeObserver | undefined
  onMounted(() => {
    const place = element()
    if (!place) return
    observer = new ResizeObserver(() => { height.value = place.offsetHeight })
    observer.observe(place)
  })
  onBeforeUnmount(() => observer?.disconnect())
  return height
}
