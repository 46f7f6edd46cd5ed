import type { LocationQuery } from 'vue-router'

/** What narrows the banners; the address keeps it. */
export interface BannerFilters { zone?: BannerZone, state?: BannerState, language?: string, q?: string }

/** Reads the filters of an address; what makes no sense is left out. */
export function readBannerFilters(query: LocationQuery | Record<string, string>): BannerFilters {
  return {
    zone: bannerZones.find(zone => zone === query.zone),
    state: bannerStates.find(state => state === query.state),
    language: typeof query.language === 'string' && /^[a-z]{2,3}$/.test(query.language) ? query.language : undefined,
    q: typeof query.q === 'string' && query.q.trim() ? query.q.trim().slice(0, 200) : undefined
  }
}
