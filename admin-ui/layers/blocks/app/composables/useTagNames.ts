/** Asks for the tags that are named by id only, so that lists can call them by name. */
export function useTagNames(ids: () => readonly number[]) {
  const api = useApi()
  const { $seen } = useNuxtApp()
  onMounted(() => watch(ids, (now) => {
    for (const id of now.filter(one => !$seen.tags.has(one))) answer(api.GET('/tags/{id}', { params: { path: { id } } })).then(tag => $seen.tags.set(id, tag), () => undefined)
  }, { immediate: true }))
}
