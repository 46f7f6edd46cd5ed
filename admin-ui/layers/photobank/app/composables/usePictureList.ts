type Picture = Schemas['Picture']

/** Pictures page by page, newest first, each as new as what was done with it here. */
export function usePictureList(name: string, size: number, asked: () => PictureQuery & { trashed?: boolean }) {
  const api = useApi()
  const list = useKeyset(
    () => `${name}-${JSON.stringify(asked())}`,
    cursor => answer(api.GET('/pictures', { params: { query: { ...asked(), cursor, limit: size } } }))
  )
  const changed = shallowReactive(new Map<number, Picture>())
  const gone = shallowReactive(new Set<number>())
  watch(list.first.data, () => { changed.clear(); gone.clear() })
  const pictures = computed(() => list.items.value.filter(one => !gone.has(one.id)).map(one => changed.get(one.id) ?? one))
  /** Only the first page was asked for: nothing is lost by asking again. */
  const single = computed(() => list.items.value.length === (list.first.data.value?.items.length ?? 0))
  const busy = computed(() => list.first.status.value === 'pending')

  /** Shows what has become of a picture. */
  const renew = (picture: Picture) => { changed.set(picture.id, picture) }
  /** Takes pictures out of what is shown: they belong elsewhere now. */
  const drop = (ids: Iterable<number>) => { for (const id of ids) gone.add(id) }
  return { ...list, pictures, single, busy, renew, drop }
}

/** A list of pictures with all that belongs to it. */
export type PictureList = ReturnType<typeof usePictureList>
