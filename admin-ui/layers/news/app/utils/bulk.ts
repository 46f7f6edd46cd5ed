import { isLive } from './steps'

type Summary = Schemas['ArticleSummary']

/** The steps that many articles can take at once. A kill and a correction want a text for each. */
export const bulkSteps = ['submit', 'approve', 'schedule', 'unschedule', 'publish', 'unpublish', 'trash', 'restore'] as const

/** A step that many articles can take at once. */
export type BulkStep = typeof bulkSteps[number]

/** One article's share of a bulk step; the version is the one that was looked at when it was chosen. */
export interface BulkTask extends Task {
  article: Summary
  publishAt?: string
  problem?: Problem
}

/** Which steps the chosen may take, and how many of them. */
export function offeredSteps(chosen: readonly Summary[]): { step: BulkStep, count: number }[] {
  return bulkSteps
    .map(step => ({ step, count: chosen.filter(article => takes(article, step)).length }))
    .filter(offer => offer.count > 0)
}

/** Whether the article may take the step. To be put on its site at a time, it must not be there. */
export function takes(article: Summary, step: BulkStep): boolean {
  return article.steps.includes(step) && !(step === 'schedule' && isLive(article.state))
}

/** The tasks of a step for those of the chosen that may take it; every `gap` minutes one, from `first` on. */
export function plannedTasks(chosen: readonly Summary[], step: BulkStep, first?: number, gap = 0): BulkTask[] {
  return chosen.filter(article => takes(article, step)).map((article, i) => ({
    article,
    outcome: 'waiting',
    publishAt: step === 'schedule' && first !== undefined ? new Date(first + i * gap * 60_000).toISOString() : undefined
  }))
}

/** The row of a list after its article has changed. */
export function rowAfter(row: Summary, article: Article): Summary {
  const { state, version, title, slug, rubricId, updatedAt, publishedAt, updatedBy, url, versions, urgency } = article
  const { publishAt, unpublishAt, embargoUntil, breakingUntil, steps, lock, picture } = article
  return {
    ...row, state, version, title, slug, rubricId, updatedAt, publishedAt, updatedBy, url, versions, urgency,
    publishAt, unpublishAt, embargoUntil, breakingUntil, steps, lock, picture, behind: article.translation?.behind ?? false
  }
}
