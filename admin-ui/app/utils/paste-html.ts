import type { JSONContent } from '@tiptap/core'

const tags: Record<string, string> = {
  paragraph: 'p', bulletList: 'ul', orderedList: 'ol', listItem: 'li', blockquote: 'blockquote', horizontalRule: 'hr', hardBreak: 'br',
  table: 'table', tableRow: 'tr', tableHeader: 'th', tableCell: 'td', embed: 'div', bold: 'strong', italic: 'em', strike: 's', link: 'a'
}
const single = /^(?:hr|br)$/

/** Blocks as HTML that the schema's own rules read back; nothing but what is named here comes out. */
export function blocksToHtml(blocks: readonly JSONContent[]): string {
  return blocks.map(nodeToHtml).join('')
}

function nodeToHtml(node: JSONContent): string {
  if (node.type === 'text') return (node.marks ?? []).reduceRight((inner, mark) => element(tags[mark.type]!, mark.attrs, inner), escaped(node.text ?? ''))
  const tag = node.type === 'heading' ? `h${node.attrs!.level}` : tags[node.type!]!
  const attrs = node.type === 'embed' ? { 'data-embed': node.attrs!.provider, 'data-ref': node.attrs!.ref } : node.type === 'heading' ? {} : node.attrs
  return element(tag, attrs, blocksToHtml(node.content ?? []))
}

function element(tag: string, attrs: Record<string, unknown> = {}, inner: string): string {
  const written = Object.entries(attrs).map(([name, value]) => ` ${name}="${escaped(String(value))}"`).join('')
  return single.test(tag) ? `<${tag}>` : `<${tag}${written}>${inner}</${tag}>`
}

const escaped = (text: string) => text.replace(/[&<>"]/g, sign => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!)
