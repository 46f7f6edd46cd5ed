/** Somebody of the staff. */
export type User = Schemas['User']

/** What the form about a person holds. */
export interface PersonFields {
  email: string
  name: string
  position: string
  phone: string
  roles: string[]
  languages: string[]
  rubrics: number[]
}

/** What the form shows of somebody; empty for who is yet to be invited. */
export function personFields(user: User | null): PersonFields {
  return {
    email: user?.email ?? '',
    name: user?.name ?? '',
    position: user?.position ?? '',
    phone: user?.phone ?? '',
    roles: [...user?.roles ?? []].sort(),
    languages: [...user?.languages ?? []].sort(),
    rubrics: [...user?.rubrics ?? []].sort((a, b) => a - b)
  }
}

/** The list with one put in or taken out, in order. */
export function toggled<T extends string | number>(list: readonly T[], one: T, on: boolean): T[] {
  const rest = list.filter(other => other !== one)
  return (on ? [...rest, one] : rest).sort((a, b) => a < b ? -1 : 1)
}
