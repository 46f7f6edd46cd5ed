/** The filters of the photobank's list, and the picture that is open beside it, as the address has them. */
export function usePictureFilters(path = '/photobank') {
  const route = useRoute()
  const filters = computed(() => readPictureFilters(route.query))
  const open = computed(() => /^[1-9]\d{0,15}$/.test(String(route.query.picture)) ? Number(route.query.picture) : undefined)
  const go = (wanted: PictureFilters, picture?: number) =>
    navigateTo({ path, query: { ...writePictureFilters(wanted), ...picture && { picture: String(picture) } } }, { replace: true })

  const show = (wanted: PictureFilters) => go(wanted, open.value)
  const set = (part: PictureFilters) => show({ ...filters.value, ...part })
  const reset = () => show({})
  /** Opens a picture beside the list, or none. */
  const look = (id?: number) => go(filters.value, id)
  const count = computed(() => Object.keys(writePictureFilters(filters.value)).length)
  return { filters, open, show, set, reset, look, count }
}
