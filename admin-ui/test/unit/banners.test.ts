import { describe, expect, it } from 'vitest'
import { daysAfter, everyDay, total } from '../../layers/banners/app/utils/banner-days'
import { artsOf, blankArt, clickRate, illFitting } from '../../layers/banners/app/utils/banners'

describe('the days of a banner', () => {
  const items = [
    { day: '2026-02-28', language: 'kk', shows: 10, clicks: 1 },
    { day: '2026-02-28', language: 'ru', shows: 5, clicks: 2 },
    { day: '2026-03-02', language: 'kk', shows: 7, clicks: 0 },
    { day: '2025-12-31', language: 'kk', shows: 1000, clicks: 1000 }
  ]
  it('are all there, those without figures too, and add up', () => {
    const days = everyDay(items, '2026-02-28', '2026-03-03')
    expect(days).toEqual([{ day: '2026-02-28', shows: 15, clicks: 3 }, { day: '2026-03-01', shows: 0, clicks: 0 }, { day: '2026-03-02', shows: 7, clicks: 0 }])
    expect(total(days)).toEqual({ shows: 22, clicks: 3 })
    expect(total(everyDay(items, '2026-02-28', '2026-03-03', 'ru'))).toEqual({ shows: 5, clicks: 2 })
    expect(everyDay(items, '2026-03-03', '2026-03-03')).toEqual([])
  })
  it('pass the ends of months and years', () => {
    expect([daysAfter('2024-02-28', 1), daysAfter('2026-12-31', 1), daysAfter('2026-03-01', -1)]).toEqual(['2024-02-29', '2027-01-01', '2026-02-28'])
  })
})

describe('a banner', () => {
  it('has a rate in the way of its language, and none without shows', () => {
    expect(clickRate(0, 0, 'en')).toBe('—')
    expect(clickRate(800, 10, 'en')).toBe('1.25\u00A0%')
    expect(clickRate(800, 10, 'kk')).toBe('1,25\u00A0%')
  })
  it('is sent in the languages that somebody has begun, whatever they lack', () => {
    const arts = artsOf({ kk: { ...blankArt(), alt: ' Ұсыныс ' }, ru: { ...blankArt(), url: '  ' }, en: undefined })
    expect(Object.keys(arts)).toEqual(['kk'])
    expect(arts.kk).toMatchObject({ alt: 'Ұсыныс', url: '' })
  })
  it('fits its place, or is said not to', () => {
    expect(illFitting({ width: 1200, height: 150 }, [1200, 150])).toBe(false)
    expect(illFitting({ width: 2340, height: 300 }, [1200, 150])).toBe(false)
    expect(illFitting({ width: 1200, height: 800 }, [1200, 150])).toBe(true)
    expect(illFitting({ width: 600, height: 500 }, [1200, 300])).toBe(true)
  })
})
