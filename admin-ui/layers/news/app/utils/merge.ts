import { changed, same, snapshot, type FieldName, type Fields } from './fields'

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
