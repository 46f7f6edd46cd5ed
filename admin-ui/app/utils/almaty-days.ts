import { almatyInput } from './almaty'
import { momentsOf, offsetAt, offsetName } from './wall-clock'

const zone = 'Asia/Almaty'
const [minute, day] = [60_000, 24 * 3600 * 1000]

/** The moment's date in Almaty, "2026-11-21". */
export const almatyDate = (moment: string | number) => almatyInput(new Date(moment).toISOString()).slice(0, 10)

/** The moment (ms) at which a date ("2026-11-21") begins in Almaty. */
export function dayBegins(date: string): number {
  const [exact] = momentsOf(`${date}T00:00`, zone)
  if (exact !== undefined) return exact
  // Its midnight was left out: the first minute that has the date.
  let [before, from] = [Date.parse(`${date}T00:00Z`) - day, Date.parse(`${date}T00:00Z`) + day]
  while (from - before > minute) {
    const middle = before + Math.floor((from - before) / (2 * minute)) * minute
    if (almatyDate(middle) < date) before = middle
    else from = middle
  }
  return from
}

/** `UTC+5` where Almaty's clocks show the moment's time twice; else nothing. */
export function doubtfulOffset(moment: string): string {
  const twice = momentsOf(almatyInput(moment), zone).length > 1
  return twice ? offsetName(offsetAt(Date.parse(moment), zone)) : ''
}
