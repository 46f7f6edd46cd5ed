/** The front page's place. */
export const homePlace = 'home'

/** The place of a rubric's page. */
export const rubricPlace = (id: number) => `rubric-${id}`

/** The rubric of a place; nothing for the front page, and for what is no place. */
export function rubricOfPlace(place: string): number | undefined {
  const id = Number(place.match(/^rubric-([1-9][0-9]{0,15})$/)?.[1])
  return Number.isSafeInteger(id) ? id : undefined
}

/** Whether there can be such a place. */
export const isPlace = (place: string) => place === homePlace || rubricOfPlace(place) !== undefined
