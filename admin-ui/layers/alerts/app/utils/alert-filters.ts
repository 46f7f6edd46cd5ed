import type { LocationQuery } from 'vue-router'

/** What narrows the alerts; the address keeps it. */
export interface AlertFilters { state?: Schemas['AlertState'], severity?: Schemas['Severity'], rule?: string }

/** How soon somebody has to look, the most urgent first. */
export const severities: readonly Schemas['Severity'][] = ['critical', 'warning', 'notice']

/** How each severity looks. */
export const severityLooks = {
  critical: { icon: 'i-lucide-siren', colour: 'text-error', badge: 'error' },
  warning: { icon: 'i-lucide-triangle-alert', colour: 'text-warning', badge: 'warning' },
  notice: { icon: 'i-lucide-info', colour: 'text-info', badge: 'info' }
} as const

/** Reads the filters of an address; what makes no sense is left out. */
export function readAlertFilters(query: LocationQuery | Record<string, string>): AlertFilters {
  return {
    state: query.state === 'acknowledged' ? 'acknowledged' : undefined,
    severity: severities.find(s => s === query.severity),
    rule: typeof query.rule === 'string' && /^[a-z][a-z0-9_]{1,59}$/.test(query.rule) ? query.rule : undefined
  }
}
