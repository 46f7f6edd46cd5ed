/** The filters of the banners, as the address has them. */
export function useBannerFilters() {
  const route = useRoute()
  const filters = computed(() => readBannerFilters(route.query as Record<string, string>))
  const set = (part: BannerFilters) => navigateTo({ path: '/banners', query: { ...filters.value, ...part } }, { replace: true })
  return { filters, set }
}
