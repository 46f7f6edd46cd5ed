// The public API, typed by its contract, with what was read last kept for the time
// without a connection.
import createClient from 'openapi-fetch'
import type { components, paths } from './contract'
import type { Word } from './words'

export type Summary = components['schemas']['PublicSummary']
export type Article = components['schemas']['PublicArticle']

declare const __API__: string

/** A page may name another portal: ?api=http://localhost:8080. */
const origin = new URLSearchParams(location.search).get('api') ?? __API__

/** What an answer brought: `old` when there is no connection and it is from before. */
export type Answer<T> = { data: T, old: boolean }

/** Why there is none, in a word to show, with what completes the sentence. */
export class Refusal extends Error {
  constructor(readonly word: Word, readonly detail = '') {
    super(word)
  }
}

const client = createClient<paths>({ baseUrl: `${origin}/api/v1`, fetch: keeping })

/**
 * Keeps each good answer, and gives it once more when there is no connection. The
 * browser asks by ETag whether an answer is still good, and gets 304 where it is: there
 * is nothing to do for that here.
 */
async function keeping(request: Request): Promise<Response> {
  const key = `kept ${request.url}`
  try {
    const answer = await fetch(request)
    if (answer.ok) keep(key, await answer.clone().text())
    return answer
  } catch {
    const kept = localStorage.getItem(key)
    if (kept === null) throw new Refusal('unreachable')
    return new Response(kept, { headers: { 'Content-Type': 'application/json', 'X-Kept': 'yes' } })
  }
}

function keep(key: string, body: string) {
  try {
    localStorage.setItem(key, body)
  } catch {
    localStorage.clear() // full: what was read long ago goes
  }
}

type Outcome<T> = { data?: T, error?: unknown, response: Response }

function taken<T>({ data, error, response }: Outcome<T>): Answer<T> {
  if (data !== undefined) return { data, old: response.headers.has('X-Kept') }
  switch (response.status) {
    case 404: throw new Refusal('missing')
    case 410: throw new Refusal('gone')
    case 429: throw new Refusal('wait', response.headers.get('Retry-After') ?? '60')
  }
  throw new Refusal('failed', (error as { code?: string } | undefined)?.code ?? String(response.status))
}

/** Only what a list shows: an answer is a fifth as long as a whole one. */
const listed = 'id,title,publishedAt'
export type Line = Pick<Summary, 'id' | 'title' | 'publishedAt'>
type Page = { items: Line[], nextCursor: string | null }

export const list = async (lang: string, cursor?: string): Promise<Answer<Page>> =>
  taken(await client.GET('/news', { params: { query: { lang, cursor, limit: 20, fields: listed } } }))

export async function search(lang: string, q: string, cursor?: string): Promise<Answer<Page>> {
  const { data, old } = taken(await client.GET('/search', { params: { query: { lang, q, cursor, limit: 20, fields: 'article' } } }))
  return { data: { items: data.items.map(found => found.article), nextCursor: data.nextCursor }, old }
}

export const article = async (id: number): Promise<Answer<Article>> =>
  taken(await client.GET('/news/{id}', { params: { path: { id } } }))

export const bySlug = async (lang: string, slug: string): Promise<Answer<Article>> =>
  taken(await client.GET('/addresses/{slug}', { params: { path: { slug }, query: { lang } } }))

export const related = async (id: number): Promise<Answer<{ items: Line[] }>> =>
  taken(await client.GET('/news/{id}/related', { params: { path: { id }, query: { limit: 4, fields: listed } } }))

/** Says that an article is read. Whether it was heard does not matter to the reader. */
export const viewed = (id: number) => client.POST('/news/{id}/views', { params: { path: { id } } }).catch(() => undefined)
