/** The address that was meant: web, mail or a path of the site; undefined for anything else. */
export function linkAddress(text: string): string | undefined {
  const trimmed = text.trim()
  if (trimmed.startsWith('/')) return /^\/(?![/\\])\S*$/.test(trimmed) ? trimmed : undefined
  const guess = /^[a-z][a-z0-9+.-]*:/i.test(trimmed) ? trimmed : `https://${trimmed}`
  if (!URL.canParse(guess)) return undefined
  const url = new URL(guess)
  if (url.protocol === 'mailto:') return guess
  return /^https?:$/.test(url.protocol) && url.hostname.includes('.') ? guess : undefined
}
