/** Takes in a table of old addresses, some hundred at a time; can be stopped between, and goes on with what waits. */
export function useRedirectImport() {
  const api = useApi()
  const { run: go, ...rest } = useTasks<RedirectTask>()
  const came = reactive({ created: 0, changed: 0, unchanged: 0 })

  async function take(chunk: RedirectTask[]): Promise<void> {
    for (const task of chunk) task.outcome = 'running'
    try {
      const result = await answer(api.POST('/redirects/import', { body: { items: chunk.map(task => task.input) } }))
      for (const kind of ['created', 'changed', 'unchanged'] as const) came[kind] += result[kind]
      const refused = new Map(result.refused.map(one => [one.index, one.code]))
      chunk.forEach((task, i) => {
        task.code = refused.get(i)
        task.outcome = task.code ? 'refused' : 'done'
      })
    } catch (error) {
      for (const task of chunk) task.outcome = 'waiting'
      rest.trouble.value = problemOf(error)
    }
  }

  return { ...rest, came, run: () => go(take, importMost) }
}
