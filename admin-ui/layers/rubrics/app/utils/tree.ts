/** A rubric of the tree. */
export type Rubric = Schemas['Rubric']

/** A rubric with its place in the tree. */
export interface Branch { rubric: Rubric, depth: number, siblings: number[], index: number }

/** The tree as rows, each parent before its children, each level in its order. */
export function branches(rubrics: readonly Rubric[], parentId: number | null = null, depth = 0): Branch[] {
  const level = rubrics.filter(r => (r.parentId ?? null) === parentId)
  const siblings = level.map(r => r.id)
  return level.flatMap((rubric, index) => [{ rubric, depth, siblings, index }, ...branches(rubrics, rubric.id, depth + 1)])
}

/** The ids of a level with one moved a step up (-1) or down (1). */
export function moved(siblings: readonly number[], index: number, step: -1 | 1): number[] {
  const order = [...siblings]
  const [id] = order.splice(index, 1)
  order.splice(index + step, 0, id!)
  return order
}

/** The rubric and all below it: what can't become its parent. */
export function family(rubrics: readonly Rubric[], id: number): Set<number> {
  const ids = new Set([id])
  for (const { rubric } of branches(rubrics, id)) ids.add(rubric.id)
  return ids
}
