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
import { Picture } from './picture'

// The contract's Document knows a link's address and an ordered list's order, nothing more.
const PlainLink = Link.extend({
  addAttributes: () => ({ href: { default: null, parseHTML: (element: HTMLElement) => element.getAttribute('href') } })
}).configure({ openOnClick: false, autolink: true, defaultProtocol: 'https', HTMLAttributes: { target: null, rel: null } })

const PlainOrderedList = OrderedList.extend({ addAttributes: () => ({}) })

/**
 * What a text may hold: exactly what the contract's Document admits. The kit's editor
 * brings doc, paragraph, text, hard break and undo; all else of a pasted text falls away.
 */
export const schema: Extensions = [
  Heading.configure({ levels: [2, 3] }), Blockquote, BulletList, PlainOrderedList, ListItem, ListKeymap,
  HorizontalRule, Bold, Italic, Strike, PlainLink, Picture, Gapcursor,
  Dropcursor.configure({ color: 'var(--ui-primary)', width: 2 })
]
