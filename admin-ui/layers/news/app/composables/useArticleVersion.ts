/** A language version of a story while it is edited. */
export type ArticleVersion = ReturnType<typeof useArticleVersion>

/** What a version needs to begin with. */
export interface Beginning { language: string, article: Article | null, storyId?: number }

/** Edits one language version: what is changed, kept, saved, and what stands against it. */
export function useArticleVersion(beginning: Beginning, drafts: LocalDrafts | undefined) {
  const api = useApi()
  const { may } = useSession()
  const { pending, problem, run } = submission()
  const article = shallowRef(beginning.article)
  const form = shallowReactive(fieldsOf(beginning.article))
  const slug = useAutoSlug(form, article)
  const conflict = shallowRef<Conflict>()
  // What was last saved, as it was typed: the server's tidier spelling must not move the cursor.
  const base = shallowRef(fieldsOf(beginning.article))
  const edited = computed(() => changed(form, base.value).filter(field => field !== 'slug' || !slug.auto.value))
  const dirty = computed(() => edited.value.length > 0 || slug.released.value)
  const steps = computed<readonly Step[]>(() => article.value?.steps ?? (may('news.write') ? ['save'] : []))
  const fields = (sent: Fields) => ({ ...sent, slug: slug.auto.value ? '' : sent.slug })
  const name = () => article.value ? `${article.value.id}:${beginning.language}` : `new:${beginning.language}`
  const make = (by: AdminApi, sent: Fields) => answer(by.POST('/news', { body: { ...fields(sent), language: beginning.language, storyId: beginning.storyId } }))

  const copies = useCopies({ article, form, base, name, drafts })
  // What an unsettled conflict stands on is not what is shown beside it.
  const begun = () => conflict.value?.save ? { version: conflict.value.since ?? 0, base: conflict.value.base } : { version: article.value?.version ?? 0, base: base.value }
  const keeping = useKeeping({ article, form, begun, dirty, copies, name, drafts, fields, make, accept })
  const lock = useEditLock(article, {
    lost: () => { void keeping.flush() },
    free: adopt,
    // Whose lock I took sends what they typed only as they learn of it.
    held: () => { void copies.lookAtOthers().catch(() => undefined) }
  })
  const editable = computed(() => steps.value.includes('save') && !lock.blocked.value)

  /** Takes a newer article over, unless that would cost somebody a word: then the next save shows both. */
  function adopt(fresh: Article) {
    const [now, then] = [article.value?.version ?? 0, fresh.version]
    // An answer may be overtaken by that of a save.
    if (then < now || (dirty.value && then !== now)) return
    article.value = fresh
    if (then > now) lay(fresh)
  }

  /** Puts the article's own text into the form. */
  function lay(fresh: Article) {
    article.value = fresh
    base.value = fieldsOf(fresh)
    Object.assign(form, fieldsOf(fresh))
    slug.settle(fresh.slug)
  }

  /** What was sent is saved; what was typed meanwhile is not. The address is the server's, and what a step sets. */
  function accept(saved: Article, sent: Fields) {
    if (copies.offers.value.length) copies.setAside()
    drafts?.settle(name())
    copies.onServer.value = false
    const { slug: address, urgency, embargoUntil } = fieldsOf(saved)
    const set = { slug: address, urgency, embargoUntil }
    for (const field of Object.keys(set) as (keyof typeof set)[]) if (same(form, sent, field)) Object.assign(form, { [field]: set[field] })
    article.value = saved
    base.value = { ...sent, ...set }
    slug.settle(form.slug)
    keeping.keep()
  }

  async function send(work: () => Promise<Article>, take: (saved: Article) => void): Promise<boolean> {
    const saved = await run(work)
    if (saved) take(saved)
    else keeping.keep() // what was not to be sent any more, as it would be saved
    const refused = problem.value
    const current = refused?.current
    if (current && current.version !== article.value?.version) {
      // Where nothing was typed there is nothing to choose: the newer text is shown before the step is taken.
      if (!dirty.value) adopt(current)
      else conflict.value = conflictWith(current, fieldsOf(article.value), form, article.value?.version ?? 0)
    } else if (refused?.code === 'news.forbidden_step') void refresh()
    return saved !== undefined
  }

  const path = () => ({ params: { path: { id: article.value!.id } } })
  const version = () => article.value!.version
  const refresh = async () => { if (article.value) await answer(api.GET('/news/{id}', path())).then(adopt, () => undefined) }

  /** Fields whose input can't be read: an embargo that is half typed must not be left out unnoticed. */
  const unclear = shallowReactive(new Set<FieldName>())
  function isClear(): boolean {
    if (!editable.value || !unclear.size) return true
    problem.value = { type: 'about:blank', title: '', status: 422, code: 'panel.unclear', fields: [...unclear].map(field => ({ field, code: 'invalid', message: '' })) }
    return false
  }

  async function save(): Promise<boolean> {
    // What stands against it is chosen from first; a newer text may have come since it was shown.
    if (!isClear() || conflict.value?.save) return false
    // What is on its way to the server must not arrive after the save.
    await keeping.settle()
    if (article.value && !dirty.value) return true
    const sent = snapshot(form)
    return send(() => article.value
      ? answer(api.PUT('/news/{id}', { ...path(), body: { ...fields(sent), version: version() } }))
      : make(api, sent), saved => accept(saved, sent))
  }

  const saved = async () => !(editable.value && (dirty.value || !article.value)) || await save()

  /** Goes a step of the workflow, upon what is saved first. */
  async function go(step: Exclude<Step, 'save' | 'correct'> | 'breaking' | 'translated', details: object = {}): Promise<boolean> {
    if (!isClear() || !await saved()) return false
    const sent = base.value
    const body = () => ({ version: version(), ...details })
    const before = article.value?.state
    const done = await send(() => answer(api.POST(`/news/{id}/${step}` as '/news/{id}/publish', { ...path(), body: body() })), now => accept(now, sent))
    // Whose turn it is now is not kept waiting by an open page.
    if (done && article.value?.state !== before && !dirty.value) lock.release()
    return done
  }

  /** Saves what is on the site together with a note to its readers. */
  async function correct(note: string): Promise<boolean> {
    if (!isClear()) return false
    await keeping.settle()
    const sent = snapshot(form)
    return send(() => answer(api.POST('/news/{id}/correct', { ...path(), body: { ...fields(sent), version: version(), note } })), now => accept(now, sent))
  }

  /** Makes the text of a revision the article's again; what is unsaved becomes a revision first. */
  async function bringBack(revision: number): Promise<boolean> {
    if (!await saved()) return false
    return send(() => answer(api.POST('/news/{id}/revisions/{revision}/restore', {
      params: { path: { id: article.value!.id, revision } }, body: { version: version() }
    })), (back) => {
      // Words typed meanwhile stand against the text that was brought back.
      if (dirty.value) conflict.value = conflictWith(back, base.value, form, article.value!.version)
      else lay(back)
    })
  }

  /** Takes kept edits back; those of an older version are laid beside the newer one. */
  function restore(offer: Offer) {
    copies.setAside(offer)
    if (dirty.value) copies.offerTyped({ version: article.value?.version ?? 0, base: base.value, fields: snapshot(form) })
    Object.assign(form, offer.fields)
    slug.settle(offer.fields.slug)
    const now = article.value
    if (now && offer.version !== now.version) conflict.value = conflictWith(now, offer.base, form, offer.version)
    keeping.keep()
    if (offer.name !== name()) drafts?.drop(offer.name)
  }

  /** Ends a conflict: the chosen fields, saved upon their version where that is one that was saved. */
  async function settle(chosen: Fields): Promise<boolean> {
    const theirs = conflict.value?.save
    conflict.value = undefined
    problem.value = null
    if (theirs) {
      article.value = theirs
      base.value = fieldsOf(theirs)
    }
    Object.assign(form, chosen)
    slug.settle(chosen.slug)
    return theirs ? save() : true
  }

  watch(form, () => {
    if (dirty.value && editable.value) void lock.begin()
  })
  // A complaint goes when its field changes.
  for (const field of Object.keys(form) as FieldName[]) {
    watch(() => form[field], () => { problem.value = withoutField(problem.value, field) })
  }

  return { language: beginning.language, article, form, slug, base, dirty, steps, editable, pending, problem, unclear, conflict, copies, keeping, lock, save, go, correct, bringBack, restore, settle, refresh }
}
