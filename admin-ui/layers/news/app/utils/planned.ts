/** How what happens by itself looks. */
export const plannedLooks = {
  publish: { icon: 'i-lucide-send', colour: 'text-success' },
  unpublish: { icon: 'i-lucide-globe-lock', colour: 'text-error' },
  embargo: { icon: 'i-lucide-shield-alert', colour: 'text-warning' }
} as const satisfies Record<Schemas['PlannedItem']['what'], { icon: string, colour: string }>
