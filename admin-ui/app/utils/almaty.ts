import { momentsOf, offsetAt, offsetName, wallOf } from './wall-clock'

// Asia/Almaty is what the agency's clocks show; the data base keeps UTC.
const zone = 'Asia/Almaty'

/** A moment as the clock on the wall in Almaty has it. */
export interface WallTime { date: string, time: string }

/** `21.11.2026` and `14:32` of an ISO time, in Almaty. */
export function almaty(moment: string | number): WallTime {
  const [date = '', time = ''] = wallOf(new Date(moment).getTime(), zone).split('T')
  return { date: date.split('-').reverse().join('.'), time }
}

const day = 24 * 3600 * 1000

/** Whether the moment lies on today's or yesterday's date in Almaty. */
export function nearDay(moment: string, now: number): 'today' | 'yesterday' | undefined {
  const { date } = almaty(moment)
  if (date === almaty(now).date) return 'today'
  return date === almaty(now - day).date ? 'yesterday' : undefined
}

/** `2026-11-21T14:32`, as a datetime-local input wants it. */
export function almatyInput(moment: string | null | undefined): string {
  return moment ? wallOf(new Date(moment).getTime(), zone) : ''
}

/**
 * The ISO time of a datetime-local input's Almaty time: the earlier one where an hour was
 * doubled, as on 2024-02-29. Null when the input is empty or no clock in Almaty ever shows it.
 */
export function fromAlmatyInput(text: string): string | null {
  const [moment] = momentsOf(text.slice(0, 16), zone)
  return moment === undefined ? null : new Date(moment).toISOString()
}

/** `UTC+6` where the wall time came twice and the earlier one is taken; else nothing. */
export function doubledOffset(text: string): string | undefined {
  const [first, second] = momentsOf(text.slice(0, 16), zone)
  return first !== undefined && second !== undefined ? offsetName(offsetAt(first, zone)) : undefined
}

/** The ISO time of a time of day (`09:00`) so many days after the moment's date in Almaty. */
export function almatyDay(now: number, days: number, time: string): string | null {
  const date = new Date(Date.parse(`${wallOf(now, zone).slice(0, 10)}T00:00Z`) + days * day)
  return fromAlmatyInput(`${date.toISOString().slice(0, 10)}T${time}`)
}
