/** My saved filters of the list. */
export function useSavedFilters() {
  const api = useApi()
  const { data, error, refresh } = useAsyncData('saved-filters', () => answer(api.GET('/newsroom/filters')))
  const items = computed(() => data.value?.items ?? [])

  /** Saves a filter under a name; one that had the name is replaced. */
  async function save(name: string, filters: Filters): Promise<void> {
    await answer(api.POST('/newsroom/filters', { body: { name, query: writeFilters(filters) } }))
    await refresh()
  }

  async function remove(id: number): Promise<void> {
    await answer(api.DELETE('/newsroom/filters/{id}', { params: { path: { id } } }))
    await refresh()
  }

  return { items, error, save, remove }
}
