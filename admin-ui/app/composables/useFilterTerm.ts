/** The words that narrow a list: what is typed goes to the filter once the typing pauses, and what the filter is set to elsewhere stands in the field. */
export function useFilterTerm(filter: () => string | undefined, set: (term: string | undefined) => unknown) {
  const { typed, term } = useSearchTerm(filter())
  watch(term, (words) => { if (words !== (filter() ?? '')) set(words || undefined) })
  watch(filter, (words) => { if ((words ?? '') !== term.value) typed.value = words ?? '' })
  return typed
}
