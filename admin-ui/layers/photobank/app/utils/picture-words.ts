/** What a picture is called to who looks at it: its caption, what it shows, or its file's name. */
export function pictureTitle(picture: Schemas['Picture'], language: string): string {
  const label = picture.labels[language]
  return label?.caption || label?.alt || picture.fileName
}

/** Why a picture can't be put into a text; nothing where it can. */
export function unchoosable(picture: Schemas['Picture']): 'trashed' | 'expired' | undefined {
  if (picture.trashedAt) return 'trashed'
  return picture.rights === 'expired' ? 'expired' : undefined
}

/** The words of a text that names several, separated by commas, semicolons or lines; each once. */
export function splitWords(text: string): string[] {
  return [...new Set(text.split(/[,;\n]/).map(word => word.trim().replace(/\s+/g, ' ').slice(0, 200)).filter(Boolean))]
}

/** The list with more words, each once whatever its case, at most fifty. */
export function withWords(words: readonly string[], more: readonly string[]): string[] {
  const known = new Set(words.map(word => word.toLowerCase()))
  const fresh = more.filter(word => !known.has(word.toLowerCase()) && known.add(word.toLowerCase()))
  return [...words, ...fresh].slice(0, 50)
}

/** The width of a picture in a row of pictures that are equally high; extremes are held back, so that no row is spoilt. */
export const rowShare = ({ width, height }: { width: number, height: number }) => Math.min(Math.max(width / Math.max(height, 1), 0.6), 2.4)
