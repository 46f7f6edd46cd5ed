import type { LocationQuery } from 'vue-router'
import { dayBegins } from '../../../../app/utils/almaty-days'

/** What narrows the journal; the address keeps it, so that a view can be shown to somebody else. */
export interface JournalFilters {
  actor?: number
  actorKind?: Schemas['ActorKind']
  action?: string
  objectType?: string
  objectId?: string
  address?: string
  requestId?: string
  /** Days in Almaty, both included: yyyy-mm-dd. */
  from?: string
  until?: string
}

/** Who can have done something, as the filter offers it. */
export const actorKinds: readonly Schemas['ActorKind'][] = ['user', 'system', 'stranger']

const dayShape = /^\d{4}-\d\d-\d\d$/

/** Reads the filters of an address; what makes no sense is left out. */
export function readJournalFilters(query: LocationQuery | Record<string, string>): JournalFilters {
  const text = (value: unknown, most: number) => typeof value === 'string' && value !== '' ? value.slice(0, most) : undefined
  const day = (value: unknown) => typeof value === 'string' && dayShape.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined
  const actor = Number(query.actor)
  return {
    actor: Number.isSafeInteger(actor) && actor > 0 ? actor : undefined,
    actorKind: actorKinds.find(kind => kind === query.actorKind),
    action: text(query.action, 80),
    objectType: text(query.objectType, 60),
    objectId: text(query.objectId, 200),
    address: text(query.address, 60),
    requestId: text(query.requestId, 60),
    from: day(query.from),
    until: day(query.until)
  }
}

const dayLength = 24 * 60 * 60 * 1000 // ms

/** The filters as the server takes them: from the first day's beginning to the last one's end. */
export function journalQuery({ from, until, ...rest }: JournalFilters) {
  return {
    ...rest,
    from: from && new Date(dayBegins(from)).toISOString(),
    until: until && new Date(dayBegins(new Date(Date.parse(until) + dayLength).toISOString().slice(0, 10))).toISOString()
  }
}
