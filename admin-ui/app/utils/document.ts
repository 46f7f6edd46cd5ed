import type { JSONContent } from '@tiptap/core'

/** A text as the editor opens it: never without a block. */
export function openDocument(body: unknown): JSONContent {
  const doc = body as JSONContent | null | undefined
  return doc?.content?.length ? doc : { type: 'doc', content: [{ type: 'paragraph' }] }
}

/** What stands in the text for a node without words of its own; nothing for others. */
function stand(node: JSONContent): string | undefined {
  const attrs = node.attrs ?? {}
  switch (node.type) {
    case 'picture': return String(attrs.caption || '…')
    case 'embed': return String(attrs.caption || `${attrs.provider} ${attrs.ref}`)
    case 'related': return `→ ${attrs.articleId}`
  }
}

/** All text of a document, a line for each block. */
export function plainText(node: JSONContent): string {
  if (node.type === 'text') return node.text ?? ''
  if (node.type === 'hardBreak') return '\n'
  const words = stand(node)
  if (words !== undefined) return `[${words}]\n`
  const title = node.type === 'infoBox' && node.attrs?.title ? `${node.attrs.title}\n` : ''
  const inner = title + (node.content ?? []).map(plainText).join('')
  return node.type === 'doc' || !node.content || inner.endsWith('\n') ? inner : `${inner}\n`
}

/** The words that somebody wrote: text, captions and titles, not addresses and numbers of articles. */
function written(node: JSONContent): string {
  if (node.type === 'text') return node.text ?? ''
  const own = [node.attrs?.caption, node.attrs?.title].filter(Boolean).join(' ')
  const inner = (node.content ?? []).map(written).join(node.type === 'paragraph' || node.type === 'heading' ? '' : ' ')
  return node.type === 'hardBreak' ? ' ' : `${own} ${inner}`
}

/** The number of words of a document. */
export function countWords(node: JSONContent): number {
  return written(node).match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0
}

/** One spelling for equal values: keys in order, what is undefined or empty left out. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner
    const kept = Object.entries(inner).filter(([key, v]) => v !== undefined && !(key === 'attrs' && Object.keys(v as object).length === 0))
    return Object.fromEntries(kept.sort(([a], [b]) => a < b ? -1 : 1))
  })
}
