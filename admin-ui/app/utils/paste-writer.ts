import type { JSONContent } from '@tiptap/core'
import { cleanText } from './paste-text'
import { parseEmbed } from './embeds'

/** How a piece of text is marked. */
export interface PasteStyle { bold?: boolean, italic?: boolean, strike?: boolean, href?: string }

/** What a paste brought and what stayed behind; the contract's limits, well within. */
export class PasteTally {
  /** Outside pictures, and footnotes and comments, that were left out. */
  pictures = 0
  notes = 0
  /** Whether the rest was cut off, because it was more than a text may hold. */
  cut = false
  private left = { blocks: 10_000, characters: 1_000_000, embeds: 50 }

  /** Takes from what is left; false when there isn't enough. */
  take(kind: keyof PasteTally['left'], amount = 1): boolean {
    if (this.left[kind] < amount) {
      if (kind !== 'embeds') this.cut = true
      return false
    }
    this.left[kind] -= amount
    return true
  }

  /** As much of the text as there is room for. */
  fitting(text: string): string {
    if (this.take('characters', text.length)) return text
    const rest = text.slice(0, this.left.characters).replace(/[\uD800-\uDBFF]$/, '')
    this.left.characters = 0
    return rest
  }
}

const itemMark = /^[•·▪●◦‣]\s*/u

/** Builds the blocks of one place of the document from text as it comes. */
export class PasteWriter {
  readonly blocks: JSONContent[] = []
  /** What the next text becomes. */
  shape: JSONContent = { type: 'paragraph' }
  private line: JSONContent[] = []
  private lists: JSONContent[] = []

  constructor(readonly tally: PasteTally, readonly top = false) {}

  /** Adds text to the line; spaces that follow others or begin a line go. */
  text(raw: string, style: PasteStyle = {}): void {
    let text = cleanText(raw)
    const last = this.line.at(-1)
    if (!last || last.type === 'hardBreak' || /\s$/.test(last.text ?? '')) text = text.trimStart()
    text = text && this.tally.fitting(text)
    if (!text) return
    const marks = marksOf(style, this.shape.type === 'heading')
    if (last?.type === 'text' && JSON.stringify(last.marks) === JSON.stringify(marks)) last.text += text
    else this.line.push(marks ? { type: 'text', text, marks } : { type: 'text', text })
  }

  /** Ends the line; two ends in a row begin a new block. */
  lineEnd(): void {
    const before = this.line.length
    this.trim()
    if (this.line.length === 0) return
    if (before && this.line.at(-1)?.type === 'hardBreak') this.end()
    else this.line.push({ type: 'hardBreak' })
  }

  /** Ends the block. */
  end(): void {
    this.trim()
    while (this.line.at(-1)?.type === 'hardBreak') {
      this.line.pop()
      this.trim()
    }
    const line = this.line
    this.line = []
    if (!line.length) return
    const embed = line.length === 1 && this.top && /^https?:/.test(line[0]!.text ?? '') ? parseEmbed(line[0]!.text!) : undefined
    const first = line[0]!.text ?? ''
    if (embed && this.tally.take('embeds')) this.put({ type: 'embed', attrs: { ...embed, caption: '' } })
    else if (this.shape.type === 'paragraph' && itemMark.test(first) && first.replace(itemMark, '')) {
      line[0]!.text = first.replace(itemMark, '')
      this.item('bulletList', 1, 1, [{ type: 'paragraph', content: line }])
    } else this.put({ ...this.shape, content: line })
  }

  /** Adds a whole block. */
  put(block: JSONContent): void {
    this.lists = []
    if (this.tally.take('blocks')) this.blocks.push(block)
  }

  /** Adds an item to the list of its level that is open, or opens one. Levels begin at 1. */
  item(type: 'bulletList' | 'orderedList', level: number, start: number, content: JSONContent[]): void {
    const at = Math.min(Math.max(level, 1), this.lists.length + 1) - 1
    this.lists.length = Math.min(this.lists.length, at + 1)
    const item = { type: 'listItem', content }
    if (!this.tally.take('blocks')) return
    if (this.lists[at]?.type === type) return void this.lists[at].content!.push(item)
    const list: JSONContent = type === 'orderedList' ? { type, attrs: { start }, content: [item] } : { type, content: [item] }
    if (at > 0) this.lists[at - 1]!.content!.at(-1)!.content!.push(list)
    else this.blocks.push(list)
    this.lists[at] = list
  }

  private trim(): void {
    const last = this.line.at(-1)
    if (last?.type !== 'text') return
    last.text = last.text!.trimEnd()
    if (!last.text) {
      this.line.pop()
      this.trim()
    }
  }
}

/** Marks in the order of the schema; a heading is bold by itself. */
function marksOf(style: PasteStyle, heading: boolean): JSONContent['marks'] {
  const marks = [
    ...style.href ? [{ type: 'link', attrs: { href: style.href } }] : [],
    ...style.bold && !heading ? [{ type: 'bold' }] : [],
    ...style.italic ? [{ type: 'italic' }] : [],
    ...style.strike ? [{ type: 'strike' }] : []
  ]
  return marks.length ? marks : undefined
}
