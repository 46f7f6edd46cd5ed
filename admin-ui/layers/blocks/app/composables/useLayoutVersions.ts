/** What was published of a page: the list, the two that are compared, and the way back to one. */
export function useLayoutVersions(place: string) {
  const { t } = useI18n()
  const api = useApi()
  const notice = useNotice()
  const confirm = useConfirm()
  const path = { params: { path: { place } } }
  const { data: layout, refresh: look } = useAsyncData(`layout-now-${place}`, () => answer(api.GET('/layouts/{place}', path)))
  const list = useKeyset(() => `layout-versions-${place}`, cursor => answer(api.GET('/layouts/{place}/versions', { params: { path: { place }, query: { cursor, limit: 30 } } })))
  const chosen = ref<number[]>([])

  /** The third takes the place of the first. */
  function choose(number: number): void {
    chosen.value = chosen.value.includes(number) ? chosen.value.filter(one => one !== number) : [...chosen.value, number].slice(-2)
  }

  async function restore(number: number): Promise<void> {
    if (!await confirm({ title: t('layouts.versions.restoreOne', { n: number }), text: t('layouts.versions.restoreText'), yes: t('layouts.versions.restore') })) return
    try {
      await answer(api.POST('/layouts/{place}/versions/{number}/restore', { params: { path: { place, number } }, body: { version: layout.value!.version } }))
      notice.done(t('layouts.versions.restored', { n: number }))
    } catch (error) {
      notice.failed(error)
    }
    await Promise.all([look(), list.first.refresh()])
  }

  return { ...list, layout, chosen, choose, restore }
}
