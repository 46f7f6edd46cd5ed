import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { agoOf } from '../../layers/users/app/utils/ago'
import { mergeFields } from '../../layers/users/app/utils/merge-fields'
import { featureOf, forPrograms, glanceOf, groupPermissions } from '../../layers/users/app/utils/permissions'
import { personFields, toggled } from '../../layers/users/app/utils/person'
import { impactOf, keyOfName, roleFields, roleNames } from '../../layers/users/app/utils/role'
import { limitTo, withinLimits } from '../../layers/users/app/utils/rubric-limits'
import { readStaffFilters } from '../../layers/users/app/utils/staff-filters'
import type { Rubric } from '../../layers/rubrics/app/utils/tree'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8')

/** Every permission that an operation of the contract asks for, and those that a role can hold besides. */
function allPermissions(): string[] {
  const asked = globSync('openapi/paths/*.yaml', { cwd: root }).flatMap(path => [...read(path).matchAll(/x-permission:\s*([\w.]+)/g)].map(m => m[1]!))
  const source = read('api/internal/features/accounts/role.go')
  const held = source.slice(source.indexOf('func Permissions()'), source.indexOf('func builtIn()'))
  return [...new Set([...asked, ...[...held.matchAll(/"([\w.]+)"/g)].map(m => m[1]!)])].filter(p => !['public', 'authenticated'].includes(p))
}

type Messages = { users: { permission: Record<string, Record<string, { name?: string, text?: string }>>, feature: Record<string, string> } }
const messages = (code: string) => JSON.parse(read(`admin-ui/layers/users/i18n/locales/${code}.json`)) as Messages

describe('the names of permissions', () => {
  const all = allPermissions()

  it('finds the permissions of the contract', () => expect(all.length).toBeGreaterThanOrEqual(31))

  for (const code of ['kk', 'ru', 'en']) {
    it(`say each of them in ${code}, and what it allows`, () => {
      const { permission, feature } = messages(code).users
      const nameless = all.filter((p) => {
        const [group = '', step = ''] = p.split('.')
        const said = permission[group]?.[step]
        return !said?.name || !said.text || !feature[featureOf(p)]
      })
      expect(nameless).toEqual([])
      const named = Object.entries(permission).flatMap(([group, steps]) => Object.keys(steps).map(step => `${group}.${step}`))
      expect(named.filter(p => !all.includes(p)), 'permissions that are gone').toEqual([])
    })
  }
})

describe('the matrix of permissions', () => {
  it('has each permission once, seeing before changing, content before people', () => {
    const all = allPermissions()
    const groups = groupPermissions(all)
    expect(groups.flatMap(g => g.permissions).sort()).toEqual([...all].sort())
    expect(groups[0]).toEqual({ feature: 'news', permissions: ['news.read', 'news.write', 'news.write_any', 'news.review', 'news.publish', 'news.kill'] })
    expect(groups.find(g => g.feature === 'users')!.permissions).toEqual(['users.read', 'users.write', 'users.export', 'roles.write'])
  })

  it('puts a feature that it does not know last', () => {
    expect(groupPermissions(['polls.read', 'news.read']).map(g => g.feature)).toEqual(['news', 'polls'])
  })

  it('tells at a glance what is changed and what is only seen', () => {
    expect(glanceOf(['tags.read', 'news.read', 'news.write'])).toEqual({ changes: ['news'], sees: ['tags'] })
    expect(glanceOf(['approvals.ask', 'users.read', 'users.export'])).toEqual({ changes: [], sees: ['users'] })
    expect(glanceOf(['photobank.upload'])).toEqual({ changes: ['photobank'], sees: [] })
    expect(glanceOf([])).toEqual({ changes: [], sees: [] })
  })
})

describe('a key', () => {
  it('holds nothing that outlives it, and no second pair of eyes', () => {
    expect(allPermissions().filter(p => !forPrograms(p)).sort()).toEqual(['api_keys.read', 'api_keys.write', 'approvals.grant', 'roles.write', 'users.export', 'users.read', 'users.write'])
  })
})

describe('a role', () => {
  it('gets a key of its English name that the contract takes', () => {
    for (const [name, key] of [['Night editor', 'night_editor'], ['  42 SEO / Social! ', 'seo_social'], ['Түнгі', ''], ['a'.repeat(60), 'a'.repeat(40)]]) expect(keyOfName(name!)).toBe(key)
  })

  it('sends only names that are filled in', () => {
    expect(roleNames({ ...roleFields(null), kk: ' Түнгі редактор ', ru: '  ' })).toEqual({ kk: 'Түнгі редактор' })
  })

  it('tells what a change gives and takes', () => {
    expect(impactOf(['a', 'b'], ['b', 'c'])).toEqual({ gained: ['c'], lost: ['a'] })
    expect(impactOf(['a'], ['a'])).toEqual({ gained: [], lost: [] })
  })
})

describe('two people who change the same person', () => {
  const base = { ...personFields(null), name: 'Айгүл', email: 'a@baq.kz', phone: '1', roles: ['editor', 'moderator'] }

  it('lose nothing that either typed', () => {
    const mine = { ...base, phone: '2', name: 'Айгүл Қ.', roles: ['analyst', 'editor', 'moderator'] }
    const theirs = { ...base, phone: '3', position: 'Тілші', roles: ['editor'] }
    const { fields, taken, contested } = mergeFields(base, mine, theirs, ['roles'])
    expect(fields).toEqual({ ...base, phone: '2', name: 'Айгүл Қ.', position: 'Тілші', roles: ['analyst', 'editor'] })
    expect([taken, contested]).toEqual([['position', 'roles'], ['phone']])
  })

  it('are not asked about what both made alike, or nobody touched', () => {
    const same = { ...base, phone: '2' }
    expect(mergeFields(base, same, { ...same }, ['roles'])).toEqual({ fields: same, taken: [], contested: [] })
  })

  it('never widen a limit by merging it', () => {
    const limited = { ...base, languages: ['kk'] }
    const { fields, contested } = mergeFields(limited, { ...limited, languages: ['ru'] }, { ...limited, languages: ['kk', 'ru'] }, ['roles'])
    expect([fields.languages, contested]).toEqual([['ru'], ['languages']])
  })
})

describe('limits by rubric', () => {
  const rubric = (id: number, parentId: number | null) => ({ id, parentId }) as Rubric
  const tree = [rubric(1, null), rubric(2, 1), rubric(3, 2), rubric(4, null)]

  it('cover all beneath', () => {
    expect([...withinLimits(tree, [1])].sort()).toEqual([1, 2, 3])
    expect([...withinLimits(tree, [])]).toEqual([])
  })

  it('keep one rubric in place of those beneath it', () => {
    expect(limitTo(tree, [3, 4], 1, true)).toEqual([1, 4])
    expect(limitTo(tree, [1, 4], 1, false)).toEqual([4])
  })
})

describe('the staff list', () => {
  it('reads only filters that make sense', () => {
    expect(readStaffFilters({ q: 'Әли', role: 'chief_editor', state: 'invited' })).toEqual({ q: 'Әли', role: 'chief_editor', state: 'invited' })
    expect(readStaffFilters({})).toEqual({})
    expect(readStaffFilters({ q: '', role: '../etc', state: 'dead' })).toEqual({})
    expect(readStaffFilters({ q: 'ә'.repeat(300) }).q).toHaveLength(200)
  })

  it('says how long ago in the largest unit', () => {
    const now = Date.parse('2026-11-28T12:00:00Z')
    const said = (moment: string) => Object.values(agoOf(moment, now)).join(' ')
    expect(['2026-11-28T12:05:00Z', '2026-11-28T11:59:01Z', '2026-11-28T11:01:00Z', '2026-11-27T12:00:00Z', '2026-10-29T12:00:00Z', '2024-11-28T12:00:00Z'].map(said))
      .toEqual(['now 0', 'now 0', 'minutes 59', 'days 1', 'months 1', 'years 2'])
  })

  it('toggles in order', () => expect(toggled([1, 10, 2], 3, true)).toEqual([1, 2, 3, 10]))
})
