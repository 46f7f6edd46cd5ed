import type { LocationQuery } from 'vue-router'

/** What narrows the list of news; the address keeps it. */
export interface Filters {
  language?: string
  state?: ArticleState
  rubric?: number
  author?: number
  tag?: number
  mine?: boolean
  q?: string
}

const states: readonly ArticleState[] = ['draft', 'published', 'unpublished']
const text = (value: unknown) => typeof value === 'string' && value !== '' ? value : undefined
const id = (value: unknown) => typeof value === 'string' && /^[1-9]\d{0,15}$/.test(value) ? Number(value) : undefined

/** Reads the filters of an address; what makes no sense is left out. */
export function readFilters(query: LocationQuery): Filters {
  return {
    language: /^[a-z]{2}$/.test(String(query.language)) ? String(query.language) : undefined,
    state: states.find(s => s === query.state),
    rubric: id(query.rubric),
    author: id(query.author),
    tag: id(query.tag),
    mine: query.mine === 'true' || undefined,
    q: text(query.q)?.slice(0, 200)
  }
}

/** The address' query of the filters. */
export function writeFilters(filters: Filters): Record<string, string> {
  const set = Object.entries(filters).filter(([, value]) => value !== undefined && value !== '' && value !== false)
  return Object.fromEntries(set.map(([name, value]) => [name, String(value)]))
}
