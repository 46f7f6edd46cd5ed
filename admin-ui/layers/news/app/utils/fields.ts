import { canonical, openDocument, plainText } from '~~/app/utils/document'
import type { JSONContent } from '@tiptap/core'

/** An article as the server has it. */
export type Article = Schemas['Article']

/** The state of a language version. */
export type ArticleState = Schemas['ArticleState']

/** What an editor writes, as the server has it: of an article, a revision or a working copy. */
export type Content = Schemas['ArticleContent']

/** What an editor can change of a language version. */
export interface Fields {
  title: string
  slug: string
  lead: string
  body: JSONContent
  rubricId: number | null
  tagIds: number[]
  credits: Schemas['Credit'][]
  pictureId: number | null
  seoTitle: string
  seoDescription: string
  seoKeywords: string
  urgency: Schemas['Urgency']
  source: string
  sourceUrl: string
  location: string
  /** ISO, as JavaScript spells it; null: no embargo. */
  embargoUntil: string | null
}

/** The name of a field. */
export type FieldName = keyof Fields

/** The fields of an article, or of one that is yet to be written. */
export function fieldsOf(content: Content | null | undefined): Fields {
  return {
    title: content?.title ?? '',
    slug: content?.slug ?? '',
    lead: content?.lead ?? '',
    body: openDocument(content?.body),
    rubricId: content?.rubricId ?? null,
    tagIds: [...(content?.tagIds ?? [])],
    credits: (content?.credits ?? []).map(({ authorId, role }) => ({ authorId, role })),
    pictureId: content?.pictureId ?? null,
    seoTitle: content?.seoTitle ?? '',
    seoDescription: content?.seoDescription ?? '',
    seoKeywords: content?.seoKeywords ?? '',
    urgency: content?.urgency || 'ordinary',
    source: content?.source ?? '',
    sourceUrl: content?.sourceUrl ?? '',
    location: content?.location ?? '',
    embargoUntil: content?.embargoUntil ? new Date(content.embargoUntil).toISOString() : null
  }
}

// A long text is spelt out once, not at every key.
const spelt = new WeakMap<object, string>()

function spell(value: unknown): string {
  if (typeof value !== 'object' || value === null) return canonical(value)
  const spelling = spelt.get(value) ?? canonical(value)
  spelt.set(value, spelling)
  return spelling
}

/** Whether both hold the same in the field. */
export function same(a: Fields, b: Fields, field: FieldName): boolean {
  return a[field] === b[field] || spell(a[field]) === spell(b[field])
}

/** The fields in which the two differ. */
export function changed(a: Fields, b: Fields): FieldName[] {
  return (Object.keys(a) as FieldName[]).filter(field => !same(a, b, field))
}

/** A copy that later changes don't reach. */
export function snapshot(fields: Fields): Fields {
  return JSON.parse(JSON.stringify(fields)) as Fields
}

/** Whether there is anything that somebody would miss: a word, or a picture in the text. */
export function keepable(fields: Fields): boolean {
  return [fields.title, fields.lead, plainText(fields.body)].some(text => text.trim() !== '')
}

/** The fields as a working copy takes them: an address that is only half typed would be refused with all the rest. */
export function sendable(fields: Fields): Fields {
  return {
    ...fields,
    slug: /^([a-z0-9]+(-[a-z0-9]+)*)?$/.test(fields.slug) ? fields.slug : '',
    sourceUrl: /^(https?:\/\/[^\s<>"]+)?$/.test(fields.sourceUrl) ? fields.sourceUrl : ''
  }
}
