/** What the keys of the editor do, by their places on the keyboard: С and S share one, so that every layout has them. */
export type Shortcut = 'save' | 'step' | 'preview' | 'history'

/** The keys, beside Ctrl (or Cmd). */
export const shortcutKeys: Record<Shortcut, { code: string, shift: boolean, shown: string[] }> = {
  save: { code: 'KeyS', shift: false, shown: ['Ctrl', 'S'] },
  step: { code: 'Enter', shift: false, shown: ['Ctrl', 'Enter'] },
  preview: { code: 'KeyP', shift: true, shown: ['Ctrl', 'Shift', 'P'] },
  history: { code: 'KeyH', shift: true, shown: ['Ctrl', 'Shift', 'H'] }
}

/** Listens to the keys while the page is open. */
export function useShortcuts(does: Record<Shortcut, () => void>) {
  function onKey(event: KeyboardEvent) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return
    const [name] = Object.entries(shortcutKeys).find(([, key]) => key.code === event.code && key.shift === event.shiftKey) ?? []
    // A dialog is answered first, and has keys of its own; a pane beside the text is none, nor is one that fades.
    if (!name || (name !== 'save' && document.querySelector('[data-slot=overlay][data-state=open]'))) return
    event.preventDefault()
    // The editor would break the line at Ctrl+Enter.
    event.stopPropagation()
    does[name as Shortcut]()
  }
  onMounted(() => {
    addEventListener('keydown', onKey, { capture: true })
    onBeforeUnmount(() => removeEventListener('keydown', onKey, { capture: true }))
  })
}
