/** What a thing is called, by language. */
export type Labels<T> = Record<string, T | undefined>

/** The label in the language, else in any that there is. */
export function labelIn<T>(labels: Labels<T>, language: string): T | undefined {
  return labels[language] ?? Object.values(labels).find(label => label !== undefined)
}

/** The name in the language, else in any, else a dash. */
export function nameIn(labels: Labels<{ name: string }>, language: string): string {
  return labelIn(labels, language)?.name ?? '—'
}

/** Only those labels that have a name; an emptied slug is left to the server. */
export function filledLabels<T extends { name: string, slug?: string }>(labels: Labels<T>): Record<string, T> {
  const filled = Object.entries(labels).filter((entry): entry is [string, T] => !!entry[1]?.name.trim())
  return Object.fromEntries(filled.map(([code, label]) => [code, { ...label, slug: label.slug || undefined }]))
}
