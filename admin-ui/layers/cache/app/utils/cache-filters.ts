import type { LocationQuery } from 'vue-router'

/** What narrows the entries of the cache; the address keeps it. */
export interface CacheFilters { kind?: Schemas['CacheKind'], language?: string, q?: string, tag?: string }

/** What pages are, those first that readers ask for most. */
export const cacheKinds: readonly Schemas['CacheKind'][] = [
  'home', 'article', 'rubric', 'latest', 'tag', 'author', 'page', 'archive', 'search', 'amp', 'feed', 'sitemap', 'oembed', 'api', 'offline', 'error', 'other'
]

/** Reads the filters of an address; what makes no sense is left out. */
export function readCacheFilters(query: LocationQuery | Record<string, string>): CacheFilters {
  return {
    kind: cacheKinds.find(kind => kind === query.kind),
    language: typeof query.language === 'string' && /^[a-z]{2}$/.test(query.language) ? query.language : undefined,
    q: text(query.q),
    tag: text(query.tag)
  }
}

const text = (value: unknown) => typeof value === 'string' && value ? value.slice(0, 200) : undefined
