type Glance = Pick<Schemas['Article'], 'id' | 'title' | 'state' | 'language'>

const fresh = 60_000 // ms for which an article that was looked at isn't asked for again

/** The articles that texts lead to, and when each was looked at. */
function useGlances() {
  return useState('related-articles', () => shallowReactive(new Map<number, { at: number, article: Glance }>()))
}

/** Remembers articles that a search has just found. */
export function useRelatedFound() {
  const glances = useGlances()
  return (articles: readonly Glance[]) => articles.forEach(article => glances.value.set(article.id, { at: Date.now(), article }))
}

/** An article that a text leads to: what is known of it at once, asked for again when that is old. */
export function useRelatedArticle(id: () => number) {
  const api = useApi()
  const glances = useGlances()
  const problem = shallowRef<Problem | null>(null)

  async function look(): Promise<void> {
    const wanted = id()
    problem.value = null
    try {
      const article = await answer(api.GET('/news/{id}', { params: { path: { id: wanted } } }))
      glances.value.set(wanted, { at: Date.now(), article })
    } catch (error) {
      if (problemOf(error).status === 404) glances.value.delete(wanted)
      if (wanted === id()) problem.value = problemOf(error)
    }
  }

  watch(id, (wanted) => {
    const known = glances.value.get(wanted)
    if (wanted && (!known || known.at < Date.now() - fresh)) void look()
  }, { immediate: true })

  return { article: computed(() => glances.value.get(id())?.article), problem, look }
}
