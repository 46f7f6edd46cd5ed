const settling = 200 // ms in which a click on what is offered arrives

/** Closes the menu of an input once the focus has left the element around it, by the Tab key too. */
export function useMenuLeft(around: Readonly<Ref<HTMLElement | null>>) {
  const open = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  function leave(): void {
    clearTimeout(timer)
    timer = setTimeout(() => { if (!around.value?.contains(document.activeElement)) open.value = false }, settling)
  }
  onBeforeUnmount(() => clearTimeout(timer))
  return { open, leave }
}
