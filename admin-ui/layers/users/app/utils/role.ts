import type { InterfaceLanguage } from '~~/locales'

/** A set of permissions that people have. */
export type Role = Schemas['Role']

/** The role that always has every permission. */
export const administrator = 'administrator'

/** What the form about a role holds. */
export interface RoleFields {
  kk: string
  ru: string
  en: string
  permissions: string[]
  secondFactor: boolean
}

/** What the form shows of a role; empty for a new one. */
export function roleFields(role: Role | null): RoleFields {
  const name = (language: InterfaceLanguage) => role?.names[language] ?? ''
  return { kk: name('kk'), ru: name('ru'), en: name('en'), permissions: [...role?.permissions ?? []].sort(), secondFactor: role?.secondFactor ?? false }
}

/** The names that are filled in, by language. */
export function roleNames({ kk, ru, en }: RoleFields): Record<string, string> {
  return Object.fromEntries(Object.entries({ kk, ru, en }).map(([code, name]) => [code, name.trim()]).filter(([, name]) => name !== ''))
}

/** A key made of a role's English name: "Night editor" becomes night_editor. */
export function keyOfName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^[_\d]+|_+$/g, '').slice(0, 40)
}

/** What a change gives to those who have the role, and what it takes from them. */
export function impactOf(before: readonly string[], after: readonly string[]): { gained: string[], lost: string[] } {
  return { gained: after.filter(p => !before.includes(p)), lost: before.filter(p => !after.includes(p)) }
}
