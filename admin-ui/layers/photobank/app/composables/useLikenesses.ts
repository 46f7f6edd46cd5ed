/** What was merged just now, so that it can be undone. */
export interface MergedPair { gone: Schemas['Picture'], stays: Schemas['Picture'] }

/** The pairs that look alike: all that nobody has judged, or those of one picture. */
export function useLikenesses(of: () => number | undefined) {
  const api = useApi()
  const { may } = useSession()
  const judge = computed(() => may('photobank.merge'))
  const waiting = (cursor?: string) => answer(api.GET('/picture-likenesses', { params: { query: { cursor, limit: of() ? 100 : 12 } } }))

  async function load(cursor?: string): Promise<KeysetPage<LikePair>> {
    const picture = of()
    if (picture === undefined) {
      const page = await waiting(cursor)
      return { ...page, items: page.items.map(one => ({ key: `${one.id}`, id: one.id, distance: one.distance, pictures: [one.pictures[0]!, one.pictures[1]!] as const })) }
    }
    const params = { path: { id: picture } }
    const [shown, similar, open] = await Promise.all([
      answer(api.GET('/pictures/{id}', { params })),
      answer(api.GET('/pictures/{id}/similar', { params })),
      judge.value ? waiting() : { items: [] }
    ])
    return { items: pairsOf(shown, similar.items, open.items), nextCursor: null }
  }

  const list = useKeyset<LikePair>(() => `picture-likenesses-${of() ?? ''}`, load)
  const gone = ref<string[]>([])
  const merged = useState<MergedPair[]>('merged-pictures', () => [])
  const absorbed = computed(() => merged.value.map(pair => pair.gone.id))
  const pairs = computed(() => absorbed.value.reduce(pairsWithout, list.items.value).filter(pair => !gone.value.includes(pair.key)))

  // Judging is quicker than scrolling: the next ones come by themselves.
  watch(() => pairs.value.length, (left) => { if (left < 4 && list.hasMore.value) void list.more() })

  async function merge(pair: LikePair, side: PairSide): Promise<void> {
    const [stays, other] = [pair.pictures[side], pair.pictures[side ? 0 : 1]]
    await answer(api.POST('/pictures/{id}/merge', { params: { path: { id: other.id } }, body: { into: stays.id } }))
    merged.value = [{ gone: other, stays }, ...merged.value]
  }

  async function separate(pair: MergedPair): Promise<void> {
    await answer(api.POST('/pictures/{id}/separate', { params: { path: { id: pair.gone.id } } }))
    merged.value = merged.value.filter(one => one.gone.id !== pair.gone.id)
  }

  async function dismiss({ id, key }: LikePair): Promise<void> {
    if (id === undefined) return
    await answer(api.POST('/picture-likenesses/{id}/dismiss', { params: { path: { id } } }))
    gone.value = [...gone.value, key]
  }

  return { list, pairs, merged, judge, merge, separate, dismiss }
}
