import { inTenths } from '../../../../app/utils/in-tenths'

/** What the nodes had counted at a moment. */
export interface CacheSample { at: number, nodes: { id: string, since: number, hits: number, asked: number }[] }

/** What was asked for within some time, and how much of it came from the cache. */
export interface CacheTraffic { hits: number, asked: number, seconds: number }

/** Takes of a state what is needed to see how it moves. */
export function sampleOf({ at, nodes }: Pick<Schemas['CacheState'], 'at' | 'nodes'>): CacheSample {
  return { at: Date.parse(at), nodes: nodes.map(({ id, since, counts }) => ({ id, since: Date.parse(since), hits: counts.hits, asked: askedOf(counts) })) }
}

/** All that was asked for, as the contract's hit rate counts it. */
export const askedOf = (counts: Pick<Schemas['CacheCounts'], 'hits' | 'misses' | 'shared' | 'bypasses'>) => counts.hits + counts.misses + counts.shared + counts.bypasses

/** What happened between two samples. A node that began meanwhile counts from its beginning; one that was only silent does not. */
export function trafficBetween(before: CacheSample, after: CacheSample): CacheTraffic {
  const known = new Map(before.nodes.map(node => [node.id, node]))
  const traffic = { hits: 0, asked: 0, seconds: Math.max(0, after.at - before.at) / 1000 }
  for (const node of after.nodes) {
    const from = known.get(node.id) ?? (node.since >= before.at ? { hits: 0, asked: 0 } : node)
    traffic.hits += Math.max(0, node.hits - from.hits)
    traffic.asked += Math.max(0, node.asked - from.asked)
  }
  return traffic
}

/** A share as the language writes it, such as 97,4 %; whole ones without a fraction, and 100 only where nothing is missing. */
export function inPercent(part: number, whole: number, language: string): string {
  const number = inTenths(Math.floor(1000 * part / whole), language)
  return language === 'en' ? `${number}%` : `${number}\u00A0%`
}
