/** A place where a text is probably wrong. */
export type Finding = Schemas['TextFinding']

/** What makes two findings the same to somebody who wants to see it no more. */
export function signature({ field, code, text }: Finding): string {
  return `${field}:${code}:${text}`
}

/**
 * Where in a text the finding stands: at its place, else at the nearest where the same
 * stands, as somebody may have typed since; -1 when it is gone.
 */
export function placeOf(text: string, finding: Finding): number {
  if (text.startsWith(finding.text, finding.start)) return finding.start
  const before = text.lastIndexOf(finding.text, finding.start)
  const after = text.indexOf(finding.text, finding.start)
  if (before < 0 || after < 0) return Math.max(before, after)
  return finding.start - before < after - finding.start ? before : after
}

/** The text with the suggestion in place of what was found; the text as it was when that is gone. */
export function mend(text: string, finding: Finding): string {
  const at = placeOf(text, finding)
  return at < 0 ? text : text.slice(0, at) + finding.suggestion + text.slice(at + finding.text.length)
}

/** The other findings, moved by what the mending of one moved. */
export function without(findings: readonly Finding[], mended: Finding): Finding[] {
  const by = mended.suggestion.length - mended.text.length
  return findings.filter(one => one !== mended).map((one) => {
    const later = one.field === mended.field && one.block === mended.block && one.start >= mended.end
    return later ? { ...one, start: one.start + by, end: one.end + by } : one
  })
}
