import type { components } from '~~/contract/admin'

/**
 * A refusal of the API, as RFC 9457 has it; `current` comes with a stale article, `kind` where a second
 * person is needed, `retryAfter` (seconds) with the header of that name.
 */
export type Problem = components['schemas']['Problem'] & { current?: components['schemas']['Article'], kind?: components['schemas']['ApprovalKind'], retryAfter?: number }

/** What is wrong with one field of the input. */
export type FieldProblem = components['schemas']['FieldProblem']

/** The panel's own code for a server that does not answer. */
export const UNREACHABLE = 'panel.unreachable'

/** Reads a refusal; one that is no problem document keeps its status. */
export function toProblem(body: unknown, status: number): Problem {
  if (isProblem(body)) return body
  return { type: 'about:blank', title: '', status, code: `http.${status}` }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && typeof (body as Problem).code === 'string'
}

/** An error that carries the problem through useAsyncData and the server's payload. */
export function problemError(problem: Problem) {
  return createError({ status: problem.status, message: problem.code, data: problem })
}

/** The problem inside an error; any other error counts as an unreachable server. */
export function problemOf(error: unknown): Problem {
  const data = (error as { data?: unknown } | null)?.data
  if (isProblem(data)) return data
  return { type: 'about:blank', title: '', status: 503, code: UNREACHABLE }
}

/** Whether somebody else has to agree before more of it is done. */
export const needsSecondPerson = (problem: Pick<Problem, 'code'> | null | undefined) => problem?.code === 'approvals.second_person_needed'

/** The problem without the complaints about a field; none when nothing else was wrong. */
export function withoutField(problem: Problem | null, field: string): Problem | null {
  if (!problem?.fields || !fieldProblem(problem, field)) return problem
  const fields = problem.fields.filter(f => f.field !== field && !f.field.startsWith(`${field}.`))
  return fields.length ? { ...problem, fields } : null
}

/** The first complaint about a field or a part of it ("body.content.3"), or undefined. */
export function fieldProblem(problem: Problem | null | undefined, field: string): FieldProblem | undefined {
  return problem?.fields?.find(f => f.field === field || f.field.startsWith(`${field}.`))
}
