import type { JSONContent } from '@tiptap/core'
import { readBlocks, readInto, type PastePlace } from './paste-reader'

const deepestList = 6 // lists within each other; a text nests 32 nodes at most, two for each list
const most = { rows: 200, columns: 20 }

/** Reads a list; an item begins with a paragraph, as the schema wants. */
export function readList(el: Element, place: PastePlace): void {
  const { writer } = place
  if (place.lists >= deepestList) return readInto(el, place)
  writer.end()
  const type = el.localName === 'ol' ? 'orderedList' : 'bulletList'
  const items = readItems(el, { ...place, kind: place.kind === 'cell' ? 'cell' : 'inner', lists: place.lists + 1 })
  if (!items.length) return
  const last = writer.blocks.at(-1)
  // Word on the web writes a list for each item.
  if (last?.type === type && /\bListContainerWrapper\b/.test(el.parentElement?.className ?? '')) return void last.content!.push(...items)
  writer.put(type === 'orderedList' ? { type, attrs: { start: within(el.getAttribute('start'), 0, 1_000_000) }, content: items } : { type, content: items })
}

function readItems(el: Element, place: PastePlace): JSONContent[] {
  const items: JSONContent[] = []
  for (const child of el.children) {
    const list = child.localName === 'ul' || child.localName === 'ol'
    const content = readBlocks(child, place, list)
    if (!content.length) continue
    // Google Docs hangs a list into the list, not into its item.
    if (list && items.length) items.at(-1)!.content!.push(...content)
    else items.push({ type: 'listItem', content: content[0]!.type === 'paragraph' ? content : [{ type: 'paragraph' }, ...content] })
  }
  return items
}

/** Reads a table; one that only arranges the page becomes what stands in it. */
export function readTable(el: Element, place: PastePlace): void {
  const { writer } = place
  writer.end()
  const rows = rowsOf(el)
  const columns = Math.max(0, ...rows.map(row => cellsOf(row).reduce((sum, cell) => sum + span(cell, 'colspan'), 0)))
  if (place.kind !== 'top' || columns < 2 || el.getAttribute('role') === 'presentation' || el.getElementsByTagName('table').length) return readInto(el, place)
  const caption = [...el.children].find(child => child.localName === 'caption')
  if (caption) readInto(caption, place)
  writer.end()
  const read = rows.map(row => readRow(row, place)).filter(row => row !== undefined)
  if (columns > most.columns) return read.forEach(row => putLine(row, place))
  for (let i = 0; i < read.length; i += most.rows) writer.put({ type: 'table', content: read.slice(i, i + most.rows) })
}

/** A row; none when nothing stands in it. */
function readRow(row: Element, place: PastePlace): JSONContent | undefined {
  const head = row.parentElement?.localName === 'thead'
  const cells = cellsOf(row).map((cell): JSONContent => {
    const content = readBlocks(cell, { ...place, kind: 'cell' })
    return {
      type: head || cell.localName === 'th' ? 'tableHeader' : 'tableCell',
      attrs: { colspan: span(cell, 'colspan'), rowspan: span(cell, 'rowspan') },
      content: content.length ? content : [{ type: 'paragraph' }]
    }
  })
  const empty = cells.every(cell => cell.attrs!.rowspan === 1 && !cell.content!.some(block => block.content))
  return empty || !place.writer.tally.take('blocks', cells.length) ? undefined : { type: 'tableRow', content: cells }
}

/** A row of a table that is too wide, as a line of text. */
function putLine(row: JSONContent, { writer }: PastePlace): void {
  const texts = row.content!.map(cell => cell.content!.map(block => textOf(block)).join(' '))
  writer.text(texts.join(' | '))
  writer.end()
}

const textOf = (node: JSONContent): string => node.text ?? (node.content ?? []).map(textOf).join(node.type === 'paragraph' ? '' : ' ')
const rowsOf = (table: Element) => [...table.children].flatMap(part => part.localName === 'tr' ? [part] : [...part.children].filter(row => row.localName === 'tr'))
const cellsOf = (row: Element) => [...row.children].filter(cell => cell.localName === 'td' || cell.localName === 'th')
const span = (cell: Element, name: string) => within(cell.getAttribute(name), 1, 20)

/** A whole number from an attribute, 1 where it says none. */
function within(value: string | null, least: number, greatest: number): number {
  const number = Number.parseInt(value ?? '', 10)
  return Number.isNaN(number) ? 1 : Math.min(Math.max(number, least), greatest)
}
