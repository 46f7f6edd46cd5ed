/** The filters of the redirects, as the address has them. */
export function useRedirectFilters() {
  const route = useRoute()
  const filters = computed(() => readRedirectFilters(route.query as Record<string, string>))
  const narrowed = computed(() => Object.values(filters.value).some(Boolean))
  const set = (part: RedirectFilters) => navigateTo({ path: '/redirects', query: { ...filters.value, ...part } }, { replace: true })
  const reset = () => navigateTo('/redirects', { replace: true })
  return { filters, narrowed, set, reset }
}
