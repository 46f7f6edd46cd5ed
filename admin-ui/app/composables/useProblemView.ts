/** Brings what a refusal is about into view: its first field, else its sentence. */
export function useProblemView(problem: Ref<Problem | null>) {
  const instance = getCurrentInstance()

  watch(problem, async (refused, before) => {
    if (!refused || before) return
    await nextTick()
    const own: unknown = instance?.proxy?.$el
    // What stands in a dialog is elsewhere in the document than its component.
    const root = own instanceof HTMLElement ? own : document.querySelector<HTMLElement>('[role=dialog][data-state=open]') ?? undefined
    const field = refused.fields?.[0]?.field ?? ''
    const place = placeOf(root, field)
    place?.closest('details')?.setAttribute('open', '')
    const target = place ?? root?.querySelector<HTMLElement>('[role=alert]')
    target?.scrollIntoView({ block: 'center', behavior: 'smooth' })
    place?.querySelector<HTMLElement>('input, textarea, button, [contenteditable]')?.focus({ preventScroll: true })
  })
}

/** The form's place for "body.content.3" is that of "body". */
function placeOf(root: HTMLElement | undefined, field: string): HTMLElement | null {
  if (!root || !field) return null
  return root.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"]`) ?? placeOf(root, field.split('.').slice(0, -1).join('.'))
}
