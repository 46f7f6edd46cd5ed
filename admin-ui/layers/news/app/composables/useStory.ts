/** A story while it is edited: its language versions side by side. */
export function useStory(articles: readonly Article[], firstLanguage: string) {
  const api = useApi()
  const nuxtApp = useNuxtApp()
  const scope = getCurrentScope()!
  const { me } = useSession()
  const drafts = import.meta.client && me.value ? new LocalDrafts(localStorage, me.value.id) : undefined
  const versions = shallowReactive(new Map<string, ArticleVersion>())

  /** Opens a version; one that comes later lives as long as the page, too. */
  function open(beginning: Beginning): ArticleVersion {
    const version = scope.run(() => useArticleVersion(beginning, drafts))!
    versions.set(beginning.language, version)
    return version
  }
  for (const article of articles) open({ language: article.language, article })
  if (articles.length === 0) open({ language: firstLanguage, article: null })

  const all = computed(() => [...versions.values()])
  const dirty = computed(() => all.value.some(v => v.dirty.value))
  const storyId = computed(() => all.value.find(v => v.article.value)?.article.value?.storyId)

  /** Saves what is not saved; resolves to whether all of it could be. */
  async function saveAll(): Promise<boolean> {
    const unsaved = all.value.filter(v => v.dirty.value || v.unclear.size || !v.article.value)
    const outcomes = await Promise.all(unsaved.map(v => v.editable.value && v.save()))
    return outcomes.every(Boolean)
  }

  /** Begins the story in another language, from the text of the given version. */
  async function translate(from: ArticleVersion, language: string): Promise<ArticleVersion | undefined> {
    if (from.editable.value && !await from.save()) return undefined
    const article = await answer(api.POST('/news/{id}/translations', { params: { path: { id: from.article.value!.id } }, body: { language } }))
    let version: ArticleVersion | undefined
    void nuxtApp.runWithContext(() => { version = open({ language, article }) })
    return version
  }

  /** Whether the original of a translation has changed since; an original beside it is asked itself. */
  function isBehind(article: Article): boolean {
    const { translation } = article
    if (!translation) return false
    const original = all.value.find(v => v.article.value?.id === translation.sourceId)?.article.value
    return original ? original.textVersion > translation.sourceTextVersion : translation.behind
  }

  onMounted(() => {
    drafts?.sweep()
    for (const version of all.value) void version.keeping.look()
    const leave = () => {
      for (const { keeping, lock } of all.value) {
        keeping.leave()
        lock.release()
      }
    }
    const hide = () => {
      if (document.visibilityState === 'hidden') for (const { keeping } of all.value) keeping.hide()
    }
    addEventListener('pagehide', leave)
    document.addEventListener('visibilitychange', hide)
    onBeforeUnmount(() => {
      removeEventListener('pagehide', leave)
      document.removeEventListener('visibilitychange', hide)
      leave()
    })
  })

  return { versions, all, dirty, storyId, saveAll, translate, isBehind }
}
