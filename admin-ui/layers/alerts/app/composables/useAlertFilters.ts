/** The filters of the alerts, as the address has them. */
export function useAlertFilters() {
  const route = useRoute()
  const filters = computed(() => readAlertFilters(route.query as Record<string, string>))
  const set = (part: AlertFilters) => navigateTo({ path: '/alerts', query: { ...filters.value, ...part } }, { replace: true })
  return { filters, set }
}
