// ms after the last key until the browser keeps the text, and at most while one types on
const pause = 500
const longest = 2000

/** What is kept, and how it gets to the server. */
export interface KeepingOf {
  article: Ref<Article | null>
  form: Fields
  /** What the typing began with. */
  begun: () => Pick<LocalDraft, 'version' | 'base'>
  dirty: Ref<boolean>
  copies: ReturnType<typeof useCopies>
  name: () => string
  drafts: LocalDrafts | undefined
  /** The fields as they are sent. */
  fields: (sent: Fields) => Fields
  make: (by: AdminApi, sent: Fields) => Promise<Article>
  accept: (saved: Article, sent: Fields) => void
}

/**
 * Lets nothing that is typed be lost before it is saved: the browser keeps it, and the server
 * does. An article that the server does not know yet is begun there.
 */
export function useKeeping({ article, form, begun, dirty, copies, name, drafts, fields, make, accept }: KeepingOf) {
  const api = useQuietApi()
  const { may } = useSession()
  const state = ref<Keeping>({ kind: 'idle' })
  /** The browser has no room. */
  const unkept = ref(false)
  let looking: Promise<void> = Promise.resolve()
  let sent: string | undefined
  const autosave = new Autosave(send, (now) => { state.value = now })

  async function copy(keepalive = false): Promise<void> {
    const body = { ...sendable(fields(snapshot(form))), baseVersion: begun().version }
    const head = await answer(api.PUT('/news/{id}/working-copy', { params: { path: { id: article.value!.id } }, body, keepalive }))
    copies.onServer.value = true
    sent = head.savedAt
    keepHere()
  }

  async function send(): Promise<boolean> {
    // What is left from before must be known before something takes its place.
    await looking
    if (!dirty.value || !may('news.write')) return false
    if (article.value) await copy()
    else if (keepable(form)) {
      const first = snapshot(form)
      accept(await make(api, sendable(first)), first)
    } else return false
    return true
  }

  function keepHere() {
    if (drafts && dirty.value) unkept.value = !drafts.keep(name(), { ...begun(), fields: form, sent })
  }

  /** Lets the browser keep what is not saved, and everybody forget what is. */
  function settleHere() {
    unkeptSince = undefined
    if (dirty.value) {
      if (copies.waiting.value) copies.setAside()
      keepHere()
    } else if (!copies.waiting.value) {
      drafts?.settle(name())
      autosave.rest()
      void copies.dropRemote()
    }
  }

  /** Lets browser and server keep what is not saved. */
  function keep() {
    settleHere()
    if (dirty.value) autosave.touch()
  }

  /** Looks for what is left from before. */
  async function look(): Promise<void> {
    looking = copies.look()
    await looking
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  let unkeptSince: number | undefined
  watch(form, () => {
    if (dirty.value) autosave.touch()
    unkeptSince ??= Date.now()
    clearTimeout(timer)
    timer = setTimeout(settleHere, Math.min(pause, Math.max(0, unkeptSince + longest - Date.now())))
  })

  /** The page goes out of sight: a phone may end it there without a word. */
  function hide() {
    keepHere()
    void autosave.flush()
  }

  /** The page is left: what a request may still carry goes along. */
  function leave() {
    clearTimeout(timer)
    keepHere()
    // Browsers let 64 KB outlive a page; longer texts are in the browser's store.
    if (dirty.value && article.value && may('news.write')) void copy(JSON.stringify(form).length < 20_000).catch(() => undefined)
  }

  if (import.meta.client) {
    const online = () => { if (state.value.kind === 'failed') void autosave.flush() }
    addEventListener('online', online)
    onScopeDispose(() => {
      removeEventListener('online', online)
      clearTimeout(timer)
      autosave.stop()
    })
  }

  return { state, unkept, keep, look, hide, leave, flush: () => autosave.flush(), settle: () => autosave.settle() }
}
