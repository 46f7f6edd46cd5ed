/** Words that pictures are described with already, offered as one types. */
export function usePictureWords(field: () => Schemas['WordField']) {
  const api = useApi()
  const { typed, term } = useSearchTerm()
  const words = shallowRef<string[]>([])
  const pending = ref(false)

  async function find(): Promise<void> {
    const asked = term.value
    pending.value = true
    try {
      const { items } = await answer(api.GET('/pictures/vocabulary', { params: { query: { field: field(), q: asked || undefined } } }))
      if (asked === term.value) words.value = items
    } catch {
      words.value = [] // Nothing is offered; what is typed counts all the same.
    } finally {
      pending.value = false
    }
  }
  watch(term, find)

  /** Called when the menu opens, for its first offers. */
  const open = () => { if (words.value.length === 0) void find() }
  return { typed, words, pending, open }
}
