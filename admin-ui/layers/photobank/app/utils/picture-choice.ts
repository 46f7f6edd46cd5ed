/** Which pictures are chosen. A range runs from the anchor; what was chosen before it began is kept beside it. */
export interface PictureChoice {
  ids: ReadonlySet<number>
  anchor?: number
  kept: ReadonlySet<number>
}

/** Nothing is chosen. */
export const noChoice: PictureChoice = { ids: new Set(), kept: new Set() }

/** The choice after one picture has changed sides; ranges begin at it now. */
export function toggledChoice(choice: PictureChoice, id: number): PictureChoice {
  const ids = new Set(choice.ids)
  if (!ids.delete(id)) ids.add(id)
  return { ids, anchor: id, kept: ids }
}

/** The choice with all that is shown from the anchor to a picture, in either direction; a former range from the same anchor is given back. */
export function rangedChoice(choice: PictureChoice, shown: readonly number[], id: number): PictureChoice {
  const to = shown.indexOf(id)
  const anchor = choice.anchor !== undefined && shown.includes(choice.anchor) ? choice.anchor : id
  const from = shown.indexOf(anchor)
  if (to < 0) return choice
  const range = shown.slice(Math.min(from, to), Math.max(from, to) + 1)
  return { ids: new Set([...choice.kept, ...range]), anchor, kept: choice.kept }
}

/** Begins ranges at a picture, unless they begin somewhere already. */
export function anchoredChoice(choice: PictureChoice, id: number): PictureChoice {
  return choice.anchor === undefined ? { ...choice, anchor: id, kept: choice.ids } : choice
}

/** All of these. */
export function wholeChoice(shown: readonly number[]): PictureChoice {
  const ids = new Set(shown)
  return { ids, kept: ids, anchor: shown[0] }
}

/** Where a picture of the grid lies, in pixels. */
export interface Place { left: number, top: number, width: number, height: number }

/** Keys that lead through a grid. */
export type GridKey = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown' | 'Home' | 'End' | 'PageUp' | 'PageDown'

const page = 4 // rows

/** The number of the picture that a key leads to from another; rows may differ in the number and widths of their pictures. */
export function neighbourIn(count: number, at: number, key: GridKey, place: (i: number) => Place): number {
  if (count === 0) return -1
  switch (key) {
    case 'Home': return 0
    case 'End': return count - 1
    case 'ArrowLeft': return Math.max(at - 1, 0)
    case 'ArrowRight': return Math.min(at + 1, count - 1)
    case 'ArrowUp': return rowBeside(count, at, -1, place)
    case 'ArrowDown': return rowBeside(count, at, 1, place)
  }
  let to = at
  for (let i = 0; i < page; i++) to = rowBeside(count, to, key === 'PageUp' ? -1 : 1, place)
  return to
}

/** The picture of the next row, in a direction, whose middle is nearest; the same one where there is no row. */
function rowBeside(count: number, at: number, by: 1 | -1, place: (i: number) => Place): number {
  const from = place(at)
  const middle = from.left + from.width / 2
  let [best, nearest, row] = [at, Infinity, undefined as number | undefined]
  for (let i = at + by; i >= 0 && i < count; i += by) {
    const { left, top, width } = place(i)
    if (top === from.top) continue
    row ??= top
    if (top !== row) break
    const far = Math.abs(left + width / 2 - middle)
    if (far < nearest) [best, nearest] = [i, far]
  }
  return best
}
