const [desk, phone] = [1280, 375] // px that a desk and a phone are wide

/** Fits a page as wide as a desk into what is narrower: drawn smaller; a phone is drawn as it is. */
export function useScaled(stage: () => HTMLElement | null, narrow: () => boolean) {
  const size = ref({ width: desk, height: 600 })
  let observer: ResizeObserver | undefined
  onMounted(() => {
    observer = new ResizeObserver(([entry]) => {
      if (entry?.contentRect.width) size.value = { width: entry.contentRect.width, height: entry.contentRect.height }
    })
    watch(stage, (now, before) => {
      if (before) observer?.unobserve(before)
      if (now) observer?.observe(now)
    }, { immediate: true, flush: 'post' })
  })
  onBeforeUnmount(() => observer?.disconnect())
  const scaled = computed(() => Math.min(1, size.value.width / (narrow() ? phone : desk)))
  const frame = computed(() => ({
    width: `${narrow() ? phone : Math.max(desk, size.value.width)}px`,
    height: `${size.value.height / scaled.value}px`,
    transform: scaled.value < 1 ? `scale(${scaled.value})` : undefined
  }))
  return { frame, scaled }
}
