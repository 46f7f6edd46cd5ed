/** One of many things that are done one after the other, and how it stands. */
export interface Task { outcome: 'waiting' | 'running' | 'done' | 'refused' }

/** The next tasks that wait, at most so many. */
export const nextTasks = <T extends Task>(tasks: readonly T[], most: number): T[] => tasks.filter(task => task.outcome === 'waiting').slice(0, most)
