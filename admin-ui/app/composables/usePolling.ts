/** Asks again and again while there is something to watch; not in a hidden tab, which nobody looks at. */
export function usePolling(watching: () => boolean, every: number, ask: () => unknown): void {
  let timer: ReturnType<typeof setInterval> | undefined
  const stop = () => { clearInterval(timer); timer = undefined }
  onMounted(() => watch(watching, (on) => {
    stop()
    if (on) timer = setInterval(() => { if (!document.hidden) void ask() }, every)
  }, { immediate: true }))
  onBeforeUnmount(stop)
}
