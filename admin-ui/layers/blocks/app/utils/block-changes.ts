import { canonical } from '~~/app/utils/document'
import { tidyBlock, type Block } from './blocks'

/** What of a block can differ: its settings, or its words in a language. */
export interface BlockPart { name: 'kind' | 'layout' | 'rule' | 'count' | 'feed' | 'hidden' | 'time' | 'title' | 'url' | 'pins' | 'links' | 'videos' | 'html' | 'hiddenHere', language?: string }

/** What became of a block between two versions of a page. */
export interface BlockChange { what: 'added' | 'removed' | 'moved' | 'changed', block: Block, before?: number, after?: number, parts: BlockPart[] }

/**
 * What differs between two versions, in the order of the later one; what it has no more stands at
 * the end. As few blocks as can be count as moved: those that stepped out of the common order.
 */
export function blockChanges(before: readonly Block[], after: readonly Block[]): BlockChange[] {
  const was = new Map(before.map((block, i) => [block.id, { block, i }]))
  const is = new Set(after.map(block => block.id))
  const stayed = inOrder(after.flatMap(block => was.get(block.id)?.i ?? []))
  const found = after.flatMap((block, i): BlockChange[] => {
    const old = was.get(block.id)
    if (!old) return [{ what: 'added', block, after: i, parts: [] }]
    const parts = partsChanged(old.block, block)
    if (!stayed.has(old.i)) return [{ what: 'moved', block, before: old.i, after: i, parts }]
    return parts.length ? [{ what: 'changed', block, before: old.i, after: i, parts }] : []
  })
  const gone = before.flatMap((block, i): BlockChange[] => is.has(block.id) ? [] : [{ what: 'removed', block, before: i, parts: [] }])
  return [...found, ...gone]
}

const same = (a: unknown, b: unknown) => canonical(a ?? null) === canonical(b ?? null)

/** The parts of a block that two versions have differently. */
export function partsChanged(before: Block, after: Block): BlockPart[] {
  const [a, b] = [tidyBlock(before), tidyBlock(after)]
  const own = (['kind', 'layout', 'rule', 'count', 'feed', 'hidden'] as const).filter(name => !same(a[name], b[name])).map((name): BlockPart => ({ name }))
  if (!same([a.showFrom, a.showUntil], [b.showFrom, b.showUntil])) own.push({ name: 'time' })
  const languages = [...new Set([...Object.keys(a.languages ?? {}), ...Object.keys(b.languages ?? {})])].sort()
  return [...own, ...languages.flatMap(code => wordsChanged(a, b, code))]
}

function wordsChanged(a: Block, b: Block, language: string): BlockPart[] {
  const [was, is] = [a.languages?.[language] ?? {}, b.languages?.[language] ?? {}]
  const parts = (['title', 'url', 'pins', 'links', 'videos', 'html'] as const).filter(name => !same(was[name], is[name])).map((name): BlockPart => ({ name, language }))
  return same(was.hidden, is.hidden) ? parts : [...parts, { name: 'hiddenHere', language }]
}

/** The longest run of numbers that already rise: who stayed while others moved (patience sorting). */
function inOrder(numbers: readonly number[]): Set<number> {
  const ends: number[] = []
  const before = new Map<number, number | undefined>()
  for (const number of numbers) {
    const at = ends.findIndex(end => end > number)
    const place = at < 0 ? ends.length : at
    before.set(number, ends[place - 1])
    ends[place] = number
  }
  const stayed = new Set<number>()
  for (let one = ends.at(-1); one !== undefined; one = before.get(one)) stayed.add(one)
  return stayed
}
