// Asia/Almaty is what the agency's clocks show; the data base keeps UTC.
const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Almaty', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23'
})

/** A moment as the clock on the wall in Almaty has it. */
export interface WallTime { date: string, time: string }

/** `21.11.2026` and `14:32` of an ISO time, in Almaty. */
export function almaty(moment: string | number): WallTime {
  const p = Object.fromEntries(parts.formatToParts(new Date(moment)).map(x => [x.type, x.value]))
  return { date: `${p.day}.${p.month}.${p.year}`, time: `${p.hour}:${p.minute}` }
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
  if (!moment) return ''
  const { date, time } = almaty(moment)
  return `${date.split('.').reverse().join('-')}T${time}`
}

/** The ISO time of a datetime-local input's Almaty time; null when it is empty. Almaty went from +06 to +05 on 2024-03-01. */
export function fromAlmatyInput(text: string): string | null {
  const wanted = Date.parse(`${text}Z`)
  if (Number.isNaN(wanted)) return null
  let moment = wanted
  for (let i = 0; i < 2; i++) moment += wanted - Date.parse(`${almatyInput(new Date(moment).toISOString())}Z`)
  return new Date(moment).toISOString()
}
