type Collection = Schemas['Collection']

/** Finding collections: by typing, and by the ids that an address names. */
export function usePictureCollections() {
  const api = useApi()
  const seen = useState('picture-collections', () => shallowReactive(new Map<number, Collection>()))

  const page = (q?: string, cursor?: string, limit = 20) => answer(api.GET('/picture-collections', { params: { query: { q: q || undefined, cursor, limit } } }))

  /** There are few of them: goes through their pages until it is there. */
  async function load(id: number): Promise<Collection> {
    let cursor: string | undefined
    do {
      const { items, nextCursor } = await page(undefined, cursor, 100)
      const found = items.find(one => one.id === id)
      if (found) return found
      cursor = nextCursor ?? undefined
    } while (cursor)
    throw problemError({ type: 'about:blank', title: '', status: 404, code: 'photobank.collection_not_found' })
  }

  const create = (name: string) => answer(api.POST('/picture-collections', { body: { name: name.trim() } }))
  return { seen: seen.value, search: async (q: string) => (await page(q)).items, load, create }
}
