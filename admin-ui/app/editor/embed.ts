import { Node } from '@tiptap/core'
import { VueNodeViewRenderer } from '@tiptap/vue-3'
import { isEmbed, type EmbedRef } from '../utils/embeds'
import EditorEmbed from './EditorEmbed.vue'
import { insertAtTop } from './insert'

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    embed: {
      /** Puts a post or video of others behind the cursor's block, or in its empty line. */
      insertEmbed: (embed: EmbedRef) => ReturnType
    }
  }
}

/** A post or a video of others: kept as data, shown as a card that asks nobody. */
export const Embed = Node.create({
  name: 'embed',
  group: 'block',
  atom: true,
  draggable: true,

  addAttributes: () => ({
    provider: { default: null, parseHTML: element => element.getAttribute('data-embed') },
    ref: { default: null, parseHTML: element => element.getAttribute('data-ref') },
    caption: { default: '', parseHTML: element => (element.getAttribute('data-caption') ?? '').slice(0, 500) }
  }),

  parseHTML: () => [{ tag: 'div[data-embed]', getAttrs: element => isEmbed(element.getAttribute('data-embed'), element.getAttribute('data-ref')) ? null : false }],
  renderHTML: ({ node }) => ['div', { 'data-embed': node.attrs.provider, 'data-ref': node.attrs.ref, 'data-caption': node.attrs.caption }],

  addCommands() {
    return { insertEmbed: ({ provider, ref }) => insertAtTop(() => this.type.create({ provider, ref })) }
  },

  addNodeView: () => VueNodeViewRenderer(EditorEmbed)
})
