import { mergeAttributes } from '@tiptap/core'
import { createTable, Table as TipTapTable, TableCell, TableHeader, TableRow } from '@tiptap/extension-table'
import { insertAtTop } from './insert'

/** The contract's bounds of a table, and of one cell's span. */
export const tableMost = { rows: 200, columns: 20, span: 20 }

const span = (name: string) => ({
  default: 1,
  parseHTML: (element: HTMLElement) => Math.min(Math.max(Math.trunc(Number(element.getAttribute(name))) || 1, 1), tableMost.span)
})

// The contract's cells know how far they span, nothing of widths and alignment.
const cell = { content: '(paragraph | bulletList | orderedList)+', addAttributes: () => ({ colspan: span('colspan'), rowspan: span('rowspan') }) }

const Table = TipTapTable.extend({
  renderHTML: ({ HTMLAttributes }) => ['div', { class: 'editor-table' }, ['table', mergeAttributes(HTMLAttributes), ['tbody', 0]]],
  addCommands() {
    return {
      ...this.parent?.(),
      insertTable: ({ rows = 3, cols = 3, withHeaderRow = true } = {}) => insertAtTop(({ editor }) => createTable(editor.schema, rows, cols, withHeaderRow))
    }
  }
})

/** Tables of paragraphs and lists. */
export const tables = [
  Table.configure({ resizable: false, View: null }),
  TableRow.extend({ content: '(tableHeader | tableCell)+' }),
  TableHeader.extend(cell),
  TableCell.extend(cell)
]
