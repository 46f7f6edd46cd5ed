/** Takes one step with many articles, one after the other, each at the version that was looked at. */
export function useBulk(step: BulkStep, renew: (article: Article) => void) {
  const api = useApi()
  /** The run breaks off where the server is away or has had enough, or a second person has to agree. */
  const { run: go, trouble, ...rest } = useTasks<BulkTask>()

  function send({ article, publishAt }: BulkTask): Promise<Article> {
    const params = { path: { id: article.id } }
    const { version, unpublishAt } = article
    if (step === 'schedule') return answer(api.POST('/news/{id}/schedule', { params, body: { version, publishAt, unpublishAt } }))
    // The others want nothing but the version; one path stands for all.
    return answer(api.POST(`/news/{id}/${step}` as '/news/{id}/submit', { params, body: { version } }))
  }

  async function take(task: BulkTask): Promise<void> {
    task.outcome = 'running'
    try {
      renew(await send(task))
      task.outcome = 'done'
    } catch (error) {
      const problem = problemOf(error)
      if (problem.current) renew(problem.current)
      const passing = problem.status >= 500 || problem.status === 429 || problem.status === 401 || needsSecondPerson(problem)
      if (passing) trouble.value = problem
      task.outcome = passing ? 'waiting' : 'refused'
      task.problem = passing ? undefined : problem
    }
  }

  /** Begins, or goes on with what still waits. */
  const run = () => go(([task]) => take(task!))
  return { ...rest, trouble, run }
}
