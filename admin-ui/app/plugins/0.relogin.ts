/** A login asked for in the middle of work; whoever needs it waits for the outcome. */
export interface Relogin {
  /** Whether the dialog is open. */
  open: Ref<boolean>
  /** Opens the dialog; true once somebody is logged in, false when they leave instead. */
  ask: () => Promise<boolean>
  /** Closes the dialog with its outcome. */
  settle: (loggedIn: boolean) => void
}

/** Provides the login over the page, so that an ended session costs nobody a text. */
export default defineNuxtPlugin(() => {
  const open = ref(false)
  let waiting: ((loggedIn: boolean) => void)[] = []
  const relogin: Relogin = {
    open,
    ask: () => {
      open.value = true
      return new Promise((resolve) => { waiting.push(resolve) })
    },
    settle: (loggedIn) => {
      open.value = false
      for (const resolve of waiting) resolve(loggedIn)
      waiting = []
    }
  }
  return { provide: { relogin } }
})
