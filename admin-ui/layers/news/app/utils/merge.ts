import { canonical } from '~~/app/utils/document'
import type { JSONContent } from '@tiptap/core'
import type { Hunk } from './diff'
import { changed, fieldsOf, same, snapshot, type Article, type FieldName, type Fields } from './fields'

/** Whose text is taken. */
export type Side = 'mine' | 'theirs'

/** A field in which two people's versions differ. */
export interface Difference {
  field: FieldName
  /** Both changed it: somebody has to choose. */
  contested: boolean
  /** Taken unless somebody chooses otherwise: the side that changed it, mine when both did. */
  proposal: Side
}

/** What two people made of the same beginning. */
export interface Quarrel { base: Fields, mine: Fields, theirs: Fields }

/** A quarrel that somebody has to settle, and with whom; `save`: upon which article the choice is saved, if at once; `since`: the version that mine began with. */
export interface Conflict extends Quarrel { by: string, save?: Article, since?: number }

/** What an article that went on without my text is to it. */
export function conflictWith(current: Article, base: Fields, mine: Fields, since: number): Conflict {
  return { base, mine: snapshot(mine), theirs: fieldsOf(current), by: current.updatedBy.name, save: current, since }
}

/** What my side of an unsettled conflict began with, where it stands against a saved text. */
export function beginningOf(conflict: Conflict | undefined): { version: number, base: Fields } | undefined {
  return conflict?.save ? { version: conflict.since ?? 0, base: conflict.base } : undefined
}

/** Where my text and theirs differ, seen from what both began with. */
export function differences(base: Fields, mine: Fields, theirs: Fields): Difference[] {
  return changed(mine, theirs).map((field) => {
    const [iDid, theyDid] = [!same(base, mine, field), !same(base, theirs, field)]
    return { field, contested: iDid && theyDid, proposal: iDid ? 'mine' : 'theirs' }
  })
}

/** Their version with those fields of mine that were chosen. */
export function merge(mine: Fields, theirs: Fields, choice: Partial<Record<FieldName, Side>>): Fields {
  const taken = (Object.keys(choice) as FieldName[]).filter(field => choice[field] === 'mine')
  const kept = Object.fromEntries(taken.map(field => [field, mine[field]]))
  return snapshot({ ...theirs, ...kept })
}

/** A choice within a text: the side that is proposed for a run of blocks, and whether both changed it. */
export interface BlockProposal { side: Side, contested: boolean }

/**
 * For a run in which the texts differ, `before` being mine: what stood in the base is what
 * one has not touched, so the other side changed it.
 */
export function blockProposal(base: JSONContent, hunk: Hunk): BlockProposal {
  const stood = new Set((base.content ?? []).map(canonical))
  const old = (blocks: JSONContent[]) => blocks.length > 0 && blocks.every(block => stood.has(canonical(block)))
  const [mineOld, theirsOld] = [old(hunk.before), old(hunk.after)]
  if (hunk.before.length === 0) return { side: theirsOld ? 'mine' : 'theirs', contested: false }
  if (hunk.after.length === 0) return { side: mineOld ? 'theirs' : 'mine', contested: false }
  return { side: mineOld && !theirsOld ? 'theirs' : 'mine', contested: mineOld === theirsOld }
}

/** The text that takes the chosen side of each run; `sides` has one for each that differs, in their order. */
export function mergeBlocks(hunks: readonly Hunk[], sides: readonly Side[]): JSONContent {
  let at = 0
  const content = hunks.flatMap(hunk => hunk.equal || sides[at++] === 'mine' ? hunk.before : hunk.after)
  return { type: 'doc', content: content.length ? content : [{ type: 'paragraph' }] }
}
