import { almaty } from '../../../../app/utils/almaty'

/** A field that an entry changed. */
export interface ChangedField { name: string, before: string, after: string, kind: 'added' | 'removed' | 'changed' }

/** The fields of a diff (field → [before, after]) in the alphabet's order; what is no such pair is shown as it is. */
export function changedFields(diff: unknown): ChangedField[] {
  if (typeof diff !== 'object' || diff === null) return []
  return Object.entries(diff).sort(([a], [b]) => a.localeCompare(b)).map(([name, pair]) => {
    const [before, after] = Array.isArray(pair) && pair.length === 2 ? pair : [null, pair]
    const kind = before === null ? 'added' : after === null ? 'removed' : 'changed'
    return { name, before: readable(before), after: readable(after), kind }
  })
}

/** A value as people read it: the text of a document, a list with commas, else JSON. */
export function readable(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every(one => typeof one !== 'object')) return value.join(', ')
  if (isDocument(value)) return textOf(value).trim()
  return typeof value === 'object' ? JSON.stringify(value, null, 1) : String(value)
}

interface TextNode { type?: string, text?: string, content?: TextNode[] }

const isDocument = (value: unknown): value is TextNode => (value as TextNode | null)?.type === 'doc'

// Blocks end their line.
function textOf(node: TextNode): string {
  const inner = (node.content ?? []).map(textOf).join('')
  return (node.text ?? '') + inner + (node.type === 'paragraph' || node.type === 'heading' || node.type === 'hardBreak' ? '\n' : '')
}

const shown = 400 // letters

/** What of a long text is shown at first; whole is true when that is all. */
export function shortened(text: string): { text: string, whole: boolean } {
  const letters = [...text]
  return letters.length <= shown ? { text, whole: true } : { text: `${letters.slice(0, shown).join('')}…`, whole: false }
}

/** Where the panel shows a thing that entries are about; undefined for what has no page. */
export function objectPage(type: string, id: string): string | undefined {
  const pages: Record<string, string> = { article: '/news/', picture: '/photobank/', user: '/staff/', tag: '/tags/', author: '/authors/', page: '/pages/', role: '/staff/roles/' }
  return pages[type] && id ? pages[type] + encodeURIComponent(id) : undefined
}

/** `28.11.2026 14:32:07` of an ISO time, in Almaty: what a journal is read for is often seconds apart. */
export function almatySecond(moment: string): string {
  const wall = almaty(moment)
  return `${wall.date} ${wall.time}:${String(new Date(moment).getUTCSeconds()).padStart(2, '0')}`
}
