import { Extension, type Editor } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import { toolOfKey, type Tool } from './tools'

/** The tools' keys, by their places: Ctrl+B is Ctrl+И in Russian, and the digits of Kazakh are letters. */
export const ToolKeys = Extension.create<{ use: (tool: Tool, editor: Editor) => void, toTools: () => void }>({
  name: 'toolKeys',
  // Before TipTap's own, which go by the letter.
  priority: 1100,
  addOptions: () => ({ use: () => undefined, toTools: () => undefined }),

  addProseMirrorPlugins() {
    return [new Plugin({
      props: {
        handleKeyDown: (view, event) => {
          if (!view.editable) return false
          const toTools = event.altKey && event.code === 'F10'
          const tool = toTools ? undefined : toolOfKey(event)
          if (!tool && !toTools) return false
          event.preventDefault()
          if (toTools) this.options.toTools()
          else if (!tool!.off?.(this.editor)) this.options.use(tool!, this.editor)
          return true
        }
      }
    })]
  }
})
