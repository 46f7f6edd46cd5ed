const minute = 60_000 // ms

/** How long ago something was, in the largest unit that fits. */
export interface Ago { unit: 'now' | 'minutes' | 'hours' | 'days' | 'months' | 'years', n: number }

const units = [['years', 365 * 1440], ['months', 30 * 1440], ['days', 1440], ['hours', 60], ['minutes', 1]] as const

/** Measures from a moment to now; what lies ahead of this clock counts as now. */
export function agoOf(moment: string, now: number): Ago {
  const minutes = Math.floor((now - Date.parse(moment)) / minute)
  const found = units.find(([, size]) => minutes >= size)
  return found ? { unit: found[0], n: Math.floor(minutes / found[1]) } : { unit: 'now', n: 0 }
}
