import type { JSONContent } from '@tiptap/core'
import { embedPage, type EmbedRef } from './embeds'
import { pastedEmbed } from './paste-embeds'
import { isNoteBody, isNoteMark } from './paste-notes'
import { readList, readTable } from './paste-parts'
import { styleOf } from './paste-style'
import { shifted } from './paste-text'
import { isWordMark, wordHeading, wordItem } from './paste-word'
import { PasteWriter, type PasteStyle } from './paste-writer'

/** Where in the document what is read will stand. */
export interface PastePlace {
  writer: PasteWriter
  style: PasteStyle
  /** In a cell nothing but paragraphs and lists stand; in a quote or an item no tables and embeds. */
  kind: 'top' | 'inner' | 'cell'
  /** How many lists stand around it, and how many elements. */
  lists: number
  depth: number
  /** Whether line ends count, as in a pre. */
  lines?: boolean
}

const deepest = 600 // elements within each other, before only their text is read; browsers stop at 512
const gone = /^(?:applet|area|audio|base|button|canvas|datalist|dialog|frame|frameset|head|iframe|input|link|map|meta|nav|noscript|object|optgroup|option|progress|script|select|style|svg|template|textarea|title|video|xml|o:p|v:.*)$/
const blocks = /^(?:address|article|aside|body|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|header|hgroup|html|li|main|p|section|summary|tbody|td|tfoot|th|thead|tr)$/
const hidden = /display:\s*none|visibility:\s*hidden|mso-hide:\s*all/i

/** Reads what stands in an element. */
export function readInto(el: Node, place: PastePlace): void {
  if (place.depth > deepest) return place.writer.text(el.textContent ?? '', place.style)
  for (let child = el.firstChild; child && !place.writer.tally.cut; child = child.nextSibling) {
    if (child.nodeType === 3) readText(child.nodeValue ?? '', place)
    else if (child.nodeType === 1) readElement(child as Element, { ...place, depth: place.depth + 1 })
  }
}

/** The blocks of an element, for a place of its own; with the element itself, if asked for. */
export function readBlocks(el: Element, place: PastePlace, itself = false): JSONContent[] {
  const writer = new PasteWriter(place.writer.tally, place.kind === 'top')
  if (itself) readElement(el, { ...place, writer })
  else readInto(el, { ...place, writer })
  writer.end()
  return writer.blocks
}

function readText(text: string, { writer, style, lines }: PastePlace): void {
  if (!lines) return writer.text(text === '\u00A0' ? ' ' : text, style)
  text.split(/\r\n?|\n/).forEach((line, i) => {
    if (i > 0) writer.lineEnd()
    writer.text(line, style)
  })
}

function readElement(el: Element, place: PastePlace): void {
  const { writer } = place
  const tag = el.nodeName.toLowerCase()
  const embed = pastedEmbed(el, tag)
  if (embed) return readEmbed(embed, place)
  if (isNoteMark(el, tag) || isNoteBody(el, tag)) return void writer.tally.notes++
  if (gone.test(tag) || isWordMark(el) || el.hasAttribute('hidden') || hidden.test(el.getAttribute('style') ?? '')) return
  if (tag === 'footer' && !el.closest('blockquote')) return
  if (/^h[1-6]$/.test(tag)) return readBlock(el, place, tag < 'h3' ? 2 : 3)
  switch (tag) {
    case 'br': return writer.lineEnd()
    case 'img': return readPicture(el, place)
    case 'hr': return readRule(place)
    case 'ul': case 'ol': return readList(el, place)
    case 'table': return readTable(el, place)
    case 'blockquote': return readQuote(el, place)
    case 'pre': return readBlock(el, { ...place, lines: true })
    case 'sup': case 'sub': return el.querySelector('a') ? readInto(el, place) : writer.text(shifted(el.textContent ?? '', tag === 'sup'), place.style)
    // A caption without its picture says nothing.
    case 'figcaption': if (el.parentElement?.querySelector('img') && !el.parentElement.querySelector('table, blockquote, iframe')) return
  }
  if (blocks.test(tag)) return readBlock(el, place, wordHeading(el))
  // What a tracked change has deleted is no text.
  if (tag === 'del' && el.hasAttribute('cite')) return
  readInto(el, { ...place, style: styleOf(el, tag, place.style) })
}

function readBlock(el: Element, place: PastePlace, level?: 2 | 3): void {
  const { writer } = place
  writer.end()
  const item = wordItem(el)
  if (item) {
    const content = readBlocks(el, { ...place, kind: 'inner' })
    if (content.length) writer.item(item.type, Math.min(item.level, 6), item.start, content)
    return
  }
  const before = writer.shape
  if (level && place.kind === 'top') writer.shape = { type: 'heading', attrs: { level } }
  readInto(el, { ...place, style: styleOf(el, '', place.style) })
  writer.end()
  writer.shape = before
}

function readRule({ writer, kind }: PastePlace): void {
  writer.end()
  if (kind === 'top') writer.put({ type: 'horizontalRule' })
}

function readQuote(el: Element, place: PastePlace): void {
  place.writer.end()
  const content = readBlocks(el, { ...place, kind: place.kind === 'cell' ? 'cell' : 'inner' })
  if (place.kind !== 'top') content.forEach(block => place.writer.put(block))
  else if (content.length) place.writer.put({ type: 'blockquote', content })
}

function readPicture(el: Element, { writer, style }: PastePlace): void {
  const alt = el.getAttribute('alt') ?? ''
  const size = Number(el.getAttribute('width') ?? 100)
  // Sites draw emoji, and count readers, by pictures.
  if (/^\p{Extended_Pictographic}[\p{Extended_Pictographic}\u200D\uFE0F]*$/u.test(alt)) writer.text(alt, style)
  else if (!(size <= 2)) writer.tally.pictures++
}

function readEmbed(embed: EmbedRef, { writer, kind, style }: PastePlace): void {
  if (kind !== 'top' || !writer.tally.take('embeds')) return writer.text(` ${embedPage(embed)} `, { ...style, href: embedPage(embed) })
  writer.end()
  writer.put({ type: 'embed', attrs: { ...embed, caption: '' } })
}
