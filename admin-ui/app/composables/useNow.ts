/** The time of this page's first render, the same on server and in the browser; moves on every minute. */
export function useNow(): Ref<number> {
  const now = useState('now', () => Date.now())
  onMounted(() => {
    const timer = setInterval(() => { now.value = Date.now() }, 60_000)
    onBeforeUnmount(() => clearInterval(timer))
  })
  return now
}
