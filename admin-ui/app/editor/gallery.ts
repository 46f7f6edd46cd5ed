import { Node, type Editor } from '@tiptap/core'
import { VueNodeViewRenderer } from '@tiptap/vue-3'
import EditorGallery from './EditorGallery.vue'
import { hasRoom, putAtTop } from './insert'

/** A picture as it is put into a text. */
export interface PictureAttrs { pictureId: number, caption: string }

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    gallery: {
      /** Puts a gallery behind the cursor's block; false where the text has no room for so many pictures. */
      insertGallery: (pictures: readonly PictureAttrs[]) => ReturnType
      /** Adds pictures to the gallery that stands at a place of the text. */
      addToGallery: (pos: number, pictures: readonly PictureAttrs[]) => ReturnType
    }
  }
}

/** How many pictures a gallery may have. */
export const galleryMost = 30

/** Two to thirty pictures that belong together. */
export const Gallery = Node.create({
  name: 'gallery',
  group: 'block',
  content: 'picture+',
  isolating: true,
  draggable: true,

  parseHTML: () => [{ tag: 'div[data-gallery]' }],
  renderHTML: () => ['div', { 'data-gallery': '' }, 0],

  addCommands() {
    const make = (pictures: readonly PictureAttrs[]) => pictures.map(attrs => this.editor.schema.nodes.picture!.create(attrs))
    return {
      insertGallery: pictures => ({ tr, dispatch }) => {
        if (pictures.length < 2 || pictures.length > galleryMost || !hasRoom(tr.doc, 'picture', pictures.length)) return false
        if (dispatch) putAtTop(tr, this.type.create(null, make(pictures)))
        return true
      },
      addToGallery: (pos, pictures) => ({ tr, dispatch }) => {
        const gallery = tr.doc.nodeAt(pos)
        if (gallery?.type !== this.type || gallery.childCount + pictures.length > galleryMost || !hasRoom(tr.doc, 'picture', pictures.length)) return false
        if (dispatch) tr.insert(pos + gallery.nodeSize - 1, make(pictures))
        return true
      }
    }
  },

  addNodeView: () => VueNodeViewRenderer(EditorGallery)
})

/** Where a picture stands among those of its gallery; nothing for one that stands alone. */
export function placeInGallery(editor: Editor, pos: number | undefined): { index: number, count: number } | undefined {
  if (pos === undefined || pos > editor.state.doc.content.size) return undefined
  const $pos = editor.state.doc.resolve(pos)
  return $pos.parent.type.name === 'gallery' ? { index: $pos.index(), count: $pos.parent.childCount } : undefined
}

/** Lets a picture of a gallery change places with its neighbour; returns where it stands then. */
export function movePicture(editor: Editor, pos: number, by: -1 | 1): number | undefined {
  const $pos = editor.state.doc.resolve(pos)
  const [own, other] = [$pos.parent.child($pos.index()), $pos.parent.maybeChild($pos.index() + by)]
  if (!other) return undefined
  const from = by < 0 ? pos - other.nodeSize : pos
  editor.view.dispatch(editor.state.tr.replaceWith(from, from + own.nodeSize + other.nodeSize, by < 0 ? [own, other] : [other, own]))
  return by < 0 ? from : pos + other.nodeSize
}
