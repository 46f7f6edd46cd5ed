import { describe, expect, it } from 'vitest'
import { ageIn } from '../../layers/cache/app/utils/cache-age'
import { fillPage } from '../../layers/cache/app/utils/cache-fill'
import { readCacheFilters } from '../../layers/cache/app/utils/cache-filters'
import { nodeState } from '../../layers/cache/app/utils/cache-looks'
import { readablePath } from '../../layers/cache/app/utils/cache-path'
import { inPercent, sampleOf, trafficBetween, type CacheSample } from '../../layers/cache/app/utils/cache-rate'

const at = Date.parse('2026-11-29T05:00:00Z')
const node = (id: string, since: number, hits: number, asked: number) => ({ id, since, hits, asked })
const sample = (seconds: number, ...nodes: CacheSample['nodes']): CacheSample => ({ at: at + 1000 * seconds, nodes })

describe('the traffic between two samples', () => {
  it('is the sum of what each node counted meanwhile', () => {
    expect(trafficBetween(sample(0, node('a', at - 9, 100, 110), node('b', at - 9, 5, 5)), sample(2, node('a', at - 9, 130, 141), node('b', at - 9, 6, 8))))
      .toEqual({ hits: 31, asked: 34, seconds: 2 })
  })
  it('counts a node that began meanwhile from its beginning, and one that was only silent not at all', () => {
    const began = sample(2, node('a', at, 100, 100), node('new', at + 1000, 7, 9))
    const spokeAgain = sample(2, node('a', at, 100, 100), node('old', at - 1000, 7000, 9000))
    expect(trafficBetween(sample(0, node('a', at, 100, 100)), began)).toMatchObject({ hits: 7, asked: 9 })
    expect(trafficBetween(sample(0, node('a', at, 100, 100)), spokeAgain)).toMatchObject({ hits: 0, asked: 0 })
  })
  it('is never less than nothing, whatever ends or comes late', () => {
    expect(trafficBetween(sample(2, node('a', at, 9, 9), node('gone', at, 50, 50)), sample(0, node('a', at, 1, 1)))).toEqual({ hits: 0, asked: 0, seconds: 0 })
  })
  it('takes what the contract counts as asked for', () => {
    const counts = { hits: 6, aged: 1, misses: 2, shared: 1, refused: 9, bypasses: 1, busy: 4, hitRate: 0.6 }
    const state = { at: '2026-11-29T05:00:00Z', nodes: [{ id: 'a', name: 'a', since: '2026-11-29T04:00:00Z', silent: 0, redisReached: true, counts, ready: 0, copies: 0, heap: 0 }] }
    expect(sampleOf(state)).toEqual({ at, nodes: [node('a', at - 3_600_000, 6, 10)] })
  })
})

describe('a share', () => {
  it.each([[974, 1000, '97,4\u00A0%'], [1, 2, '50\u00A0%'], [0, 7, '0\u00A0%'], [7, 7, '100\u00A0%']])('of %i in %i is written as people do', (part, whole, text) => {
    expect(inPercent(part, whole, 'kk')).toBe(text)
    expect(inPercent(part, whole, 'en')).toBe(text.replace(',', '.').replace('\u00A0', ''))
  })
  it('is no hundred while anything is missing', () => expect(inPercent(999_999, 1_000_000, 'en')).toBe('99.9%'))
})

describe('an age', () => {
  it.each([[-3, 'seconds', 0], [0, 'seconds', 0], [99, 'seconds', 99], [100, 'minutes', 2], [600, 'minutes', 10], [6000, 'hours', 2], [172_800, 'days', 2]])('of %i s is said in %s', (seconds, unit, n) => {
    expect(ageIn(seconds)).toEqual({ unit, n })
  })
})

describe('a page of the list', () => {
  const from = (pages: Record<string, [string[], string | null]>) => {
    const asked: string[] = []
    const ask = async (cursor = '') => {
      asked.push(cursor)
      const [ids, nextCursor] = pages[cursor]!
      return { items: ids.map(id => ({ id })), nextCursor }
    }
    return { ask, asked }
  }
  const ids = (page: { items: { id: string }[] }) => page.items.map(item => item.id)

  it('asks on over empty answers until it has enough', async () => {
    const { ask, asked } = from({ '': [[], 'x'], 'x': [['a'], 'y'], 'y': [['a', 'b'], 'z'], 'z': [['c'], null] })
    const page = await fillPage(ask, undefined, 2)
    expect([ids(page), page.nextCursor, asked]).toEqual([['a', 'b'], 'z', ['', 'x', 'y']])
  })
  it('ends with the list', async () => {
    const { ask } = from({ '': [[], null] })
    expect(await fillPage(ask, undefined, 25)).toEqual({ items: [], nextCursor: null })
  })
  it('gives up for now where next to nothing is found, and tells where to go on', async () => {
    const { ask, asked } = from({ '': [[], '1'], '1': [[], '2'], '2': [[], '3'], '3': [[], '4'], '4': [['late'], null] })
    expect(await fillPage(ask, undefined, 25)).toEqual({ items: [], nextCursor: '4' })
    expect(asked).toHaveLength(4)
    expect(ids(await fillPage(ask, '4', 25))).toEqual(['late'])
  })
})

describe('the filters of an address', () => {
  it('are those that make sense', () => {
    expect(readCacheFilters({ kind: 'article', language: 'ru', q: 'әлем', tag: 'article:42' })).toEqual({ kind: 'article', language: 'ru', q: 'әлем', tag: 'article:42' })
    expect(readCacheFilters({ kind: 'nonsense', language: 'rus', q: '', tag: 'x'.repeat(300) })).toEqual({ kind: undefined, language: undefined, q: undefined, tag: 'x'.repeat(200) })
    expect(readCacheFilters({ kind: ['home', 'tag'] as unknown as string })).toMatchObject({ kind: undefined })
  })
})

describe('a node', () => {
  it('is silent before it is anything else', () => {
    expect(nodeState({ silent: 900, redisReached: true })).toBe('well')
    expect(nodeState({ silent: 900, redisReached: false })).toBe('alone')
    expect(nodeState({ silent: 20_000, redisReached: false })).toBe('silent')
  })
})

describe('a path', () => {
  it('is shown in letters, and as it is where it has none', () => {
    expect(readablePath('/tag/%D3%99%D0%BB%D0%B5%D0%BC?page=%D0%B0%26')).toBe('/tag/әлем?page=а%26')
    expect(readablePath('/x/%E0%A4%A')).toBe('/x/%E0%A4%A')
  })
})
