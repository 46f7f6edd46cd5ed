/** What a list's slideover edits, nothing yet for a new one. Once it is closed the list says what came of it and is read anew. */
export function useEditing<T extends object>(refresh: () => Promise<unknown>) {
  const notice = useNotice()
  const editing = shallowRef<T | null>(null)
  const open = ref(false)

  function edit(one: T | null): void {
    editing.value = one
    open.value = true
  }

  async function closed(message: string): Promise<void> {
    open.value = false
    notice.done(message)
    await refresh()
  }

  return { editing, open, edit, closed }
}
