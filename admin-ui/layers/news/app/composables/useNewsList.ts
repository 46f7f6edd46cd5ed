type Summary = Schemas['ArticleSummary']

/** The articles of the filters page by page, each row as new as what was done with it here. */
export function useNewsList(filters: Readonly<Ref<Filters>>) {
  const api = useApi()
  const list = useKeyset(
    () => `news-${JSON.stringify(filters.value)}`,
    cursor => answer(api.GET('/news', { params: { query: { ...filters.value, cursor, limit: 30 } } }))
  )
  const changed = shallowReactive(new Map<number, Summary>())
  watch(list.first.data, () => changed.clear())
  const rows = computed(() => list.items.value.map(row => changed.get(row.id) ?? row))
  const single = computed(() => list.items.value.length === (list.first.data.value?.items.length ?? 0))

  /** Shows in its row what has become of an article. */
  function renew(article: Article): void {
    const row = rows.value.find(one => one.id === article.id)
    if (row) changed.set(row.id, rowAfter(row, article))
  }

  /** Asks for the list again, unless that would take away pages that were asked for. */
  const refresh = () => { if (single.value) void list.first.refresh() }
  return { ...list, rows, renew, refresh }
}
