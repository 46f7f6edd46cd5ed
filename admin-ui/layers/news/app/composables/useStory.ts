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

  async function saveAll(): Promise<boolean> {
    const outcomes = await Promise.all(all.value.filter(v => v.dirty.value || !v.article.value).map(v => v.save()))
    return outcomes.every(Boolean)
  }

  /** Begins the story in another language, from the text of the given version. */
  async function translate(from: ArticleVersion, language: string): Promise<ArticleVersion | undefined> {
    if (!await from.save()) return undefined
    const article = await answer(api.POST('/news/{id}/translations', { params: { path: { id: from.article.value!.id } }, body: { language } }))
    let version: ArticleVersion | undefined
    void nuxtApp.runWithContext(() => { version = open({ language, article }) })
    return version
  }

  onMounted(() => {
    drafts?.sweep()
    for (const version of all.value) version.findDraft()
    const keepAll = () => { for (const version of all.value) version.keep() }
    addEventListener('pagehide', keepAll)
    onBeforeUnmount(() => {
      removeEventListener('pagehide', keepAll)
      keepAll()
    })
  })

  return { versions, all, dirty, saveAll, translate }
}
