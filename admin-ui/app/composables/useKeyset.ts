/** One page of a list in keyset order. */
export interface KeysetPage<T> { items: T[], nextCursor: string | null }

/**
 * A list that grows page by page. The first page comes with the server's render
 * and again whenever the key changes; `more` asks for the following one.
 */
export function useKeyset<T>(key: () => string, load: (cursor?: string) => Promise<KeysetPage<T>>) {
  const first = useAsyncData(key, () => load())
  const later = shallowRef<KeysetPage<T>[]>([])
  const loadingMore = ref(false)
  const moreError = shallowRef<unknown>(null)
  watch(first.data, () => { later.value = [] })

  const items = computed<T[]>(() => [first.data.value as KeysetPage<T> | undefined, ...later.value].flatMap(page => page?.items ?? []))
  const nextCursor = computed(() => (later.value.at(-1) ?? first.data.value)?.nextCursor ?? null)

  async function more(): Promise<void> {
    const [cursor, began] = [nextCursor.value, first.data.value]
    if (!cursor || loadingMore.value) return
    loadingMore.value = true
    moreError.value = null
    try {
      const page = await load(cursor)
      // Another filter may have been chosen meanwhile.
      if (first.data.value === began) later.value = [...later.value, page]
    } catch (error) {
      moreError.value = error
    } finally {
      loadingMore.value = false
    }
  }

  return { first, items, more, hasMore: computed(() => nextCursor.value !== null), loadingMore, moreError }
}
