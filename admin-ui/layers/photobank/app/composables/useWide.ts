/** Whether the window is wide enough for two columns; narrow until the browser says otherwise. */
export function useWide(least = 1180): Ref<boolean> {
  const wide = ref(false)
  onMounted(() => {
    const query = matchMedia(`(min-width: ${least}px)`)
    const look = () => { wide.value = query.matches }
    look()
    query.addEventListener('change', look)
    onBeforeUnmount(() => query.removeEventListener('change', look))
  })
  return wide
}
