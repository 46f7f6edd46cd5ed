import { Node } from '@tiptap/core'
import { VueNodeViewRenderer } from '@tiptap/vue-3'
import EditorRelated from './EditorRelated.vue'
import { insertAtTop } from './insert'

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    related: {
      /** Puts the way to another article of ours behind the cursor's block. */
      insertRelated: (articleId: number) => ReturnType
    }
  }
}

const idOf = (element: HTMLElement) => Number(element.getAttribute('data-article-id'))

/** The way to another article of ours. */
export const Related = Node.create({
  name: 'related',
  group: 'block',
  atom: true,
  draggable: true,

  addAttributes: () => ({ articleId: { default: null, parseHTML: idOf } }),

  parseHTML: () => [{ tag: 'div[data-article-id]', getAttrs: element => Number.isSafeInteger(idOf(element)) && idOf(element) > 0 ? null : false }],
  renderHTML: ({ node }) => ['div', { 'data-article-id': node.attrs.articleId }],

  addCommands() {
    return { insertRelated: articleId => insertAtTop(() => this.type.create({ articleId })) }
  },

  addNodeView: () => VueNodeViewRenderer(EditorRelated)
})
