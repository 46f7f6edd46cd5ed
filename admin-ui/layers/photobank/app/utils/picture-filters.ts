import type { LocationQuery } from 'vue-router'
import { almatyDate, dayBegins } from '../../../../app/utils/almaty-days'

/** What narrows the photobank's list; the address keeps it. Dates are days of Almaty, the last ones included. */
export interface PictureFilters {
  q?: string
  author?: string
  source?: string
  keyword?: string
  person?: string
  licence?: number
  noLicence?: boolean
  rights?: Schemas['RightsState']
  takenFrom?: string
  takenUntil?: string
  addedFrom?: string
  addedUntil?: string
  addedBy?: number
  orientation?: Schemas['Orientation']
  tone?: Schemas['Tone']
  used?: boolean
  described?: string
  undescribed?: string
  collection?: number
}

/** The list's parameters, as the server wants them. */
export type PictureQuery = Omit<PictureFilters, 'q'> & { q?: string }

export const rightsStates: readonly Schemas['RightsState'][] = ['valid', 'expiring', 'expired', 'open']
export const orientations: readonly Schemas['Orientation'][] = ['landscape', 'portrait', 'square']

/** The colours that can prevail in a picture, with the one that stands for each. */
export const toneColours: Readonly<Record<Schemas['Tone'], string>> = {
  red: '#d32f2f', orange: '#f57c00', yellow: '#fbc02d', green: '#388e3c', cyan: '#00acc1', blue: '#1976d2',
  purple: '#7b1fa2', pink: '#ec6fa9', brown: '#795548', black: '#1b1b1b', grey: '#9e9e9e', white: '#ffffff'
}
export const tones = Object.keys(toneColours) as readonly Schemas['Tone'][]

type Reader<T> = (value: unknown) => T | undefined
const text = (most: number): Reader<string> => value => typeof value === 'string' && value.trim() !== '' ? value.slice(0, most) : undefined
const id: Reader<number> = value => typeof value === 'string' && /^[1-9]\d{0,15}$/.test(value) ? Number(value) : undefined
const yes: Reader<boolean> = value => value === 'true' || undefined
const either: Reader<boolean> = value => value === 'true' ? true : value === 'false' ? false : undefined
const oneOf = <T extends string>(all: readonly T[]): Reader<T> => value => all.find(one => one === value)
const language: Reader<string> = value => typeof value === 'string' && /^[a-z]{2}$/.test(value) ? value : undefined
const day: Reader<string> = (value) => {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined
  const begins = Date.parse(`${value}T00:00Z`)
  return !Number.isNaN(begins) && new Date(begins).toISOString().startsWith(value) ? value : undefined
}

const readers: { [name in keyof Required<PictureFilters>]: Reader<NonNullable<PictureFilters[name]>> } = {
  q: text(200), author: text(200), source: text(200), keyword: text(100), person: text(200), licence: id, noLicence: either,
  rights: oneOf(rightsStates), takenFrom: day, takenUntil: day, addedFrom: day, addedUntil: day, addedBy: id,
  orientation: oneOf(orientations), tone: oneOf(tones), used: either, described: language, undescribed: language, collection: id
}

/** All filters, in the order in which they are told. */
export const pictureFilterNames = Object.keys(readers) as readonly (keyof PictureFilters)[]

/** Reads the filters of an address; what makes no sense is left out. */
export function readPictureFilters(query: LocationQuery | Record<string, string>): PictureFilters {
  const read = pictureFilterNames.map(name => [name, readers[name](query[name])])
  return Object.fromEntries(read.filter(([, value]) => value !== undefined)) as PictureFilters
}

/** The address' query of the filters. */
export function writePictureFilters(filters: PictureFilters): Record<string, string> {
  const set = pictureFilterNames.filter(name => filters[name] !== undefined && filters[name] !== '')
  return Object.fromEntries(set.map(name => [name, String(filters[name])]))
}

/** Whether two filters narrow alike, whatever the order in which they were set. */
export function samePictureFilters(one: PictureFilters, other: PictureFilters): boolean {
  return JSON.stringify(writePictureFilters(one)) === JSON.stringify(writePictureFilters(other))
}

const begins = (date: string) => new Date(dayBegins(date)).toISOString()
const nextDay = (date: string) => new Date(Date.parse(`${date}T00:00Z`) + 24 * 3600_000).toISOString().slice(0, 10)

/** The list's parameters: a day becomes the moment at which it begins, the last one that at which the next does. */
export function pictureQuery(filters: PictureFilters): PictureQuery {
  const { takenFrom, takenUntil, addedFrom, addedUntil, ...rest } = filters
  return {
    ...rest,
    ...takenFrom && { takenFrom: begins(takenFrom) },
    ...takenUntil && { takenUntil: begins(nextDay(takenUntil)) },
    ...addedFrom && { addedFrom: begins(addedFrom) },
    ...addedUntil && { addedUntil: begins(nextDay(addedUntil)) }
  }
}

/** What a saved selection keeps: the list's parameters as texts. */
export function selectionOf(filters: PictureFilters): Record<string, string> {
  return Object.fromEntries(Object.entries(pictureQuery(filters)).filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)]))
}

/** The filters of a saved selection. */
export function filtersOfSelection(query: Record<string, string>): PictureFilters {
  const days = Object.fromEntries(Object.entries(query).map(([name, value]) => [name, /(From|Until)$/.test(name) ? dayOf(value, name.endsWith('Until')) : value]))
  return readPictureFilters(days)
}

function dayOf(moment: string, end: boolean): string {
  const at = Date.parse(moment)
  return /^\d{4}-\d{2}-\d{2}$/.test(moment) || Number.isNaN(at) ? moment : almatyDate(end ? at - 1 : at)
}
