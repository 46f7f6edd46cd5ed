/** Which rows of a list are chosen. Those that leave the list are chosen no longer. */
export function useSelection<T extends { id: number }>(rows: Readonly<Ref<readonly T[]>>) {
  const ids = shallowRef<ReadonlySet<number>>(new Set())
  let anchor: number | undefined
  const chosen = computed(() => rows.value.filter(row => ids.value.has(row.id)))
  const all = computed(() => rows.value.length > 0 && chosen.value.length === rows.value.length)

  /** Chooses a row, or takes it back; with a range also all between it and the last one. */
  function toggle(id: number, range = false): void {
    ids.value = chosenAfter(ids.value, rows.value.map(row => row.id), id, range ? anchor : undefined)
    anchor = id
  }

  function clear(): void {
    ids.value = new Set()
    anchor = undefined
  }

  /** Chooses all rows that are shown; none when all were. */
  function toggleAll(): void {
    ids.value = all.value ? new Set() : new Set(rows.value.map(row => row.id))
  }

  return { chosen, all, has: (id: number) => ids.value.has(id), toggle, toggleAll, clear }
}
