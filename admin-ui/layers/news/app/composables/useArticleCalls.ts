/** What the server is asked to do with a version, each upon the version that is at hand. */
export function useArticleCalls({ language, storyId }: Beginning, article: Ref<Article | null>, fields: (sent: Fields) => Fields) {
  const api = useApi()
  const path = () => ({ params: { path: { id: article.value!.id } } })
  const version = () => article.value!.version
  const make = (by: AdminApi, sent: Fields) => answer(by.POST('/news', { body: { ...fields(sent), language, storyId } }))

  return {
    make,
    load: () => answer(api.GET('/news/{id}', path())),
    store: (sent: Fields) => article.value
      ? answer(api.PUT('/news/{id}', { ...path(), body: { ...fields(sent), version: version() } }))
      : make(api, sent),
    // One path stands for those of all steps.
    step: (step: string, details: object) => answer(api.POST(`/news/{id}/${step}` as '/news/{id}/publish', { ...path(), body: { version: version(), ...details } })),
    correct: (sent: Fields, note: string) => answer(api.POST('/news/{id}/correct', { ...path(), body: { ...fields(sent), version: version(), note } })),
    bringBack: (revision: number) => answer(api.POST('/news/{id}/revisions/{revision}/restore', {
      params: { path: { id: article.value!.id, revision } }, body: { version: version() }
    }))
  }
}
