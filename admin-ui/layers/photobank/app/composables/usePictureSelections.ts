/** Saved selections: mine, and those that others share. */
export function usePictureSelections() {
  const api = useApi()
  const { data, error, refresh } = useAsyncData('picture-selections', () => answer(api.GET('/picture-selections')))
  const items = computed(() => data.value?.items ?? [])

  /** Saves the filters under a name; one of mine that had the name is replaced. */
  async function save(name: string, filters: PictureFilters, shared: boolean): Promise<void> {
    await answer(api.POST('/picture-selections', { body: { name, query: selectionOf(filters), shared } }))
    await refresh()
  }

  async function remove(id: number): Promise<void> {
    await answer(api.DELETE('/picture-selections/{id}', { params: { path: { id } } }))
    await refresh()
  }

  return { items, error, save, remove }
}
