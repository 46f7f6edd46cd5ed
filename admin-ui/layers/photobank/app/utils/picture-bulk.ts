type Picture = Schemas['Picture']
type BulkValues = Schemas['BulkValues']

/** The most pictures that one request changes. */
export const bulkMost = 100

/** One picture's share of something that is done with many. */
export interface PictureTask extends Task {
  picture: Picture
  /** Why it was refused, as a stable code. */
  code?: string
}

/** What has become of one picture: an empty code for done. */
export type PictureOutcome = Schemas['BulkOutcome']

/** The tasks of the chosen. */
export const pictureTasks = (chosen: readonly Picture[]): PictureTask[] => chosen.map(picture => ({ picture, outcome: 'waiting' }))

/** Marks what has become of tasks; one of which nothing was said waits again. */
export function settleTasks(tasks: readonly PictureTask[], outcomes: readonly PictureOutcome[]): void {
  const of = new Map(outcomes.map(outcome => [outcome.id, outcome]))
  for (const task of tasks) {
    const outcome = of.get(task.picture.id)
    task.outcome = !outcome ? 'waiting' : outcome.code ? 'refused' : 'done'
    task.code = outcome?.code || undefined
    if (outcome?.picture) task.picture = outcome.picture
  }
}

const adding: readonly (keyof BulkValues)[] = ['addKeywords', 'removeKeywords', 'addPersons', 'removePersons', 'collection']

/** Whether a change writes over what somebody may have changed meanwhile; adding and taking away words does not. */
export const writesOver = (change: BulkValues) => Object.keys(change).some(name => !adding.includes(name as keyof BulkValues))

/** The request for some pictures; what writes over others' work names the versions that were looked at. */
export function bulkRequest(tasks: readonly PictureTask[], change: BulkValues): Schemas['BulkChange'] {
  const versioned = writesOver(change)
  return { pictures: tasks.map(({ picture: { id, version } }) => versioned ? { id, version } : { id }), change }
}
