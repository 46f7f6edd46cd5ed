/** What changed in the original since it was translated. */
export function useSourceChange(article: Ref<Article | null>) {
  const api = useApi()
  const notice = useNotice()
  const change = shallowRef<{ before: Fields, after: Fields }>()
  const seen = ref<number>() // the text of the original that was looked at
  const busy = ref(false)

  /** The original's youngest revision whose text is no newer than the one that was translated. */
  async function translated(id: number, text: number): Promise<number | undefined> {
    let cursor: string | undefined
    do {
      const page: Schemas['RevisionPage'] = await answer(api.GET('/news/{id}/revisions', { params: { path: { id }, query: { cursor, limit: 100 } } }))
      const found = page.items.find(revision => revision.textVersion <= text)
      if (found) return found.version
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    return undefined
  }

  async function show(): Promise<void> {
    const translation = article.value?.translation
    if (!translation) return
    busy.value = true
    try {
      const path = { id: translation.sourceId }
      const source = await answer(api.GET('/news/{id}', { params: { path } }))
      const revision = await translated(source.id, translation.sourceTextVersion)
      const before = revision && await answer(api.GET('/news/{id}/revisions/{revision}', { params: { path: { ...path, revision } } }))
      seen.value = source.textVersion
      change.value = { before: fieldsOf(before ? before.content : null), after: fieldsOf(source) }
    } catch (error) {
      notice.failed(error)
    } finally {
      busy.value = false
    }
  }

  return { change, seen, show, busy }
}
