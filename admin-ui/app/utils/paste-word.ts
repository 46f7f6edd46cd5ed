/** A paragraph that Word means as an item of a list. */
export interface WordItem { type: 'bulletList' | 'orderedList', level: number, start: number }

const listStyle = /mso-list:\s*l\d+\s+level(\d)/i

/** The list that a paragraph of Word belongs to: its level by the style, its kind by the mark that stands before the text. */
export function wordItem(el: Element): WordItem | undefined {
  const level = listStyle.exec(el.getAttribute('style') ?? '')?.[1]
  if (!level) return undefined
  const mark = markOf(el)
  const ordered = /^(?:\d{1,4}|\p{L}{1,5})[.)]/u.test(mark)
  return { type: ordered ? 'orderedList' : 'bulletList', level: Number(level), start: Number.parseInt(mark, 10) || 1 }
}

function markOf(el: Element): string {
  const mark = [...el.getElementsByTagName('span')].find(isWordMark)
  return (mark?.textContent ?? '').replace(/[\s\u00A0]+/g, '')
}

/** Whether it is the bullet or number that Word writes before an item. */
export function isWordMark(el: Element): boolean {
  return /mso-list:\s*ignore/i.test(el.getAttribute('style') ?? '')
}

/** Word's titles are paragraphs of a class. */
export function wordHeading(el: Element): 2 | 3 | undefined {
  if (/(?:^|\s)MsoTitle/.test(el.className)) return 2
  return /(?:^|\s)MsoSubtitle/.test(el.className) ? 3 : undefined
}
