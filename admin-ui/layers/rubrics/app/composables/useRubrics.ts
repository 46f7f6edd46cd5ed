/** The tree of rubrics, asked for once and shared by the pages that show it. */
export function useRubrics() {
  const api = useApi()
  const { data, error, status, refresh } = useAsyncData('rubrics', () => answer(api.GET('/rubrics')), { dedupe: 'defer' })
  const rubrics = computed(() => data.value?.items ?? [])
  const tree = computed(() => branches(rubrics.value))
  const nameOf = (id: number | null, language: string) => {
    const rubric = rubrics.value.find(r => r.id === id)
    return rubric ? nameIn(rubric.labels, language) : ''
  }
  return { rubrics, tree, nameOf, error, status, refresh }
}
