import { canonical, openDocument } from '~~/app/utils/document'
import type { JSONContent } from '@tiptap/core'

/** An article as the server has it. */
export type Article = Schemas['Article']

/** The state of a language version. */
export type ArticleState = Schemas['ArticleState']

/** What an editor can change of a language version. */
export interface Fields {
  title: string
  slug: string
  lead: string
  body: JSONContent
  rubricId: number | null
  tagIds: number[]
  authorIds: number[]
  pictureId: number | null
  seoTitle: string
  seoDescription: string
  seoKeywords: string
}

/** The name of a field. */
export type FieldName = keyof Fields

/** The fields of an article, or of one that is yet to be written. */
export function fieldsOf(article: Article | null): Fields {
  return {
    title: article?.title ?? '',
    slug: article?.slug ?? '',
    lead: article?.lead ?? '',
    body: openDocument(article?.body),
    rubricId: article?.rubricId ?? null,
    tagIds: [...(article?.tagIds ?? [])],
    authorIds: [...(article?.authorIds ?? [])],
    pictureId: article?.pictureId ?? null,
    seoTitle: article?.seoTitle ?? '',
    seoDescription: article?.seoDescription ?? '',
    seoKeywords: article?.seoKeywords ?? ''
  }
}

/** Whether both hold the same in the field. */
export function same(a: Fields, b: Fields, field: FieldName): boolean {
  return canonical(a[field]) === canonical(b[field])
}

/** The fields in which the two differ. */
export function changed(a: Fields, b: Fields): FieldName[] {
  return (Object.keys(a) as FieldName[]).filter(field => !same(a, b, field))
}

/** A copy that later changes don't reach. */
export function snapshot(fields: Fields): Fields {
  return JSON.parse(JSON.stringify(fields)) as Fields
}
