import { mergeAttributes, Node } from '@tiptap/core'
import { VueNodeViewRenderer } from '@tiptap/vue-3'
import EditorPicture from './EditorPicture.vue'
import { hasRoom, putAtTop } from './insert'

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    picture: {
      /** Puts a picture of the photobank behind the cursor's block, with a line to go on after it. */
      insertPicture: (picture: { pictureId: number, caption: string }) => ReturnType
    }
  }
}

/** A picture of the photobank within the text, with a caption of its own. */
export const Picture = Node.create({
  name: 'picture',
  group: 'block',
  atom: true,
  draggable: true,

  addAttributes: () => ({
    pictureId: { default: null, parseHTML: element => Number(element.getAttribute('data-picture-id')) || null },
    caption: { default: '', parseHTML: element => (element.getAttribute('data-caption') ?? '').slice(0, 500) }
  }),

  parseHTML: () => [{ tag: 'figure[data-picture-id]', getAttrs: element => Number.isSafeInteger(Number(element.getAttribute('data-picture-id'))) && Number(element.getAttribute('data-picture-id')) > 0 ? null : false }],

  renderHTML: ({ node, HTMLAttributes }) => ['figure', mergeAttributes(HTMLAttributes, {
    'data-picture-id': node.attrs.pictureId, 'data-caption': node.attrs.caption
  })],

  addCommands() {
    return {
      insertPicture: attrs => ({ commands, tr, dispatch }) => {
        if (!hasRoom(tr.doc, 'picture')) return false
        const around = tr.selection.$from.depth > 0 ? tr.selection.$from.node(1).type.name : ''
        if (around !== 'table' && around !== 'gallery') return commands.insertContent([{ type: 'picture', attrs }, { type: 'paragraph' }])
        if (dispatch) putAtTop(tr, this.type.create(attrs))
        return true
      }
    }
  },

  addNodeView: () => VueNodeViewRenderer(EditorPicture)
})
