/** The figures that data blocks can show, asked for once by those who show them. */
export function useDataFeeds() {
  const api = useApi()
  const { data, error, status, refresh } = useAsyncData('data-feeds', () => answer(api.GET('/data-feeds')), { dedupe: 'defer' })
  return { items: computed(() => data.value?.items ?? []), error, status, refresh }
}
