// What nobody sees and nobody means: controls, marks that turn the direction of what follows, soft
// hyphens, zero-width spaces, code points of private use (Word's symbol bullets) and no characters.
const junk = /[\0-\x08\x0B\x0C\x0E-\x1F\x7F-\x84\x86-\x9F\u00AD\u061C\u180E\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uE000-\uF8FF\uFDD0-\uFDEF\uFEFF\uFFF9-\uFFFC\uFFFE\uFFFF\u{E0000}-\u{E007F}]/gu

// A joiner stays where it makes one emoji of several.
const loneJoiner = /(?<![\p{Extended_Pictographic}\u{FE0F}\u{1F3FB}-\u{1F3FF}])\u200D|\u200D(?!\p{Extended_Pictographic})/gu

// Text of ordinary news is known to be clean without a look at each rule: as the server knows it.
const plain = /^[ -~\u00A0-\u00AC\u00AE-\u00FF\u0400-\u0482\u048A-\u052F\u2010-\u2027]*$/

/** Pasted text without its junk: composed letters, one space where several or a line's end stood. */
export function cleanText(text: string): string {
  return unjunk(text).replace(/\s{2,}|[\t\n\r\f\v\u0085\u2028\u2029]/g, ' ')
}

/** The same, with its lines and spaces left as they are. */
export function unjunk(text: string): string {
  if (plain.test(text)) return text
  return text.toWellFormed().replace(junk, '').replace(loneJoiner, '').normalize('NFC')
}

const raised = new Map([...'0123456789+-n'].map((plain, i) => [plain, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ'][i]!]))
const lowered = new Map([...'0123456789+-'].map((plain, i) => [plain, [...'₀₁₂₃₄₅₆₇₈₉₊₋'][i]!]))

/** A raised or lowered number in signs of its own ("м²", "CO₂"): a text has no such marks. Other text stays. */
export function shifted(text: string, up: boolean): string {
  const signs = [...text.trim()].map(sign => (up ? raised : lowered).get(sign))
  return signs.includes(undefined) ? text : signs.join('')
}

/** The address of a pasted link: only web, mail and telephone; a redirect's goal, without the marks that trackers add. */
export function pastedAddress(href: string): string | undefined {
  const trimmed = href.trim()
  if (!/^(?:https?|mailto|tel):/i.test(trimmed) || /[\s\\\p{C}]/u.test(trimmed) || trimmed.length > 2000 || !URL.canParse(trimmed)) return undefined
  const url = new URL(trimmed)
  if (!/^https?:$/.test(url.protocol)) return trimmed
  if (url.username || url.password || !url.hostname) return undefined
  const goal = /^(?:www\.)?google\.\w+$/.test(url.hostname) && url.pathname === '/url' ? url.searchParams.get('q') ?? url.searchParams.get('url') : null
  if (goal) return pastedAddress(goal)
  const tracked = [...url.searchParams.keys()].filter(key => /^(?:utm_\w+|fbclid|gclid|yclid|igshid|mc_eid|ysclid)$/.test(key))
  if (!tracked.length) return trimmed
  tracked.forEach(key => url.searchParams.delete(key))
  return url.href
}
