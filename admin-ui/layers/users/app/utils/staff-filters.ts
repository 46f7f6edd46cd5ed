import type { LocationQuery } from 'vue-router'

/** Whether somebody works, has yet to come in, or is shut out. */
export type UserState = Schemas['UserState']

/** The states, as the filter offers them. */
export const userStates: readonly UserState[] = ['active', 'invited', 'disabled']

/** What narrows the list of the staff; the address keeps it. */
export interface StaffFilters { q?: string, role?: string, state?: UserState }

/** Reads the filters of an address; what makes no sense is left out. */
export function readStaffFilters(query: LocationQuery | Record<string, string>): StaffFilters {
  const text = (value: unknown) => typeof value === 'string' && value !== '' ? value.slice(0, 200) : undefined
  const role = text(query.role)
  return {
    q: text(query.q),
    role: role && /^[a-z][a-z0-9_]{1,39}$/.test(role) ? role : undefined,
    state: userStates.find(s => s === query.state)
  }
}
