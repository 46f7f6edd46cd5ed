import { canonical } from '../../../../app/utils/document'

/** Two people's changes of the same thing brought together. */
export interface MergedFields<T> {
  fields: T
  /** What only the other one changed; it is taken over. */
  taken: (keyof T)[]
  /** What both changed; mine stays. */
  contested: (keyof T)[]
}

/**
 * Brings my changes onto what somebody else saved meanwhile: nothing of mine is
 * lost. In fields that are sets, what each added and removed counts by itself.
 */
export function mergeFields<T extends object>(base: T, mine: T, theirs: T, sets: readonly (keyof T)[] = []): MergedFields<T> {
  const merged: MergedFields<T> = { fields: { ...mine }, taken: [], contested: [] }
  const same = (a: unknown, b: unknown) => canonical(a) === canonical(b)
  for (const key of Object.keys(mine) as (keyof T)[]) {
    if (same(base[key], theirs[key]) || same(mine[key], theirs[key])) continue
    if (same(base[key], mine[key])) {
      merged.fields[key] = theirs[key]
      merged.taken.push(key)
    } else if (sets.includes(key)) {
      merged.fields[key] = mergeSets(base[key] as unknown[], mine[key] as unknown[], theirs[key] as unknown[]) as T[keyof T]
      merged.taken.push(key)
    } else {
      merged.contested.push(key)
    }
  }
  return merged
}

/** Theirs, with what I added and without what I removed; in order. */
function mergeSets(base: readonly unknown[], mine: readonly unknown[], theirs: readonly unknown[]): unknown[] {
  const kept = theirs.filter(one => mine.includes(one) || !base.includes(one))
  const added = mine.filter(one => !base.includes(one))
  return [...new Set([...kept, ...added])].sort()
}
