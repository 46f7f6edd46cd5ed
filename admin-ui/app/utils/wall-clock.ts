/** What the clocks of a zone show, by the zone rules that come with the browser: no offset is fixed. */

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone) ?? new Intl.DateTimeFormat('en-GB', {
    timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23'
  })
  formats.set(zone, known)
  return known
}

/** `2026-11-21T14:32`, as a datetime-local input has it, of a moment in ms. */
export function wallOf(moment: number, zone: string): string {
  const p = Object.fromEntries(formatOf(zone).formatToParts(new Date(moment)).map(x => [x.type, x.value]))
  return `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}`
}

/** How far the zone's clocks are ahead of UTC at the moment, in minutes. */
export function offsetAt(moment: number, zone: string): number {
  const minute = Math.floor(moment / 60_000) * 60_000
  return (Date.parse(`${wallOf(minute, zone)}Z`) - minute) / 60_000
}

const day = 24 * 3600 * 1000

/**
 * The moments (ms) at which the zone's clocks show the wall time, in their order: one,
 * two where an hour was doubled, none where it was skipped or is no time at all.
 */
export function momentsOf(wall: string, zone: string): number[] {
  // While a year is typed it is one of the first centuries.
  if (!/^[1-9]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(wall)) return []
  const wanted = Date.parse(`${wall}Z`)
  if (Number.isNaN(wanted)) return []
  // A change of the clocks lies between the rules of the day before and of the day after.
  const offsets = new Set([offsetAt(wanted - day, zone), offsetAt(wanted, zone), offsetAt(wanted + day, zone)])
  return [...offsets].map(offset => wanted - offset * 60_000).filter(moment => wallOf(moment, zone) === wall).sort((a, b) => a - b)
}

/** `UTC+5` or `UTC+5:30` of minutes. */
export function offsetName(minutes: number): string {
  const [sign, size] = [minutes < 0 ? '−' : '+', Math.abs(minutes)]
  return `UTC${sign}${Math.floor(size / 60)}${size % 60 ? `:${String(size % 60).padStart(2, '0')}` : ''}`
}
