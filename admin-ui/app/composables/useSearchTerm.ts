const pause = 300 // ms without a key before a search goes out

/** What is typed, and what to search for: the same, once the typing pauses. */
export function useSearchTerm(initial = '') {
  const typed = ref(initial)
  const term = ref(initial)
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(typed, (text) => {
    clearTimeout(timer)
    timer = setTimeout(() => { term.value = text.trim() }, pause)
  })
  onScopeDispose(() => clearTimeout(timer))
  return { typed, term }
}
