/** A language version of a story while it is edited. */
export type ArticleVersion = ReturnType<typeof useArticleVersion>

/** What a version needs to begin with. */
export interface Beginning { language: string, article: Article | null, storyId?: number }

/** Edits one language version: what is changed, kept, saved, and what stands against it. */
export function useArticleVersion(beginning: Beginning, drafts: LocalDrafts | undefined) {
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
  const calls = useArticleCalls(beginning, article, fields)
  const { unclear, isClear } = useComplaints(form, problem)

  const copies = useCopies({ article, form, base, name, drafts })
  const begun = () => beginningOf(conflict.value) ?? { version: article.value?.version ?? 0, base: base.value }
  const keeping = useKeeping({ article, form, begun, dirty, copies, name, drafts, fields, make: calls.make, accept })
  const held = () => { void copies.lookAtOthers().catch(() => undefined) } // whose lock I took sends what they typed as they learn of it
  const lock = useEditLock(article, { lost: () => { void keeping.flush() }, free: adopt, held })
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
    else keeping.keep() // not saved, it has to be kept after all
    const refused = problem.value
    const current = refused?.current
    if (current && current.version !== article.value?.version) {
      // Where nothing was typed there is nothing to choose: the newer text is shown before the step is taken.
      if (!dirty.value) adopt(current)
      else conflict.value = conflictWith(current, fieldsOf(article.value), form, article.value?.version ?? 0)
    } else if (refused?.code === 'news.forbidden_step') void refresh()
    return saved !== undefined
  }

  const refresh = async () => { if (article.value) await calls.load().then(adopt, () => undefined) }
  async function save(): Promise<boolean> {
    // A conflict is settled first; what is on its way to the server must not arrive after the save.
    if (!isClear() || conflict.value?.save) return false
    await keeping.settle()
    if (article.value && !dirty.value) return true
    const sent = snapshot(form)
    return send(() => calls.store(sent), saved => accept(saved, sent))
  }

  const saved = async () => !(editable.value && (dirty.value || !article.value)) || await save()

  /** Goes a step of the workflow, upon what is saved first. */
  async function go(step: Exclude<Step, 'save' | 'correct'> | 'breaking' | 'translated', details: object = {}): Promise<boolean> {
    if ((editable.value && !isClear()) || !await saved()) return false
    const sent = base.value
    const before = article.value?.state
    const done = await send(() => calls.step(step, details), now => accept(now, sent))
    // Whose turn it is now is not kept waiting by an open page.
    if (done && article.value?.state !== before && !dirty.value) lock.release()
    return done
  }

  /** Saves what is on the site together with a note to its readers. */
  async function correct(note: string): Promise<boolean> {
    if (!isClear()) return false
    await keeping.settle()
    const sent = snapshot(form)
    return send(() => calls.correct(sent, note), now => accept(now, sent))
  }

  /** Makes the text of a revision the article's again; what is unsaved becomes a revision first. */
  async function bringBack(revision: number): Promise<boolean> {
    if (!await saved()) return false
    return send(() => calls.bringBack(revision), (back) => {
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

  return { language: beginning.language, article, form, slug, base, dirty, steps, editable, pending, problem, unclear, conflict, copies, keeping, lock, save, go, correct, bringBack, restore, settle, refresh }
}
