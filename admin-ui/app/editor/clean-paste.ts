import { Extension } from '@tiptap/core'
import { Fragment, Slice, type Mark, type Node } from '@tiptap/pm/model'
import { closeHistory } from '@tiptap/pm/history'
import { Plugin } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { parseEmbed } from '../utils/embeds'
import { pasteHtml, pastePlain, type Pasted } from '../utils/paste'
import { blocksToHtml } from '../utils/paste-html'
import { hasRoom } from './insert'

/** Takes of a paste what a text may hold, and tells what it left out. */
export const CleanPaste = Extension.create<{ told: (pasted: Pasted) => void }>({
  name: 'cleanPaste',
  addOptions: () => ({ told: () => undefined }),

  addProseMirrorPlugins() {
    const told = (pasted: Pasted) => {
      this.options.told(pasted)
      return pasted.blocks
    }
    return [new Plugin({
      props: {
        // What was copied within an editor is clean; the schema reads it.
        transformPastedHTML: html => html.includes('data-pm-slice') ? html : blocksToHtml(told(pasteHtml(html))),
        clipboardTextParser: (text, $context, _, view) => {
          const marks = view.state.storedMarks ?? $context.marks()
          const blocks = told(pastePlain(text)).map(block => this.editor.schema.nodeFromJSON(block))
          return Slice.maxOpen(Fragment.from(blocks.map(block => marked(block, marks))))
        },
        handlePaste: (view, event) => {
          // A paste can be taken back by itself, however soon it follows upon something else.
          view.dispatch(closeHistory(view.state.tr))
          return pasteAddress(view, event.clipboardData?.getData('text/plain') ?? '', embed => this.editor.commands.insertEmbed(embed))
        }
      }
    })]
  }
})

/** Plain text takes over how the text around it is marked. */
function marked(node: Node, marks: readonly Mark[]): Node {
  if (node.isText) return node.mark(marks)
  const inner: Node[] = []
  node.forEach(child => inner.push(marked(child, marks)))
  return node.copy(Fragment.from(inner))
}

/** An address on an empty line becomes the post or video that it leads to. */
function pasteAddress(view: EditorView, text: string, insert: (embed: NonNullable<ReturnType<typeof parseEmbed>>) => boolean): boolean {
  const { $from, empty } = view.state.selection
  const alone = empty && $from.depth === 1 && $from.parent.type.name === 'paragraph' && $from.parent.content.size === 0
  const embed = alone && /^\s*https?:/.test(text) ? parseEmbed(text) : undefined
  return !!embed && hasRoom(view.state.doc, 'embed') && insert(embed)
}
