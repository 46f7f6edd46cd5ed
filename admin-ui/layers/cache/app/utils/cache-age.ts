/** A time that has passed or is left, in the largest unit that tells enough; the names are those of the messages. */
export function ageIn(seconds: number): { unit: 'seconds' | 'minutes' | 'hours' | 'days', n: number } {
  const s = Math.max(0, Math.round(seconds))
  if (s < 100) return { unit: 'seconds', n: s }
  if (s < 100 * 60) return { unit: 'minutes', n: Math.round(s / 60) }
  if (s < 48 * 3600) return { unit: 'hours', n: Math.round(s / 3600) }
  return { unit: 'days', n: Math.round(s / 86_400) }
}
