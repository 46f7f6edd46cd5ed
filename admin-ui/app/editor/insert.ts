import type { CommandProps } from '@tiptap/core'
import { closeHistory } from '@tiptap/pm/history'
import type { Node } from '@tiptap/pm/model'
import { TextSelection, type Transaction } from '@tiptap/pm/state'

/** How many of a kind a text may hold; the contract refuses more. */
export const most: Record<string, number> = { picture: 200, embed: 50, related: 20 }

/** Whether so many more of a kind fit into the text. */
export function hasRoom(doc: Node, kind: string, more = 1): boolean {
  let count = more
  doc.descendants((node) => { if (node.type.name === kind) count++ })
  return count <= (most[kind] ?? Infinity)
}

/**
 * Puts a block at the top level of the text, where tables, galleries and their like
 * stand: instead of the empty line that the cursor is in, else behind its block. A
 * line to go on stands after it, and the cursor in it, or in the block's own text.
 */
export function putAtTop(tr: Transaction, node: Node): void {
  closeHistory(tr) // it can be taken back by itself
  const { $to } = tr.selection
  const line = $to.depth > 0 ? $to.node(1) : null
  const empty = line?.type.name === 'paragraph' && line.content.size === 0
  const start = line ? (empty ? $to.before(1) : $to.after(1)) : $to.pos
  tr.replaceWith(start, empty ? $to.after(1) : start, node)
  const end = start + node.nodeSize
  if (!tr.doc.resolve(end).nodeAfter?.isTextblock) tr.insert(end, tr.doc.type.schema.nodes.paragraph!.create())
  const within = node.type.name === 'table' || node.type.name === 'infoBox'
  tr.setSelection(TextSelection.near(tr.doc.resolve(within ? start + 1 : end), 1)).scrollIntoView()
}

/** The same as a command, for a node that is still to be made; false where the text has no room for it. */
export function insertAtTop(make: (props: CommandProps) => Node) {
  return (props: CommandProps): boolean => {
    const node = make(props)
    if (!hasRoom(props.tr.doc, node.type.name)) return false
    if (props.dispatch) putAtTop(props.tr, node)
    return true
  }
}
