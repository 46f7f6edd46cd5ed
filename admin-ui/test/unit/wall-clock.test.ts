import { describe, expect, it } from 'vitest'
import { almatyDay, almatyInput, doubledOffset, fromAlmatyInput } from '../../app/utils/almaty'
import { momentsOf, offsetAt, offsetName, wallOf } from '../../app/utils/wall-clock'

const iso = (moments: number[]) => moments.map(moment => new Date(moment).toISOString())

describe('the clocks of a zone', () => {
  it('finds both moments of the hour that Almaty had twice, the earlier first', () => {
    // 2024-02-29 24:00 +06 went back to 23:00 +05.
    expect(iso(momentsOf('2024-02-29T23:30', 'Asia/Almaty'))).toEqual(['2024-02-29T17:30:00.000Z', '2024-02-29T18:30:00.000Z'])
    expect(iso(momentsOf('2024-02-29T22:59', 'Asia/Almaty'))).toEqual(['2024-02-29T16:59:00.000Z'])
    expect(iso(momentsOf('2024-03-01T00:00', 'Asia/Almaty'))).toEqual(['2024-02-29T19:00:00.000Z'])
  })

  it('finds none in an hour that a zone skipped', () => {
    // New York, 2026-03-08: 02:00 became 03:00.
    expect(momentsOf('2026-03-08T02:30', 'America/New_York')).toEqual([])
    expect(iso(momentsOf('2026-03-08T03:00', 'America/New_York'))).toEqual(['2026-03-08T07:00:00.000Z'])
    // Almaty had summer time until 2005.
    expect(momentsOf('2004-03-28T02:30', 'Asia/Almaty')).toEqual([])
  })

  it('refuses what is no time', () => {
    for (const text of ['', 'жұма', '2026-02-30T10:00', '2026-13-01T10:00', '2026-11-21T24:30', '2026-11-21', '0000-01-01T10:00', '0002-11-21T10:00', '0202-11-21T10:00', '20261-11-21T10:00', '2026-11-21T10:00Z']) {
      expect(momentsOf(text, 'Asia/Almaty'), text).toEqual([])
    }
  })

  it('shows what it was given back, also seconds before the change', () => {
    for (const moment of ['2024-02-29T18:59:59.999Z', '2024-02-29T19:00:00.000Z', '2026-06-30T23:59:30.000Z', '1969-12-31T18:00:00.000Z']) {
      const at = Date.parse(moment)
      expect(momentsOf(wallOf(at, 'Asia/Almaty'), 'Asia/Almaty').some(found => Math.abs(found - at) < 60_000), moment).toBe(true)
    }
    expect(offsetAt(Date.parse('2024-02-29T17:59:59Z'), 'Asia/Almaty')).toBe(360)
    expect(offsetAt(Date.parse('2024-02-29T18:00:00Z'), 'Asia/Almaty')).toBe(300)
  })

  it('names an offset', () => {
    expect([300, 330, 0, -210].map(offsetName)).toEqual(['UTC+5', 'UTC+5:30', 'UTC+0', 'UTC−3:30'])
  })
})

describe('an input of Almaty time', () => {
  it('takes the earlier of two moments and says so', () => {
    expect(fromAlmatyInput('2024-02-29T23:30')).toBe('2024-02-29T17:30:00.000Z')
    expect(doubledOffset('2024-02-29T23:30')).toBe('UTC+6')
    expect(doubledOffset('2026-11-21T23:30')).toBeUndefined()
    expect(almatyInput('2024-02-29T18:30:00Z')).toBe('2024-02-29T23:30')
  })

  it('is null where it is empty or shown by no clock', () => {
    expect([fromAlmatyInput(''), fromAlmatyInput('2004-03-28T02:30')]).toEqual([null, null])
  })

  it('knows a time of the coming day, across the end of a year and of an offset', () => {
    expect(almatyDay(Date.parse('2026-12-31T18:59:00Z'), 1, '09:00')).toBe('2027-01-01T04:00:00.000Z')
    expect(almatyDay(Date.parse('2026-12-31T19:01:00Z'), 1, '09:00')).toBe('2027-01-02T04:00:00.000Z')
    expect(almatyDay(Date.parse('2024-02-29T10:00:00Z'), 1, '09:00')).toBe('2024-03-01T04:00:00.000Z')
    expect(almatyDay(Date.parse('2024-02-28T10:00:00Z'), 1, '09:00')).toBe('2024-02-29T03:00:00.000Z')
  })
})
