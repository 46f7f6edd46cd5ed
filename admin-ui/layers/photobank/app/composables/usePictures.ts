/** The photobank's pictures, newest first, narrowed by a search. */
export function usePictures(name: string, size: number) {
  const api = useApi()
  const { typed, term } = useSearchTerm()
  const list = useKeyset(
    () => `${name}-${term.value}`,
    cursor => answer(api.GET('/pictures', { params: { query: { q: term.value || undefined, cursor, limit: size } } }))
  )
  return { typed, term, ...list }
}
