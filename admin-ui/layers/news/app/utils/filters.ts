import type { LocationQuery } from 'vue-router'
import { articleStates, urgencies } from './states'

/** What narrows the list of news; the address keeps it. */
export interface Filters {
  language?: string
  state?: ArticleState
  urgency?: Schemas['Urgency']
  rubric?: number
  author?: number
  tag?: number
  mine?: boolean
  behind?: boolean
  q?: string
}

const text = (value: unknown) => typeof value === 'string' && value !== '' ? value : undefined
const id = (value: unknown) => typeof value === 'string' && /^[1-9]\d{0,15}$/.test(value) ? Number(value) : undefined

/** Reads the filters of an address; what makes no sense is left out. */
export function readFilters(query: LocationQuery | Record<string, string>): Filters {
  return {
    language: /^[a-z]{2}$/.test(String(query.language)) ? String(query.language) : undefined,
    state: articleStates.find(s => s === query.state),
    urgency: urgencies.find(u => u === query.urgency),
    rubric: id(query.rubric),
    author: id(query.author),
    tag: id(query.tag),
    mine: query.mine === 'true' || undefined,
    behind: query.behind === 'true' || undefined,
    q: text(query.q)?.slice(0, 200)
  }
}

/** The address' query of the filters. */
export function writeFilters(filters: Filters): Record<string, string> {
  const set = Object.entries(filters).filter(([, value]) => value !== undefined && value !== '' && value !== false)
  return Object.fromEntries(set.map(([name, value]) => [name, String(value)]))
}

/** Whether two filters narrow alike, whatever the order in which they were set. */
export function sameFilters(one: Filters, other: Filters): boolean {
  const [a, b] = [writeFilters(one), writeFilters(other)]
  return Object.keys(a).length === Object.keys(b).length && Object.keys(a).every(name => a[name] === b[name])
}
