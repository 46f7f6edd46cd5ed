/** How often at most a page of the list asks on by itself; an answer takes half a second where little is found. */
const rounds = 4

/**
 * Goes on asking until a page of the list has `least` items: an answer may hold few or none
 * though more is to come. What came twice meanwhile is left out.
 */
export async function fillPage<T extends { id: string }>(ask: (cursor?: string) => Promise<KeysetPage<T>>, cursor: string | undefined, least: number): Promise<KeysetPage<T>> {
  const found = new Map<string, T>()
  let next = cursor ?? null
  for (let round = 0; round === 0 || (round < rounds && next !== null && found.size < least); round++) {
    const page = await ask(next ?? undefined)
    for (const item of page.items) found.set(item.id, item)
    next = page.nextCursor
  }
  return { items: [...found.values()], nextCursor: next }
}
