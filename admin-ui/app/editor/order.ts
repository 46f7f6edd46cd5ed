import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, type EditorState, type Transaction } from '@tiptap/pm/state'
import { galleryMost } from './gallery'
import { tableMost } from './table'

/** Keeps what the schema's expressions can't say, but the contract does. */
export const Order = Extension.create({
  name: 'order',
  addProseMirrorPlugins: () => [new Plugin({
    filterTransaction: tr => !tr.docChanged || !grewTooBig(tr),
    appendTransaction: (transactions, _, state) => transactions.some(tr => tr.docChanged) ? settle(state) : null
  })]
})

/** Only a step that makes it so is stopped: what came from elsewhere can still be made smaller. */
function grewTooBig(tr: Transaction): boolean {
  return tooBig(tr.doc) && !tooBig(tr.before)
}

function tooBig(doc: Node): boolean {
  return doc.children.some(block => (block.type.name === 'gallery' && block.childCount > galleryMost) || (block.type.name === 'table' && bigTable(block)))
}

function bigTable(table: Node): boolean {
  return table.childCount > tableMost.rows || table.children.some(row =>
    row.childCount > tableMost.columns || row.children.some(cell => cell.attrs.colspan > tableMost.span || cell.attrs.rowspan > tableMost.span))
}

/** A gallery has two pictures at least, a picture its id, a box no headings but small ones. */
function settle({ doc, tr, schema }: EditorState): Transaction | null {
  doc.descendants((node, pos, parent) => {
    const at = tr.mapping.map(pos)
    if (node.type.name === 'gallery' && node.childCount === 1) tr.replaceWith(at, at + node.nodeSize, node.content)
    else if (node.type.name === 'picture' && !node.attrs.pictureId) tr.delete(at, at + node.nodeSize)
    else if (node.type.name === 'heading' && parent?.type.name === 'infoBox' && node.attrs.level !== 3) tr.setNodeMarkup(at, schema.nodes.heading, { level: 3 })
  })
  return tr.docChanged ? tr : null
}
