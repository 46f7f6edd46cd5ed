import type { LocationQuery } from 'vue-router'

/** What narrows the redirects; the address keeps it. */
export interface RedirectFilters { q?: string, language?: string, origin?: Schemas['RedirectOrigin'], unused?: '1' }

/** How redirects come about. */
export const redirectOrigins: readonly Schemas['RedirectOrigin'][] = ['hand', 'moved', 'merged', 'import']

/** Those that follow the address of a thing by themselves; they are deleted, not changed. */
export const followsByItself = (origin: Schemas['RedirectOrigin']) => origin === 'moved' || origin === 'merged'

/** Reads the filters of an address; what makes no sense is left out. */
export function readRedirectFilters(query: LocationQuery | Record<string, string>): RedirectFilters {
  return {
    q: typeof query.q === 'string' && query.q ? query.q.slice(0, 200) : undefined,
    language: typeof query.language === 'string' && /^[a-z]{2}$/.test(query.language) ? query.language : undefined,
    origin: redirectOrigins.find(o => o === query.origin),
    unused: query.unused === '1' ? '1' : undefined
  }
}
