const every = 2000 // ms
const kept = 61 // samples: two minutes

/** How the cache does, asked for again and again while somebody looks; `late` when the last question had no answer. */
export function useCacheState() {
  const api = useApi()
  const quietly = useQuietApi()
  const first = useAsyncData('cache-state', () => answer(api.GET('/cache')))
  const samples = shallowRef<CacheSample[]>([])
  const late = ref(false)
  let asking = false
  watch(first.data, (state) => { if (state) samples.value = [...samples.value, sampleOf(state)].slice(-kept) }, { immediate: true })

  async function ask() {
    if (asking) return
    asking = true
    try {
      first.data.value = await answer(quietly.GET('/cache'))
      late.value = false
    } catch {
      late.value = true
    } finally {
      asking = false
    }
  }

  usePolling(() => !!first.data.value, every, ask)
  return { first, state: first.data, samples, late, ask }
}
