import type { Problem } from '~~/app/utils/problem'

/** The name of a block's field for the form: by the block's id, for its place changes. */
export const blockField = (id: string, part = '') => `blocks.${id}${part && `.${part}`}`

/** A refusal's fields (`blocks.3.rule.rubricId`), named by the ids of the blocks that were sent. */
export function byBlockIds(problem: Problem, ids: readonly string[]): Problem {
  if (!problem.fields) return problem
  return { ...problem, fields: problem.fields.map(one => ({ ...one, field: named(one.field, ids) })) }
}

function named(field: string, ids: readonly string[]): string {
  const [, place, rest = ''] = field.match(/^blocks[.[](\d+)\]?(?:\.(.*))?$/) ?? []
  const id = place === undefined ? undefined : ids[Number(place)]
  return id === undefined ? field : blockField(id, rest)
}

/** The id of the first block that a refusal is about. */
export const blockAtFault = (problem: Problem | null, ids: readonly string[]): string | undefined =>
  ids.find(id => problem?.fields?.some(one => one.field === blockField(id) || one.field.startsWith(`${blockField(id)}.`)))
