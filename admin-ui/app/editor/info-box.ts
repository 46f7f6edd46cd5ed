import { Node } from '@tiptap/core'
import { TextSelection } from '@tiptap/pm/state'
import { VueNodeViewRenderer } from '@tiptap/vue-3'
import EditorInfoBox from './EditorInfoBox.vue'
import { insertAtTop } from './insert'

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    infoBox: {
      /** Puts a box of background information behind the cursor's block. */
      insertInfoBox: () => ReturnType
    }
  }
}

/** Background to a story, set apart, with a title of its own. */
export const InfoBox = Node.create({
  name: 'infoBox',
  group: 'block',
  content: '(paragraph | heading | bulletList | orderedList | picture)+',
  defining: true,
  isolating: true,

  addAttributes: () => ({ title: { default: '', parseHTML: element => (element.getAttribute('data-title') ?? '').slice(0, 200) } }),

  parseHTML: () => [{ tag: 'aside[data-info-box]' }],
  renderHTML: ({ node }) => ['aside', { 'data-info-box': '', 'data-title': node.attrs.title }, 0],

  addCommands() {
    return { insertInfoBox: () => insertAtTop(() => this.type.createAndFill()!) }
  },

  addKeyboardShortcuts() {
    return {
      /** On an empty last line Enter leaves the box, as it leaves a list or a quote. */
      Enter: ({ editor }) => editor.commands.command(({ tr, dispatch }) => {
        const { $from, empty } = tr.selection
        const box = $from.depth === 2 ? $from.node(1) : null
        if (!empty || box?.type !== this.type || box.childCount < 2 || $from.parent.content.size || $from.index(1) !== box.childCount - 1) return false
        if (!dispatch) return true
        const after = $from.after(1)
        tr.delete($from.before(2), $from.after(2)).insert(tr.mapping.map(after), this.editor.schema.nodes.paragraph!.create())
        tr.setSelection(TextSelection.near(tr.doc.resolve(tr.mapping.map(after, -1)), 1)).scrollIntoView()
        return true
      })
    }
  },

  addNodeView: () => VueNodeViewRenderer(EditorInfoBox)
})
