/** From where to where something is dragged in a list. */
export interface Carried { from: number, to: number }

/**
 * The place in the list that what is dragged gets: by how many of the others have their
 * middle above the pointer. `middles` are those of all, in their order.
 */
export function placeUnder(middles: readonly number[], from: number, pointer: number): number {
  return middles.filter((middle, i) => i !== from && middle < pointer).length
}

/** Where a key on the handle brings the one at a place; nothing for other keys and at the ends. */
export function placeByKey(key: string, from: number, count: number): number | undefined {
  const to = { ArrowUp: from - 1, ArrowDown: from + 1, Home: 0, End: count - 1 }[key]
  return to === undefined || to < 0 || to >= count || to === from ? undefined : to
}
