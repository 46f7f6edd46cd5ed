import type { JSONContent } from '@tiptap/core'

/** A text as the editor opens it: never without a block. */
export function openDocument(body: unknown): JSONContent {
  const doc = body as JSONContent | null | undefined
  return doc?.content?.length ? doc : { type: 'doc', content: [{ type: 'paragraph' }] }
}

/** All text of a document, a line for each block. */
export function plainText(node: JSONContent): string {
  if (node.type === 'text') return node.text ?? ''
  if (node.type === 'hardBreak') return '\n'
  if (node.type === 'picture') return `[${String(node.attrs?.caption || '…')}]\n`
  const inner = (node.content ?? []).map(plainText).join('')
  return node.type === 'doc' || !node.content || inner.endsWith('\n') ? inner : `${inner}\n`
}

/** The number of words of a document. */
export function countWords(node: JSONContent): number {
  return plainText(node).match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0
}

/** One spelling for equal values: keys in order, what is undefined or empty left out. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner
    const kept = Object.entries(inner).filter(([key, v]) => v !== undefined && !(key === 'attrs' && Object.keys(v as object).length === 0))
    return Object.fromEntries(kept.sort(([a], [b]) => a < b ? -1 : 1))
  })
}
