/** At most so many characters, cut between words, as search engines do it. */
export function cut(text: string, length: number): string {
  if ([...text].length <= length) return text
  const part = [...text].slice(0, length).join('')
  return `${part.slice(0, Math.max(part.lastIndexOf(' '), Math.floor(length / 2)))}…`
}
