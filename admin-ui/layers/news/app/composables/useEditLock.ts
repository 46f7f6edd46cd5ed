/** Who writes on an article. */
export type Lock = Schemas['Lock']

const beat = 15_000 // ms; the server ends a lock 45 s after its holder was last heard
const patience = 5000 // ms until a server that did not answer is asked again

const ofAnother = (lock: Lock | undefined) => lock && !lock.mine ? lock : undefined

/** Who is told of what happens to the lock. */
export interface LockListener {
  /** Somebody has taken it from me. */
  lost: () => void
  /** The article as it is, now that nobody else writes on it. */
  free: (fresh: Article) => void
  /** I have it, still or again. */
  held: () => void
}

/** The right to write on an article: taken with the first key, held while the editor is open. */
export function useEditLock(article: Ref<Article | null>, listener: LockListener) {
  const [api, quiet] = [useApi(), useQuietApi()]
  const holder = shallowRef(ofAnother(article.value?.lock))
  const mine = ref(false)
  const lost = ref(false)
  const blocked = computed(() => lost.value || holder.value !== undefined)
  let notBefore = 0
  const path = () => ({ params: { path: { id: article.value!.id } } })

  function refused(lock: Lock) {
    const had = mine.value
    mine.value = false
    holder.value = lock
    if (!had) return
    lost.value = true
    listener.lost()
  }

  async function ask(by: AdminApi, takeOver = false): Promise<boolean> {
    try {
      await answer(by.PUT('/news/{id}/lock', { ...path(), body: { takeOver } }))
      mine.value = true
      lost.value = false
      holder.value = undefined
      return true
    } catch (error) {
      const { lock } = problemOf(error) as Partial<Schemas['LockHeld']>
      if (!lock) throw error
      refused(lock)
      return false
    }
  }

  /** Somebody begins to write. A server that does not answer stops nobody: the version check is behind it. */
  async function begin(): Promise<void> {
    if (mine.value || blocked.value || !article.value || Date.now() < notBefore) return
    notBefore = Date.now() + patience
    await ask(quiet).catch(() => false)
  }

  /** Writes on, also where somebody else has the lock. */
  async function take(takeOver: boolean): Promise<boolean> {
    if (!await ask(api, takeOver)) return false
    listener.free(await answer(api.GET('/news/{id}', path())))
    listener.held()
    return true
  }

  async function look(): Promise<void> {
    const fresh = await answer(quiet.GET('/news/{id}', path()))
    holder.value = ofAnother(fresh.lock)
    if (!blocked.value) listener.free(fresh)
  }

  async function tick(): Promise<void> {
    if (!article.value) return
    if (mine.value) {
      if (await ask(quiet).catch(() => false)) listener.held()
    } else if (blocked.value || document.visibilityState === 'visible') await look().catch(() => undefined)
  }

  /** Stops writing; the request outlives the page. */
  function release(): void {
    if (!mine.value || !article.value) return
    mine.value = false
    notBefore = 0
    void quiet.DELETE('/news/{id}/lock', { ...path(), keepalive: true }).catch(() => undefined)
  }

  if (import.meta.client) {
    const timer = setInterval(() => { void tick() }, beat)
    // A page in the background is woken rarely.
    const seen = () => { if (document.visibilityState === 'visible') void tick() }
    document.addEventListener('visibilitychange', seen)
    onScopeDispose(() => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', seen)
    })
  }

  return { holder, mine, lost, blocked, begin, take, release }
}
