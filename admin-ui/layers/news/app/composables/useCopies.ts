/** A text of mine that was never saved, offered back. */
export interface Offer extends LocalDraft {
  source: 'browser' | 'server'
  /** Under which name the browser has it. */
  name: string
}

/** Where the copies belong. */
export interface CopiesOf { article: Ref<Article | null>, form: Fields, base: Ref<Fields>, name: () => string, drafts: LocalDrafts | undefined }

/** What was typed and not saved: mine, to be taken back, and what others have. */
export function useCopies({ article, form, base, name, drafts }: CopiesOf) {
  const api = useQuietApi()
  const { me, may } = useSession()
  const offers = shallowRef<Offer[]>([])
  const others = shallowRef<Schemas['WorkingCopyHead'][]>([])
  /** Whether the server has a copy of mine. */
  const onServer = ref(false)
  const path = () => ({ params: { path: { id: article.value!.id } } })

  function local(): Offer[] {
    const names = [name(), ...(drafts?.asides(name()) ?? [])]
    return names.flatMap((one) => {
      const draft = drafts?.find(one)
      return draft ? [{ ...draft, source: 'browser' as const, name: one }] : []
    })
  }

  /** A working copy with the text that its typing began with, so that it can be merged. */
  async function load(userId: number): Promise<Offer> {
    const { head, content } = await answer(api.GET('/news/{id}/working-copies/{user}', { params: { path: { id: article.value!.id, user: userId } } }))
    const before = await answer(api.GET('/news/{id}/revisions/{revision}', { params: { path: { id: head.articleId, revision: head.baseVersion } } })).catch(() => undefined)
    return {
      source: 'server', name: name(), keptAt: Date.parse(head.savedAt), version: head.baseVersion,
      base: before ? fieldsOf(before.content) : base.value,
      // An address that follows the headline is sent empty.
      fields: { ...fieldsOf(content), slug: content.slug || (before?.content ?? base.value).slug }
    }
  }

  function take(heads: readonly Schemas['WorkingCopyHead'][]) {
    others.value = heads.filter(head => head.user.id !== me.value?.id)
  }

  /** Learns what others have typed by now. */
  async function lookAtOthers(): Promise<void> {
    if (article.value && may('news.write')) take((await answer(api.GET('/news/{id}/working-copies', path()))).items)
  }

  async function remote(): Promise<Offer[]> {
    if (!article.value || !may('news.write')) return []
    const { items } = await answer(api.GET('/news/{id}/working-copies', path()))
    take(items)
    const mine = items.find(head => head.user.id === me.value?.id)
    onServer.value = mine !== undefined
    // What this browser sent itself is an earlier state of what it has.
    const known = mine && drafts?.find(name())?.sent === mine.savedAt
    return mine && !known ? [await load(mine.user.id)] : []
  }

  function offer(found: Offer[]) {
    const fresh = found.sort((a, b) => b.keptAt - a.keptAt).filter(one => [base.value, form].every(known => changed(one.fields, known).length > 0))
    offers.value = fresh.filter((one, i) => fresh.findIndex(other => changed(other.fields, one.fields).length === 0) === i)
  }

  /** Looks for what is left from before: in the browser at once, on the server as it answers. */
  async function look(): Promise<void> {
    offer(local())
    const kept = await remote().catch(() => [])
    // Of the first, some may have been taken back or discarded meanwhile.
    if (kept.length) offer([...offers.value, ...kept])
  }

  /** Another text takes the place of those offered: they are kept apart, and stay on offer. */
  function setAside(except?: Offer) {
    offers.value = offers.value.filter(one => one !== except).map(apart)
  }

  function apart(offer: Offer): Offer {
    const { source: _, name: now, ...draft } = offer
    const own = now === name() ? drafts?.setAside(now, draft) : undefined
    return own ? { ...draft, source: 'browser', name: own } : offer
  }

  /** What is typed and not saved goes on offer itself, as another text takes its place. */
  function offerTyped(typed: Omit<LocalDraft, 'keptAt'>) {
    offers.value = [apart({ ...typed, keptAt: Date.now(), source: 'browser', name: name() }), ...offers.value]
  }

  /** Forgets what the server has of mine. */
  async function dropRemote(): Promise<void> {
    if (!onServer.value || !article.value) return
    onServer.value = false
    await answer(api.DELETE('/news/{id}/working-copy', path())).catch(() => { onServer.value = true })
  }

  async function discard(one: Offer): Promise<void> {
    offers.value = offers.value.filter(other => other !== one)
    // The same text may be kept twice, and was offered once.
    for (const kept of local()) if (kept.name === one.name || changed(kept.fields, one.fields).length === 0) drafts?.drop(kept.name)
    if (one.name === name() && !offers.value.some(other => other.source === 'server')) await dropRemote()
  }

  /** Whether an offer waits whose place the next key would take. */
  const waiting = computed(() => offers.value.some(one => one.name === name()))
  return { offers, others, onServer, waiting, look, lookAtOthers, load, setAside, offerTyped, discard, dropRemote }
}
