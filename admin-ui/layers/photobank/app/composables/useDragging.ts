/** A place under the pointer, in shares of the stage's width and height. */
type Place = Schemas['Point']

/**
 * Follows a pointer (a mouse, a finger or a pen) over a stage, from its press until it is let
 * go; `begin` says what its moves do, with the place where it was pressed.
 */
export function useDragging(stage: () => HTMLElement | null) {
  function placeOf({ clientX, clientY }: PointerEvent): Place {
    const box = stage()!.getBoundingClientRect()
    return { x: (clientX - box.left) / box.width, y: (clientY - box.top) / box.height }
  }

  function drag(event: PointerEvent, begin: (from: Place) => (to: Place) => void): void {
    if (event.button !== 0 || !stage()) return
    event.preventDefault()
    const target = event.currentTarget as HTMLElement
    const move = begin(placeOf(event))
    const onMove = (now: PointerEvent) => { if (now.pointerId === event.pointerId) move(placeOf(now)) }
    const end = (now: PointerEvent) => {
      if (now.pointerId !== event.pointerId) return
      target.removeEventListener('pointermove', onMove)
      target.removeEventListener('pointerup', end)
      target.removeEventListener('pointercancel', end)
    }
    target.setPointerCapture(event.pointerId)
    target.addEventListener('pointermove', onMove)
    target.addEventListener('pointerup', end)
    target.addEventListener('pointercancel', end)
    target.focus({ preventScroll: true })
  }

  return { drag }
}
