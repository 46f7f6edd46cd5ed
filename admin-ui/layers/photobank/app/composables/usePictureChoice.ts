/** Which of the shown pictures are chosen. Those that leave the list are chosen no longer. */
export function usePictureChoice(pictures: Readonly<Ref<readonly Schemas['Picture'][]>>) {
  const choice = shallowRef(noChoice)
  const shown = computed(() => pictures.value.map(picture => picture.id))
  const chosen = computed(() => pictures.value.filter(picture => choice.value.ids.has(picture.id)))
  const ids = computed<ReadonlySet<number>>(() => new Set(chosen.value.map(picture => picture.id)))

  const toggle = (id: number) => { choice.value = toggledChoice(choice.value, id) }
  /** Chooses all from where the last choice began, or from a picture, to another. */
  const range = (id: number, from: number) => { choice.value = rangedChoice(anchoredChoice(choice.value, from), shown.value, id) }
  const all = () => { choice.value = wholeChoice(shown.value) }
  const only = (wanted: readonly number[]) => { choice.value = wanted.length ? wholeChoice(wanted) : noChoice }
  const clear = () => { choice.value = noChoice }
  return { chosen, ids, toggle, range, all, only, clear }
}
