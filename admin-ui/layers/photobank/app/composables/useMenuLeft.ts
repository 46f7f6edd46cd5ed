const settling = 200 // ms in which a click on what is offered arrives

/** Closes the menu of an input once the focus has gone elsewhere, by the Tab key too. */
export function useMenuLeft() {
  const open = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  function leave(event: FocusEvent): void {
    const input = event.target
    clearTimeout(timer)
    timer = setTimeout(() => { if (document.activeElement !== input) open.value = false }, settling)
  }
  onBeforeUnmount(() => clearTimeout(timer))
  return { open, leave }
}
