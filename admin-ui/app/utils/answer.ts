import { problemError, toProblem, UNREACHABLE } from './problem'

interface Result<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The body of a successful call; every refusal is thrown as an error that carries its problem. */
export async function answer<T>(call: Promise<Result<T>>): Promise<T> {
  const result = await call.catch(() => {
    throw problemError({ type: 'about:blank', title: '', status: 503, code: UNREACHABLE })
  })
  if (result.response.ok) return result.data as T
  const problem = toProblem(result.error, result.response.status)
  const retryAfter = Number(result.response.headers.get('retry-after'))
  throw problemError(retryAfter > 0 ? { ...problem, retryAfter } : problem)
}
