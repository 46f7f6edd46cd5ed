/** The filters of the staff list, as the address has them. */
export function useStaffFilters() {
  const route = useRoute()
  const filters = computed(() => readStaffFilters(route.query))
  const show = (wanted: StaffFilters) => navigateTo({ path: '/staff', query: { ...wanted } }, { replace: true })
  const set = (part: StaffFilters) => show({ ...filters.value, ...part })
  const reset = () => show({})
  const count = computed(() => Object.values(filters.value).filter(Boolean).length)
  return { filters, set, reset, count }
}
