import type { InjectionKey, Ref } from 'vue'

/** What opens over a text: the dialogs and popovers of its tools. */
export type EditorPanel = 'link' | 'picture' | 'gallery' | 'embed' | 'related' | 'help'

/** What the editor offers to its tools and to the blocks within the text. */
export interface EditorDesk {
  /** The language of the text. */
  language: () => string
  /** What stands open. */
  panel: Ref<EditorPanel | null>
  /** Asks for more pictures for the gallery that stands there. */
  morePictures: (pos: number) => void
}

/** Where tools and blocks find the desk. */
export const editorDesk: InjectionKey<EditorDesk> = Symbol('editor desk')
