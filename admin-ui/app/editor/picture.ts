import { mergeAttributes, Node } from '@tiptap/core'
import { VueNodeViewRenderer } from '@tiptap/vue-3'
import EditorPicture from './EditorPicture.vue'

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
    caption: { default: '', parseHTML: element => element.getAttribute('data-caption') ?? '' }
  }),

  parseHTML: () => [{ tag: 'figure[data-picture-id]' }],

  renderHTML: ({ node, HTMLAttributes }) => ['figure', mergeAttributes(HTMLAttributes, {
    'data-picture-id': node.attrs.pictureId, 'data-caption': node.attrs.caption
  })],

  addCommands: () => ({
    insertPicture: attrs => ({ commands }) => commands.insertContent([{ type: 'picture', attrs }, { type: 'paragraph' }])
  }),

  addNodeView: () => VueNodeViewRenderer(EditorPicture)
})
