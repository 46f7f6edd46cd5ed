/** The chosen after a click on one: it changes sides; with a range, all from the anchor to it follow its new side. */
export function chosenAfter(chosen: ReadonlySet<number>, shown: readonly number[], id: number, anchor?: number): Set<number> {
  const next = new Set(chosen)
  const on = !chosen.has(id)
  const from = anchor === undefined ? -1 : shown.indexOf(anchor)
  const to = shown.indexOf(id)
  const touched = from < 0 || to < 0 ? [id] : shown.slice(Math.min(from, to), Math.max(from, to) + 1)
  for (const one of touched) {
    if (on) next.add(one)
    else next.delete(one)
  }
  return next
}
