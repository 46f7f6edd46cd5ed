import { almatyDate, dayBegins } from '../../../../app/utils/almaty-days'

/** How much a calendar shows at once. */
export type CalendarView = 'week' | 'month'

type Planned = Schemas['PlannedItem']

/** The date that many days later; dates are "2026-11-21". */
export function daysLater(date: string, days: number): string {
  const at = new Date(`${date}T00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/** The seven dates of the date's week, from Monday. */
export function weekOf(date: string): string[] {
  const monday = daysLater(date, -((new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7))
  return Array.from({ length: 7 }, (_, i) => daysLater(monday, i))
}

/** The dates of the date's month and of the rest of its first and last week. */
export function monthOf(date: string): string[] {
  const [year = 0, month = 1] = date.split('-').map(Number)
  const last = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
  const [from, until] = [weekOf(`${date.slice(0, 7)}-01`)[0]!, weekOf(last)[6]!]
  const dates = [from]
  while (dates.at(-1)! < until) dates.push(daysLater(dates.at(-1)!, 1))
  return dates
}

/** What a view of the date shows: whole weeks. */
export const datesOf = (view: CalendarView, date: string) => view === 'week' ? weekOf(date) : monthOf(date)

/** The date of the view before (-1) or after (+1). */
export function turned(view: CalendarView, date: string, direction: -1 | 1): string {
  if (view === 'week') return daysLater(date, 7 * direction)
  const [year = 0, month = 1] = date.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 + direction, 1)).toISOString().slice(0, 10)
}

/** From the first moment of the first date to that after the last one: what the calendar is asked for. */
export function spanOf(dates: readonly string[]): { from: string, until: string } {
  const [from, until] = [dayBegins(dates[0]!), dayBegins(daysLater(dates.at(-1)!, 1))]
  return { from: new Date(from).toISOString(), until: new Date(until).toISOString() }
}

/** What is planned, by its date in Almaty, in order of time. */
export function byDate(items: readonly Planned[]): Map<string, Planned[]> {
  const days = new Map<string, Planned[]>()
  for (const item of [...items].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    const date = almatyDate(item.at)
    if (!days.get(date)?.push(item)) days.set(date, [item])
  }
  return days
}

/** The date of an address, or undefined if it is none. */
export function readDate(text: unknown): string | undefined {
  if (typeof text !== 'string' || !/^20\d\d-\d\d-\d\d$/.test(text)) return undefined
  const at = new Date(`${text}T00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : undefined
}

/** Whether one may put the item to another time. An embargo is a field of its article's. */
export function movable({ what, article }: Planned): boolean {
  return what !== 'embargo' && article.steps.includes('schedule')
}

/** The schedule of the item's article once the item is at another time; its other time stays. */
export function movedSchedule({ what, article }: Planned, at: string): { publishAt: string | null, unpublishAt: string | null } {
  return what === 'publish' ? { publishAt: at, unpublishAt: article.unpublishAt } : { publishAt: article.publishAt, unpublishAt: at }
}
