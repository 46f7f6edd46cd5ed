type Planned = Schemas['PlannedItem']

/** What is dragged over the calendar. Only what may be put to another time can be. */
export function useDragged() {
  const dragged = useState<Planned | undefined>('dragged-plan', () => undefined)
  const take = (item: Planned | undefined) => { dragged.value = item && movable(item) ? item : undefined }
  return { dragged, take }
}
