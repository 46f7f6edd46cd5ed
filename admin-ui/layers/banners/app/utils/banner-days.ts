/** What was counted on one day, in all languages or one. */
export interface DayFigures { day: string, shows: number, clicks: number }

const oneDay = 24 * 3600 * 1000
const dated = (at: number) => new Date(at).toISOString().slice(0, 10)

/** The date so many days after another ("2026-11-21"). */
export const daysAfter = (date: string, days: number) => dated(Date.parse(`${date}T00:00Z`) + days * oneDay)

/** A row for each day from the first to before the end, those without figures too. */
export function everyDay(items: readonly Schemas['BannerDay'][], from: string, until: string, language?: string): DayFigures[] {
  const byDay = new Map<string, DayFigures>()
  for (let day = from; day < until; day = daysAfter(day, 1)) byDay.set(day, { day, shows: 0, clicks: 0 })
  for (const item of items) {
    const sum = byDay.get(item.day)
    if (!sum || (language && item.language !== language)) continue
    sum.shows += item.shows
    sum.clicks += item.clicks
  }
  return [...byDay.values()]
}

/** The sums of all days. */
export function total(days: readonly DayFigures[]): { shows: number, clicks: number } {
  return days.reduce((sum, day) => ({ shows: sum.shows + day.shows, clicks: sum.clicks + day.clicks }), { shows: 0, clicks: 0 })
}
