/** The filters of the journal, as the address has them. */
export function useJournalFilters() {
  const route = useRoute()
  const filters = computed(() => readJournalFilters(route.query as Record<string, string>))
  const show = (wanted: JournalFilters) => navigateTo({ path: '/journal', query: { ...wanted } }, { replace: true })
  const set = (part: JournalFilters) => show({ ...filters.value, ...part })
  const reset = () => show({})
  const count = computed(() => Object.values(filters.value).filter(Boolean).length)
  return { filters, set, reset, count }
}
