/** What can be done with many pictures. */
export type PictureDeed = 'edit' | 'collect' | 'uncollect' | 'trash' | 'restore' | 'delete'

/** What is to be done, as far as it has to be said: the values of `edit` and `collect`, the collection of `uncollect`. */
export interface PictureOrder { deed: PictureDeed, change?: Schemas['BulkValues'], collection?: number }

/** Does something with many pictures, a hundred at a time; can be stopped between, and goes on with what waits. */
export function usePictureRun(renew: (picture: Schemas['Picture']) => void) {
  const api = useApi()
  /** The run breaks off where the server is away or has had enough, a second person has to agree, or nothing of it can be done. */
  const { run: go, trouble, ...rest } = useTasks<PictureTask>()

  async function send(chunk: readonly PictureTask[], order: PictureOrder): Promise<PictureOutcome[]> {
    const ids = chunk.map(task => task.picture.id)
    if (order.deed === 'delete') {
      await answer(api.DELETE('/pictures/{id}', { params: { path: { id: ids[0]! } } }))
      return [{ id: ids[0]!, code: '' }]
    }
    if (order.deed === 'uncollect') {
      await answer(api.POST('/picture-collections/{id}/pictures', { params: { path: { id: order.collection! } }, body: { remove: ids } }))
      return ids.map(id => ({ id, code: '' }))
    }
    const change = order.deed === 'trash' || order.deed === 'restore' ? { trash: order.deed === 'trash' } : order.change!
    return (await answer(api.POST('/pictures/bulk', { body: bulkRequest(chunk, change) }))).items
  }

  async function take(chunk: PictureTask[], order: PictureOrder): Promise<void> {
    for (const task of chunk) task.outcome = 'running'
    try {
      const outcomes = await send(chunk, order)
      settleTasks(chunk, outcomes)
      for (const { picture } of outcomes) if (picture) renew(picture)
      if (outcomes.length < chunk.length) trouble.value = { type: 'about:blank', title: '', status: 503, code: UNREACHABLE }
    } catch (error) {
      refuse(chunk, problemOf(error))
    }
  }

  /** One picture's own refusal is noted at it; anything else stops the run and lets the pictures wait. */
  function refuse(chunk: readonly PictureTask[], problem: Problem): void {
    const own = chunk.length === 1 && [404, 409, 422].includes(problem.status) && !needsSecondPerson(problem)
    for (const task of chunk) {
      task.outcome = own ? 'refused' : 'waiting'
      task.code = own ? problem.code : undefined
    }
    if (!own) trouble.value = problem
  }

  /** Begins, or goes on with what still waits. */
  const run = (order: PictureOrder) => go(chunk => take(chunk, order), order.deed === 'delete' ? 1 : bulkMost)
  return { ...rest, trouble, run }
}
