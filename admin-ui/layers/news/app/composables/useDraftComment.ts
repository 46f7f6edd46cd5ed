/** A comment that is not sent yet, kept by the tab: a pane is closed by a click beside it. */
export function useDraftComment(storyId: () => number) {
  const name = () => `baq-comment:${storyId()}`
  const text = ref('')
  onMounted(() => { text.value = sessionStorage.getItem(name()) ?? '' })
  watch(text, (now) => {
    if (now) sessionStorage.setItem(name(), now)
    else sessionStorage.removeItem(name())
  })
  return text
}
