/** How a state looks in badges and marks: a colour, and a sign for those who see none. */
export const stateLooks = {
  draft: { color: 'warning', icon: 'i-lucide-pencil-line' },
  in_review: { color: 'info', icon: 'i-lucide-eye' },
  ready: { color: 'primary', icon: 'i-lucide-circle-check-big' },
  scheduled: { color: 'info', icon: 'i-lucide-calendar-clock' },
  published: { color: 'success', icon: 'i-lucide-globe' },
  corrected: { color: 'success', icon: 'i-lucide-file-pen-line' },
  unpublished: { color: 'neutral', icon: 'i-lucide-globe-lock' },
  killed: { color: 'error', icon: 'i-lucide-octagon-x' },
  trashed: { color: 'neutral', icon: 'i-lucide-trash-2' }
} as const satisfies Record<ArticleState, { color: string, icon: string }>

/** All states, in the order of an article's life. */
export const articleStates = Object.keys(stateLooks) as readonly ArticleState[]

/** Everything that an article's urgency can be, the calmest first. */
export const urgencies: readonly Schemas['Urgency'][] = ['ordinary', 'urgent', 'breaking']
