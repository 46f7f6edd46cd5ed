import { canonical, plainText } from '~~/app/utils/document'
import type { JSONContent } from '@tiptap/core'
import { runsOf } from './runs'

/** A stretch of text that stayed, came or went. */
export interface Piece { kind: 'same' | 'added' | 'removed', text: string }

/** A run of blocks: the same in both, or in place of each other. */
export interface Hunk { equal: boolean, before: JSONContent[], after: JSONContent[] }

/** A block that changed, came or went; `formatting`: its words are the same. */
export interface Row { kind: 'changed' | 'added' | 'removed', type: string, pieces: Piece[], formatting: boolean }

/** What changed in a text: rows, and between them the number of blocks that stayed. */
export interface TextDiff {
  parts: (Row | { kind: 'same', blocks: number })[]
  /** Blocks that differ and are not shown: there are more than a person would read. */
  hidden: number
}

// jsdiff's own splitter of words knows no Cyrillic.
const token = /[\p{L}\p{M}\p{N}]+|\s+|./gsu
// What a comparison may cost, so that texts of any size are answered at once: texts
// further apart than these are laid beside each other as wholes.
const words = { maxEditLength: 1500, timeout: 120 } // edits; ms
const blocks = { maxEditLength: 1200, timeout: 400 }
const shown = 250 // rows

/** The words that changed. */
export function wordDiff(before: string, after: string): Piece[] {
  if (before === after) return before ? [{ kind: 'same', text: before }] : []
  const runs = runsOf(before.match(token) ?? [], after.match(token) ?? [], words)
  return tidy(runs.flatMap(({ equal, before, after }): Piece[] => equal
    ? [{ kind: 'same', text: before.join('') }]
    : [{ kind: 'removed', text: before.join('') }, { kind: 'added', text: after.join('') }]))
}

/** One side of a difference: the text before it, or after it. */
export function sideOf(pieces: readonly Piece[], side: 'before' | 'after'): Piece[] {
  const other = side === 'before' ? 'added' : 'removed'
  return pieces.filter(piece => piece.kind !== other)
}

/** The runs of blocks in which two texts agree and differ, in their order. */
export function hunksOf(before: JSONContent, after: JSONContent): Hunk[] {
  const [a, b] = [before.content ?? [], after.content ?? []]
  let [i, j] = [0, 0]
  return runsOf(a.map(canonical), b.map(canonical), blocks).map(run => ({
    equal: run.equal,
    before: a.slice(i, i += run.before.length),
    after: b.slice(j, j += run.after.length)
  }))
}

/** What changed from one text to another, block by block. */
export function textDiff(before: JSONContent, after: JSONContent): TextDiff {
  const parts: TextDiff['parts'] = []
  let [count, hidden] = [0, 0]
  for (const hunk of hunksOf(before, after)) {
    if (hunk.equal) parts.push({ kind: 'same', blocks: hunk.before.length })
    else {
      const pairs = paired(hunk)
      const room = Math.max(0, shown - count)
      parts.push(...pairs.slice(0, room).map(([old, fresh]) => rowOf(old, fresh)))
      hidden += Math.max(0, pairs.length - room)
      count += pairs.length
    }
  }
  return { parts, hidden }
}

/** The words of a block, and what it shows where it has none. */
export function blockText(block: JSONContent): string {
  const text = plainText(block).trim()
  return block.type === 'picture' ? `№ ${String(block.attrs?.pictureId)} ${text}` : text
}

function rowOf(before: JSONContent | undefined, after: JSONContent | undefined): Row {
  const pieces = wordDiff(before ? blockText(before) : '', after ? blockText(after) : '')
  const kind = !before ? 'added' : !after ? 'removed' : 'changed'
  return { kind, type: (after ?? before)!.type ?? '', pieces, formatting: kind === 'changed' && pieces.every(p => p.kind === 'same') }
}

/** Lays the blocks of a difference beside each other: those that share the most words, else in their order. */
function paired({ before, after }: Hunk): [JSONContent | undefined, JSONContent | undefined][] {
  if (before.length === after.length && (before.length === 1 || before.every((block, i) => alike(block, after[i]!)))) return before.map((block, i) => [block, after[i]])
  const pairs: [JSONContent | undefined, JSONContent | undefined][] = []
  let next = 0
  for (const block of before) {
    const near = after.slice(next, next + 8).findIndex(other => alike(block, other))
    if (near >= 0) {
      for (const fresh of after.slice(next, next + near)) pairs.push([undefined, fresh])
      pairs.push([block, after[next + near]])
      next += near + 1
    } else pairs.push([block, undefined])
  }
  return [...pairs, ...after.slice(next).map((fresh): [undefined, JSONContent] => [undefined, fresh])]
}

/** Whether at least a third of the words are the same. */
function alike(a: JSONContent, b: JSONContent): boolean {
  const [mine, other] = [a, b].map(block => new Set(blockText(block).match(/[\p{L}\p{M}\p{N}]+/gu)))
  const common = [...mine!].filter(word => other!.has(word)).length
  return a.type === b.type && common * 3 >= Math.max(mine!.size, other!.size, 1)
}

/** Takes a mere space between two changes into both, so that a phrase reads as one change. */
function tidy(pieces: Piece[]): Piece[] {
  const out: Piece[] = []
  let [removed, added] = ['', '']
  const flush = () => {
    if (removed) out.push({ kind: 'removed', text: removed })
    if (added) out.push({ kind: 'added', text: added })
    removed = added = ''
  }
  pieces.forEach((piece, i) => {
    if (piece.kind === 'removed') removed += piece.text
    else if (piece.kind === 'added') added += piece.text
    else if (/^\s+$/.test(piece.text) && removed && added && i < pieces.length - 1) {
      removed += piece.text
      added += piece.text
    } else {
      flush()
      out.push(piece)
    }
  })
  flush()
  return out
}
