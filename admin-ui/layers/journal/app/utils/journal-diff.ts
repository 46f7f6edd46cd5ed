import { almaty } from '../../../../app/utils/almaty'

/** A field that an entry changed. */
export interface ChangedField { name: string, before: string, after: string, kind: 'added' | 'removed' | 'changed' }

/** The fields of a diff (field → [before, after]) in the alphabet's order, without those that are empty on both sides. */
export function changedFields(diff: unknown): ChangedField[] {
  if (typeof diff !== 'object' || diff === null) return []
  return Object.entries(diff).sort(([a], [b]) => a.localeCompare(b)).map(([name, pair]) => {
    const [before, after] = Array.isArray(pair) && pair.length === 2 ? pair : [null, pair]
    const kind: ChangedField['kind'] = before === null ? 'added' : after === null ? 'removed' : 'changed'
    return { name, before: readable(before), after: readable(after), kind }
  }).filter(field => field.before || field.after)
}

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/

/** A value as people read it: a time in Almaty, the text of a document, a list with commas, of other things a line for each part. */
export function readable(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return moment.test(value) && !Number.isNaN(Date.parse(value)) ? almatySecond(value) : value
  if (Array.isArray(value) && value.every(one => typeof one !== 'object')) return value.join(', ')
  if (isDocument(value)) return textOf(value).trim()
  return typeof value === 'object' ? partsOf(value).join('\n') : String(value)
}

// {"kk": {"name": "Тег"}} is `kk.name: Тег`.
function partsOf(value: object): string[] {
  return Object.entries(value).flatMap(([name, part]) => {
    if (typeof part === 'object' && part !== null && !Array.isArray(part) && !isDocument(part)) return partsOf(part).map(line => `${name}.${line}`)
    const text = readable(part)
    return text ? [`${name}: ${text}`] : []
  })
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

const single = ['journal', 'register', 'content', 'newsroom', 'signing_key', 'cache', 'cache_front'] // what there is one of is known by its kind

/** The id by which people tell a thing from others of its kind: of a long random one its beginning. */
export function objectName(type: string, id: string): string {
  if (single.includes(type)) return ''
  return /^[\da-f]{8}-[\da-f-]{27}$/.test(id) ? id.slice(0, 8) : id
}

/** `28.11.2026 14:32:07` of an ISO time, in Almaty: what a journal is read for is often seconds apart. */
export function almatySecond(moment: string): string {
  const wall = almaty(moment)
  return `${wall.date} ${wall.time}:${String(new Date(moment).getUTCSeconds()).padStart(2, '0')}`
}
