/** A dialog over the page that calls to the server wait for. */
export interface Asking {
  /** Whether the dialog is open. */
  open: Ref<boolean>
  /** Opens the dialog; all who ask while it is open share its outcome. */
  ask: () => Promise<boolean>
  /** Closes the dialog with its outcome. */
  settle: (outcome: boolean) => void
}

/** Begins with the dialog closed. */
export function asking(): Asking {
  const open = ref(false)
  let waiting: ((outcome: boolean) => void)[] = []
  return {
    open,
    ask: () => {
      open.value = true
      return new Promise((resolve) => { waiting.push(resolve) })
    },
    settle: (outcome) => {
      open.value = false
      for (const resolve of waiting) resolve(outcome)
      waiting = []
    }
  }
}
