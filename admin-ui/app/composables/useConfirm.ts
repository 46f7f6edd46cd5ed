import type { InjectionKey, Ref } from 'vue'

/** What is asked before something that can't be taken back. */
export interface Question { title: string, text?: string, yes: string, danger?: boolean }

/** The question that waits for its answer. */
export interface OpenQuestion extends Question { settle: (yes: boolean) => void }

/** Where the shell's dialog finds the open question. */
export const openQuestion: InjectionKey<Ref<OpenQuestion | null>> = Symbol('open question')

/** Asks in a dialog; resolves to whether the answer was yes. */
export function useConfirm() {
  const current = inject(openQuestion)!
  return (question: Question) => new Promise<boolean>((resolve) => {
    current.value?.settle(false)
    current.value = { ...question, settle: (yes) => { current.value = null; resolve(yes) } }
  })
}
