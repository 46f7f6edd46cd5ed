import type { Extensions } from '@tiptap/core'
import Blockquote from '@tiptap/extension-blockquote'
import Bold from '@tiptap/extension-bold'
import Heading from '@tiptap/extension-heading'
import HorizontalRule from '@tiptap/extension-horizontal-rule'
import Italic from '@tiptap/extension-italic'
import Link from '@tiptap/extension-link'
import { BulletList, ListItem, ListKeymap, OrderedList } from '@tiptap/extension-list'
import Strike from '@tiptap/extension-strike'
import { Dropcursor, Gapcursor } from '@tiptap/extensions'
import { Embed } from './embed'
import { Gallery } from './gallery'
import { InfoBox } from './info-box'
import { Order } from './order'
import { Picture } from './picture'
import { Related } from './related'
import { tables } from './table'

// The contract's Document knows a link's address and an ordered list's first number, nothing more.
const PlainLink = Link.extend({
  addAttributes: () => ({ href: { default: null, parseHTML: (element: HTMLElement) => element.getAttribute('href') } })
}).configure({
  openOnClick: false, autolink: true, defaultProtocol: 'https', HTMLAttributes: { target: null, rel: null },
  isAllowedUri: (url, { defaultValidate }) => defaultValidate(url) && (/^(?:https?|mailto|tel):/i.test(url) || /^\/(?!\/)|^[^:/?#]+(?:[/?#]|$)/.test(url))
})

const PlainOrderedList = OrderedList.extend({
  addAttributes: () => ({ start: { default: 1, parseHTML: (element: HTMLElement) => Math.min(Math.max(Number.parseInt(element.getAttribute('start') ?? '1', 10) || 0, 0), 1_000_000) } })
})

// Tables, galleries, posts, boxes and related articles take the whole column: they stand in the document itself only.
const narrow = '(paragraph | heading | bulletList | orderedList | blockquote | horizontalRule | picture)'

/**
 * What a text may hold: exactly what the contract's Document admits. The kit's editor
 * brings doc, paragraph, text, hard break and undo; all else of a pasted text falls away.
 */
export const schema: Extensions = [
  Heading.configure({ levels: [2, 3] }), Blockquote.extend({ content: `${narrow}+` }), BulletList, PlainOrderedList,
  ListItem.extend({ content: `paragraph ${narrow}*` }), ListKeymap, HorizontalRule, Bold, Italic, Strike, PlainLink,
  Picture, Gallery, Embed, InfoBox, Related, ...tables, Order, Gapcursor,
  Dropcursor.configure({ color: 'var(--ui-primary)', width: 2 })
]
