/** The filters of the news list, as the address has them. */
export function useNewsFilters() {
  const route = useRoute()
  const last = useLastList()
  watch(() => route.fullPath, (path) => { if (route.path === '/news') last.value = path }, { immediate: true })
  const filters = computed(() => readFilters(route.query))
  /** The trash is a view of its own: its state is no filter that could be reset. */
  const trash = computed(() => filters.value.state === 'trashed')
  const begin = computed<Filters>(() => trash.value ? { state: 'trashed' } : {})
  const show = (wanted: Filters) => navigateTo({ path: '/news', query: writeFilters(wanted) }, { replace: true })
  const set = (part: Filters) => show({ ...filters.value, ...part })
  const reset = () => show(begin.value)
  const count = computed(() => Object.keys(writeFilters(filters.value)).length - Object.keys(begin.value).length)
  return { filters, set, show, reset, count, trash }
}
