interface Thing { id: number }

/** How a kind of thing is found. */
export interface Source<T> {
  /** Where those that passed by are kept. */
  seen: Map<number, T>
  search: (q: string) => Promise<T[]>
  load: (id: number) => Promise<T>
}

/**
 * Choosing from more things than fit a menu: searches on the server as one types,
 * and knows the chosen by name, asking for those that it has not seen yet.
 */
export function useLookup<T extends Thing>(source: Source<T>, chosen: () => readonly number[], known: () => readonly T[]) {
  const { typed, term } = useSearchTerm()
  const found = shallowRef<T[]>([])
  const pending = ref(false)
  const remember = (things: readonly T[]) => things.forEach(thing => source.seen.set(thing.id, thing))
  watch(known, remember, { immediate: true })

  async function find(): Promise<void> {
    const asked = term.value
    pending.value = true
    try {
      const things = await source.search(asked)
      if (asked !== term.value) return
      remember(things)
      found.value = things
    } catch {
      found.value = []
    } finally {
      pending.value = false
    }
  }
  watch(term, () => { void find() })

  onMounted(() => watch(chosen, (ids) => {
    for (const id of ids.filter(one => !source.seen.has(one))) source.load(id).then(thing => remember([thing]), () => undefined)
  }, { immediate: true }))

  /** The chosen and the found, each once. */
  const offered = computed(() => {
    const picked = chosen().map(id => source.seen.get(id)).filter(thing => thing !== undefined)
    return [...new Map([...picked, ...found.value].map(thing => [thing.id, thing])).values()]
  })
  /** Called when the menu opens, for its first offers. */
  const open = () => { if (found.value.length === 0) void find() }
  return { typed, pending, offered, remember, open }
}
