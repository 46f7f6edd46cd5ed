/** The filters of the news list, as the address has them. */
export function useNewsFilters() {
  const route = useRoute()
  const last = useLastList()
  watch(() => route.fullPath, (path) => { if (route.path === '/news') last.value = path }, { immediate: true })
  const filters = computed(() => readFilters(route.query))
  const set = (part: Filters) => navigateTo({ query: writeFilters({ ...filters.value, ...part }) }, { replace: true })
  const reset = () => navigateTo({ query: {} }, { replace: true })
  const count = computed(() => Object.keys(writeFilters(filters.value)).length)
  return { filters, set, reset, count }
}
