import type { Editor } from '@tiptap/core'
import type { EditorPanel } from './desk'

/** A key of the keyboard, by its place, so that it works in every layout; always with Ctrl (or Cmd). */
export interface ToolKey { code: string, alt?: true, shift?: true }

/** Something that the editor does on a click or a key. */
export interface Tool {
  name: string
  icon: string
  keys?: readonly ToolKey[]
  /** The panel that opens, or what is done. */
  does: EditorPanel | ((editor: Editor) => unknown)
  /** Whether the cursor stands in it already. */
  on?: (editor: Editor) => boolean
  off?: (editor: Editor) => boolean
  /** Whether a line parts it from the next. */
  gap?: true
}

const chain = (editor: Editor) => editor.chain().focus()
const key = (code: string) => ({ code })
const alt = (code: string): ToolKey => ({ code, alt: true })
const shift = (code: string): ToolKey => ({ code, shift: true })

/** The tools in their order on the bar. */
export const tools: readonly Tool[] = [
  { name: 'undo', icon: 'i-lucide-undo-2', keys: [key('KeyZ')], does: e => chain(e).undo().run(), off: e => !e.can().undo() },
  { name: 'redo', icon: 'i-lucide-redo-2', keys: [shift('KeyZ'), key('KeyY')], does: e => chain(e).redo().run(), off: e => !e.can().redo(), gap: true },
  { name: 'heading2', icon: 'i-lucide-heading-2', keys: [alt('Digit2')], does: e => chain(e).toggleHeading({ level: 2 }).run(), on: e => e.isActive('heading', { level: 2 }) },
  { name: 'heading3', icon: 'i-lucide-heading-3', keys: [alt('Digit3')], does: e => chain(e).toggleHeading({ level: 3 }).run(), on: e => e.isActive('heading', { level: 3 }), gap: true },
  { name: 'bold', icon: 'i-lucide-bold', keys: [key('KeyB')], does: e => chain(e).toggleBold().run(), on: e => e.isActive('bold') },
  { name: 'italic', icon: 'i-lucide-italic', keys: [key('KeyI')], does: e => chain(e).toggleItalic().run(), on: e => e.isActive('italic') },
  { name: 'strike', icon: 'i-lucide-strikethrough', keys: [shift('KeyS')], does: e => chain(e).toggleStrike().run(), on: e => e.isActive('strike') },
  { name: 'link', icon: 'i-lucide-link', keys: [key('KeyK')], does: 'link', on: e => e.isActive('link'), gap: true },
  { name: 'bulletList', icon: 'i-lucide-list', keys: [shift('Digit8')], does: e => chain(e).toggleBulletList().run(), on: e => e.isActive('bulletList') },
  { name: 'orderedList', icon: 'i-lucide-list-ordered', keys: [shift('Digit7')], does: e => chain(e).toggleOrderedList().run(), on: e => e.isActive('orderedList') },
  { name: 'quote', icon: 'i-lucide-quote', keys: [shift('Digit9')], does: e => chain(e).toggleBlockquote().run(), on: e => e.isActive('blockquote') },
  { name: 'rule', icon: 'i-lucide-minus', keys: [alt('KeyH')], does: e => chain(e).setHorizontalRule().run(), gap: true },
  { name: 'picture', icon: 'i-lucide-image', keys: [alt('KeyP')], does: 'picture' },
  { name: 'gallery', icon: 'i-lucide-images', keys: [alt('KeyG')], does: 'gallery' },
  { name: 'embed', icon: 'i-lucide-square-play', keys: [alt('KeyE')], does: 'embed' },
  { name: 'table', icon: 'i-lucide-table', keys: [alt('KeyT')], does: e => chain(e).insertTable().run(), on: e => e.isActive('table'), off: e => e.isActive('table') },
  { name: 'infoBox', icon: 'i-lucide-info', keys: [alt('KeyI')], does: e => chain(e).insertInfoBox().run(), on: e => e.isActive('infoBox'), off: e => e.isActive('infoBox') },
  { name: 'related', icon: 'i-lucide-newspaper', keys: [alt('KeyR')], does: 'related', gap: true },
  { name: 'help', icon: 'i-lucide-circle-question-mark', keys: [key('Slash')], does: 'help' }
]

/** The tool that a key stands for. */
export function toolOfKey(event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): Tool | undefined {
  if (!(event.ctrlKey || event.metaKey)) return undefined
  return tools.find(tool => tool.keys?.some(one => one.code === event.code && !!one.alt === event.altKey && !!one.shift === event.shiftKey))
}

/** A key as the kit writes it, each in a box of its own. */
export function keyCaps({ code, alt, shift }: ToolKey): string[] {
  const name = code === 'Slash' ? '/' : code.replace(/^(?:Key|Digit)/, '')
  return ['ctrl', ...alt ? ['alt'] : [], ...shift ? ['shift'] : [], name].map(cap => cap === 'ctrl' ? 'meta' : cap)
}
