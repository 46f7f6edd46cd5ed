/** What can be done with an article, as the contract has it. */
export type Step = Schemas['ArticleStep']

// What one most often does next in a state, the further along the better.
const next: Record<ArticleState, readonly Step[]> = {
  draft: ['publish', 'submit'],
  in_review: ['approve', 'publish'],
  ready: ['publish'],
  scheduled: ['publish'],
  published: ['save'],
  corrected: ['save'],
  unpublished: ['publish', 'submit'],
  killed: [],
  trashed: ['restore']
}

/** The one step that leads on, among those that are allowed now. */
export function primaryStep(state: ArticleState, steps: readonly Step[]): Step | undefined {
  return next[state].find(step => steps.includes(step))
}

// In the order in which the menu has them; saving has a button of its own.
const menu: readonly (readonly Step[])[] = [
  ['submit', 'approve', 'return'], ['publish', 'schedule', 'unschedule', 'correct', 'restore'], ['unpublish', 'kill', 'trash']
]

/** The other steps that are allowed now, in groups. */
export function otherSteps(state: ArticleState, steps: readonly Step[]): Step[][] {
  const primary = primaryStep(state, steps)
  return menu.map(group => group.filter(step => step !== primary && steps.includes(step))).filter(group => group.length > 0)
}

/** Whether readers find the article on its site. */
export function isLive(state: ArticleState | undefined): boolean {
  return state === 'published' || state === 'corrected'
}

/** How the steps look. */
export const stepLooks = {
  save: { icon: 'i-lucide-save', color: 'primary' },
  submit: { icon: 'i-lucide-file-check', color: 'primary' },
  approve: { icon: 'i-lucide-check-check', color: 'primary' },
  return: { icon: 'i-lucide-undo-2', color: 'neutral' },
  schedule: { icon: 'i-lucide-calendar-clock', color: 'neutral' },
  unschedule: { icon: 'i-lucide-calendar-x', color: 'neutral' },
  publish: { icon: 'i-lucide-send', color: 'primary' },
  correct: { icon: 'i-lucide-file-pen-line', color: 'neutral' },
  unpublish: { icon: 'i-lucide-globe-lock', color: 'error' },
  kill: { icon: 'i-lucide-octagon-x', color: 'error' },
  trash: { icon: 'i-lucide-trash-2', color: 'error' },
  restore: { icon: 'i-lucide-archive-restore', color: 'primary' }
} as const satisfies Record<Step, { icon: string, color: 'primary' | 'neutral' | 'error' }>
