/** The licences of the catalogue, to choose from and to name. */
export function useLicenceNames() {
  const api = useApi()
  const { data, refresh } = useAsyncData('picture-licences', () => answer(api.GET('/licences')), { default: () => ({ items: [] as Schemas['Licence'][] }) })
  const licences = computed(() => data.value.items)
  const nameOf = (id: number | null | undefined) => licences.value.find(one => one.id === id)?.name
  return { licences, nameOf, refresh }
}
