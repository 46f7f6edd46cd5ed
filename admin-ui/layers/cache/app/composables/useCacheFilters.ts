/** The filters of the cache's entries, as the address has them. */
export function useCacheFilters() {
  const route = useRoute()
  const filters = computed(() => readCacheFilters(route.query as Record<string, string>))
  const narrowed = computed(() => Object.values(filters.value).some(Boolean))
  const set = (part: CacheFilters) => navigateTo({ path: '/cache/entries', query: { ...filters.value, ...part } }, { replace: true })
  const reset = () => navigateTo('/cache/entries', { replace: true })
  return { filters, narrowed, set, reset }
}
