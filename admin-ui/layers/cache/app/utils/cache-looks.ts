/** A node that has not been heard of for so long is shown as silent: they give a sign each second. */
const quiet = 5000 // ms

/** How a node does. */
export function nodeState(node: Pick<Schemas['CacheNode'], 'silent' | 'redisReached'>): 'well' | 'alone' | 'silent' {
  if (node.silent > quiet) return 'silent'
  return node.redisReached ? 'well' : 'alone'
}

/** How each state of a node looks. */
export const nodeLooks = {
  well: { icon: 'i-lucide-circle-check', colour: 'text-success' },
  alone: { icon: 'i-lucide-unplug', colour: 'text-warning' },
  silent: { icon: 'i-lucide-circle-question-mark', colour: 'text-muted' }
} as const

/** How fresh an entry is, said by a colour too. */
export const freshnessColours = { current: 'success', aged: 'neutral', outdated: 'warning' } as const
