import type { JSONContent } from '@tiptap/core'
import { readInto } from './paste-reader'
import { unjunk } from './paste-text'
import { PasteTally, PasteWriter } from './paste-writer'

/** What is left of a paste, and how much of it was left out. */
export interface Pasted {
  blocks: JSONContent[]
  pictures: number
  notes: number
  cut: boolean
}

const mostSource = 20_000_000 // characters of a clipboard that are looked at at all

/** What a text can take of foreign HTML: of Word, Google Docs, LibreOffice or any page. */
export function pasteHtml(html: string, parse = (text: string) => new DOMParser().parseFromString(text, 'text/html')): Pasted {
  const tally = new PasteTally()
  const writer = new PasteWriter(tally, true)
  readInto(parse(html.slice(0, mostSource)).body, { writer, style: {}, kind: 'top', lists: 0, depth: 0 })
  writer.end()
  return { blocks: writer.blocks, pictures: tally.pictures, notes: tally.notes, cut: tally.cut || html.length > mostSource }
}

/**
 * What a text can take of plain text. Where empty lines divide it, they divide the
 * paragraphs and a line's end stays one; where there are none, each line is a paragraph.
 */
export function pastePlain(text: string): Pasted {
  const tally = new PasteTally()
  const writer = new PasteWriter(tally)
  const lines = unjunk(text.slice(0, mostSource)).replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n').trim()
  const divided = /\n[^\S\n]*\n/.test(lines)
  for (const block of lines.split(divided ? /\n(?:[^\S\n]*\n)+/ : '\n')) {
    block.split('\n').forEach((line, i) => {
      if (i > 0) writer.lineEnd()
      writer.text(line)
    })
    writer.end()
  }
  return { blocks: writer.blocks, pictures: 0, notes: 0, cut: tally.cut || text.length > mostSource }
}
