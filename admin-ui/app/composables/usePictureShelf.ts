type Picture = Schemas['Picture']

/** The pictures that texts show: those at hand, and others fetched when a text names them. */
export function usePictureShelf() {
  const { $seen } = useNuxtApp()
  const api = useApi()

  const put = (pictures: readonly Picture[]) => pictures.forEach(picture => $seen.pictures.set(picture.id, picture))

  async function fetchPicture(id: number): Promise<void> {
    const picture = await answer(api.GET('/pictures/{id}', { params: { path: { id } } })).catch(() => undefined)
    if (picture) put([picture])
  }

  /** The picture of an id; undefined until it is there. */
  function find(id: () => number) {
    watch(id, (wanted) => { if (wanted && !$seen.pictures.has(wanted)) void fetchPicture(wanted) }, { immediate: true })
    return computed(() => $seen.pictures.get(id()))
  }

  return { put, find }
}
