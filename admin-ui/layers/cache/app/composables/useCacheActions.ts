/** What can be done to the cache; a refusal is told as a notice, `done` runs after each success. */
export function useCacheActions(done: () => unknown) {
  const { t } = useI18n()
  const api = useApi()
  const confirm = useConfirm()
  const notice = useNotice()
  const number = useNumber()
  const pending = ref(false)

  async function act(send: () => Promise<string>) {
    if (pending.value) return
    pending.value = true
    try {
      notice.done(await send())
      await done()
    } catch (error) {
      notice.failed(error)
    } finally {
      pending.value = false
    }
  }

  const send = (body: Schemas['CachePurge']) => act(async () => {
    await answer(api.POST('/cache/purge', { body }))
    return t('cache.purge.done')
  })
  const purgeEntry = (entry: string) => send({ entry })
  async function purgeTag(tag: string) {
    if (await confirm({ title: t('cache.purge.tagTitle', { tag }), text: t('cache.purge.tagText'), yes: t('cache.purge.yes') })) await send({ tag })
  }
  async function purgeKind(kind: Schemas['CacheKind']) {
    if (await confirm({ title: t('cache.purge.kindTitle', { kind: t(`cache.kind.${kind}`) }), text: t('cache.purge.kindText'), yes: t('cache.purge.yes') })) await send({ kind })
  }
  async function purgeAll() {
    if (!await confirm({ title: t('cache.purge.allTitle'), text: t('cache.purge.allText'), yes: t('cache.purge.allYes'), danger: true })) return
    await act(async () => {
      await answer(api.POST('/cache/purge-all'))
      return t('cache.purge.allDone')
    })
  }
  const warm = (body: Schemas['CacheRewarm']) => act(async () => {
    const { queued } = await answer(api.POST('/cache/rewarm', { body }))
    return t('cache.warm.queued', { n: number(queued) })
  })

  return { pending, purgeEntry, purgeTag, purgeKind, purgeAll, warm }
}
