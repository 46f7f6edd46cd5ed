import { almatyDate, dayBegins } from '../../../../app/utils/almaty-days'
import { daysLater, monthOf } from '../../../news/app/utils/calendar'

type Picture = Schemas['Picture']

/** A month of an address, "2026-11", or undefined if it is none. */
export function readMonth(text: unknown): string | undefined {
  return typeof text === 'string' && /^20\d\d-(0[1-9]|1[0-2])$/.test(text) ? text : undefined
}

/** The month that many months later. */
export function monthsLater(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7)
}

/** The weeks that a month's calendar shows, from Monday. */
export function weeksOf(month: string): string[][] {
  const dates = monthOf(`${month}-01`)
  return Array.from({ length: dates.length / 7 }, (_, week) => dates.slice(week * 7, week * 7 + 7))
}

/** The dates that a month's calendar asks for; the last one is not included. */
export function calendarSpan(month: string): { from: string, until: string } {
  const dates = monthOf(`${month}-01`)
  return { from: dates[0]!, until: daysLater(dates.at(-1)!, 1) }
}

/** How many pictures' rights end on each date. */
export const countsByDate = (days: Schemas['RightsCalendar']['days']) => new Map(days.map(({ date, pictures }) => [date, pictures]))

/** The moments between which a day or a month lies in Almaty; what has ended already is not part of a month. */
export function momentsBetween(what: { day: string } | { month: string }, now: number): { from: string, until: string } {
  const iso = (moment: number) => new Date(moment).toISOString()
  if ('day' in what) return { from: iso(dayBegins(what.day)), until: iso(dayBegins(daysLater(what.day, 1))) }
  const [first, last] = [dayBegins(`${what.month}-01`), dayBegins(`${monthsLater(what.month, 1)}-01`)]
  return { from: iso(first < now && now < last ? now : first), until: iso(last) }
}

/** Whether the end of a picture's rights comes from its licence, not from the picture alone. */
export function endsByLicence({ licenceId, rightsUntil, expiresAt }: Pick<Picture, 'licenceId' | 'rightsUntil' | 'expiresAt'>): boolean {
  return licenceId !== null && expiresAt !== null && (rightsUntil === null || Date.parse(expiresAt) < Date.parse(rightsUntil))
}

/** Those of renewed pictures whose rights end sooner all the same: their licence does. */
export function heldByLicence<T extends Pick<Picture, 'licenceId' | 'rightsUntil' | 'expiresAt'>>(pictures: readonly T[]): T[] {
  return pictures.filter(endsByLicence)
}

/** Those that come back when their licence is renewed: whose own rights have not ended. */
export function comeBack<T extends Pick<Picture, 'rightsUntil'>>(expired: readonly T[], now: number): T[] {
  return expired.filter(({ rightsUntil }) => rightsUntil === null || Date.parse(rightsUntil) > now)
}

/** Whether a licence that has ended is renewed by another end. */
export function renews(before: string | null | undefined, after: string | null, now: number): boolean {
  return !!before && Date.parse(before) <= now && (after === null || Date.parse(after) > now)
}

/** The month of a moment in Almaty. */
export const almatyMonth = (moment: number) => almatyDate(moment).slice(0, 7)
