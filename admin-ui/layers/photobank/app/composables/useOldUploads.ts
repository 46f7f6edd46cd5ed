type OnServer = Schemas['Upload']

/** One's uploads that this browser's queue does not have: those that were broken off, and what became of the last ones. */
export function useOldUploads() {
  const api = useApi()
  const queue = useUploadQueue()
  const list = useKeyset(() => 'picture-uploads', cursor => answer(api.GET('/picture-uploads', { params: { query: { cursor, limit: 50 } } })))
  // Those that travel from another tab are not broken off.
  const held = shallowRef<ReadonlySet<string>>(new Set())
  onMounted(() => watch(list.first.data, async () => { held.value = await heldUploads() }, { immediate: true }))

  const others = computed(() => list.items.value.filter(one => !queue.uploads.value.some(({ id }) => id === one.id)))
  const broken = computed(() => others.value.filter(one => one.state === 'receiving' && !held.value.has(one.id)))
  const ended = computed(() => others.value.filter(one => one.state !== 'receiving'))

  /** Takes files in; those that are the rest of a broken upload go on where it was. */
  function take(files: readonly File[]): void {
    const left = [...broken.value]
    const fresh = files.filter((file) => {
      const at = left.findIndex(one => continues(file, one))
      if (at < 0) return true
      queue.goOnWith(left.splice(at, 1)[0]!, file)
      return false
    })
    queue.add(fresh)
  }

  async function forget({ id }: OnServer): Promise<void> {
    await answer(api.DELETE('/picture-uploads/{id}', { params: { path: { id } } }))
    await list.first.refresh()
  }

  /** Has the server make the picture of a failed one once more, and watches it. */
  async function remake({ id }: OnServer): Promise<void> {
    queue.watchOver(await answer(api.POST('/picture-uploads/{id}/retry', { params: { path: { id } } })))
  }

  return { list, broken, ended, take, forget, remake }
}
