/** A language version of a story while it is edited. */
export type ArticleVersion = ReturnType<typeof useArticleVersion>

const pause = 500 // ms after the last key until the browser keeps the text

/** What a version needs to begin with. */
export interface Beginning { language: string, article: Article | null, storyId?: number }

/** Edits one language version: what is changed, kept, saved, published, and what stands against it. */
export function useArticleVersion(beginning: Beginning, drafts: LocalDrafts | undefined) {
  const api = useApi()
  const { may } = useSession()
  const { pending, problem, run } = submission()
  const article = shallowRef(beginning.article)
  const form = shallowReactive(fieldsOf(beginning.article))
  const slug = useAutoSlug(form, article)
  const offer = shallowRef<LocalDraft>()
  const conflict = shallowRef<{ base: Fields, theirs: Article }>()
  const unkept = ref(false)
  // What was last saved, as it was typed: the server's tidier spelling must not move the cursor.
  const base = shallowRef(fieldsOf(beginning.article))
  const edited = computed(() => changed(form, base.value).filter(field => field !== 'slug' || !slug.auto.value))
  const dirty = computed(() => edited.value.length > 0 || slug.released.value)
  // What readers see is in the hands of those who may publish.
  const locked = computed(() => article.value?.state === 'published' && !may('news.publish'))
  const editable = computed(() => may('news.write') && !locked.value)
  const name = () => article.value ? `${article.value.id}:${beginning.language}` : `new:${beginning.language}`

  /** Lets the browser keep what is not saved, and forget what is. */
  function keep() {
    if (!drafts || offer.value) return
    if (!dirty.value) drafts.drop(name())
    else unkept.value = !drafts.keep(name(), { version: article.value?.version ?? 0, base: base.value, fields: form })
  }

  function findDraft() {
    const draft = drafts?.find(name())
    if (draft && changed(draft.fields, base.value).length > 0) offer.value = draft
  }

  /** Takes the kept edits back; those of an older version are laid beside the newer one. */
  function restore() {
    const draft = offer.value
    offer.value = undefined
    if (!draft) return
    Object.assign(form, draft.fields)
    slug.settle(draft.fields.slug)
    if (article.value && draft.version !== article.value.version) conflict.value = { base: draft.base, theirs: article.value }
  }

  function discard() {
    offer.value = undefined
    drafts?.drop(name())
  }

  /** What was sent is saved; what was typed meanwhile is not. The address is the server's. */
  function accept(saved: Article, sent: Fields) {
    drafts?.drop(name())
    if (form.slug === sent.slug) form.slug = saved.slug
    article.value = saved
    base.value = { ...sent, slug: saved.slug }
    slug.settle(form.slug)
    keep()
  }

  async function send(sent: Fields, work: () => Promise<Article>): Promise<boolean> {
    const saved = await run(work)
    if (saved) accept(saved, sent)
    const current = problem.value?.current
    if (current && current.version !== article.value?.version) conflict.value = { base: fieldsOf(article.value), theirs: current }
    return saved !== undefined
  }

  const path = () => ({ params: { path: { id: article.value!.id } } })
  const version = () => article.value!.version

  async function save(): Promise<boolean> {
    if (article.value && !dirty.value) return true
    const sent = snapshot(form)
    const fields = { ...sent, slug: slug.auto.value ? '' : sent.slug }
    return send(sent, () => answer(article.value
      ? api.PUT('/news/{id}', { ...path(), body: { ...fields, version: version() } })
      : api.POST('/news', { body: { ...fields, language: beginning.language, storyId: beginning.storyId } })))
  }

  const publish = async () => await save() && await send(base.value, () => answer(api.POST('/news/{id}/publish', { ...path(), body: { version: version() } })))
  const unpublish = async () => await save() && await send(base.value, () => answer(api.POST('/news/{id}/unpublish', { ...path(), body: { version: version() } })))

  /** Ends a conflict: the chosen fields over their version, then saved. */
  async function settle(fields: Fields, theirs: Article): Promise<boolean> {
    conflict.value = undefined
    problem.value = null
    article.value = theirs
    base.value = fieldsOf(theirs)
    Object.assign(form, fields)
    slug.settle(fields.slug)
    return save()
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  watch(form, () => {
    clearTimeout(timer)
    timer = setTimeout(keep, pause)
  })
  // A complaint goes when its field changes.
  for (const field of Object.keys(form) as FieldName[]) {
    watch(() => form[field], () => { problem.value = withoutField(problem.value, field) })
  }

  return { language: beginning.language, article, form, slug, dirty, locked, editable, pending, problem, offer, conflict, unkept, base, keep, findDraft, restore, discard, save, publish, unpublish, settle }
}
