import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import en from '../../layers/journal/i18n/locales/en.json'
import kk from '../../layers/journal/i18n/locales/kk.json'
import ru from '../../layers/journal/i18n/locales/ru.json'
import { almatySecond, changedFields, objectName, objectPage, readable, shortened } from '../../layers/journal/app/utils/journal-diff'
import { journalQuery, readJournalFilters } from '../../layers/journal/app/utils/journal-filters'

describe('the journal’s filters', () => {
  it('take from an address what makes sense, and nothing else', () => {
    expect(readJournalFilters({ actor: '7', actorKind: 'user', action: 'news.', from: '2026-11-28', until: '2026-11-28' }))
      .toMatchObject({ actor: 7, actorKind: 'user', action: 'news.', from: '2026-11-28', until: '2026-11-28' })
    expect(readJournalFilters({ actor: '-1', actorKind: 'robot', from: '28.11.2026', until: '2026-13-40' }))
      .toEqual({ actor: undefined, actorKind: undefined, action: undefined, objectType: undefined, objectId: undefined, address: undefined, requestId: undefined, from: undefined, until: undefined })
    expect(readJournalFilters({ action: 'x'.repeat(500) }).action).toHaveLength(80)
  })
  it('ask for whole days of Almaty', () => {
    const { from, until } = journalQuery({ from: '2026-11-28', until: '2026-11-28' })
    expect([from, until]).toEqual(['2026-11-27T19:00:00.000Z', '2026-11-28T19:00:00.000Z'])
  })
})

describe('the diff of an entry', () => {
  it('tells what came, went and changed', () => {
    expect(changedFields({ title: ['Ескі', 'Жаңа'], note: [null, 'х'], slug: ['a', null] })).toEqual([
      { name: 'note', before: '', after: 'х', kind: 'added' },
      { name: 'slug', before: 'a', after: '', kind: 'removed' },
      { name: 'title', before: 'Ескі', after: 'Жаңа', kind: 'changed' }
    ])
    expect(changedFields({ lead: [null, ''], tagIds: [[], null], publishAt: [null, null] })).toEqual([])
    expect(changedFields(null)).toEqual([])
    expect(changedFields({ odd: 5 })).toEqual([{ name: 'odd', before: '', after: '5', kind: 'added' }])
  })
  it('reads documents and lists as text', () => {
    const doc = { type: 'doc', content: [{ type: 'heading', content: [{ type: 'text', text: 'Бас' }] }, { type: 'paragraph', content: [{ type: 'text', text: 'Мәтін ' }, { type: 'text', text: 'әөү' }] }] }
    expect(readable(doc)).toBe('Бас\nМәтін әөү')
    expect(readable(['a', 'b'])).toBe('a, b')
    expect(readable({ kk: { name: 'Тег', slug: '' }, ids: [1, 2], doc })).toBe('kk.name: Тег\nids: 1, 2\ndoc: Бас\nМәтін әөү')
    expect(readable([{ authorId: 2 }, { authorId: 5 }])).toBe('0.authorId: 2\n1.authorId: 5')
    expect(readable('2026-11-28T09:32:07.4Z')).toBe('28.11.2026 14:32:07')
    expect(readable('2026-99-28T09:32:07 o’clock')).toBe('2026-99-28T09:32:07 o’clock')
    expect(readable(false)).toBe('false')
  })
  it('shows the beginning of what is long, without tearing letters', () => {
    expect(shortened('қысқа')).toEqual({ text: 'қысқа', whole: true })
    const cut = shortened('😀'.repeat(1000))
    expect(cut.whole).toBe(false)
    expect([...cut.text]).toHaveLength(401)
  })
  it('leads to what has a page', () => {
    expect(objectPage('article', '7')).toBe('/news/7')
    expect(objectPage('session', '7')).toBeUndefined()
    expect(objectPage('article', '')).toBeUndefined()
  })
  it('names things as people tell them apart', () => {
    expect(objectName('article', '7')).toBe('7')
    expect(objectName('session', '0a5f3ec1-4aa6-4caf-9611-6e0c1f36285c')).toBe('0a5f3ec1')
    expect(objectName('register', 'staff')).toBe('')
  })
  it('tells seconds', () => {
    expect(almatySecond('2026-11-28T09:32:07.4Z')).toBe('28.11.2026 14:32:07')
  })
})

describe('the words of the journal', () => {
  const api = resolve(import.meta.dirname, '../../../api/internal')
  const found = execFileSync('grep', ['-rhoE', '--include=*.go', '--exclude=*_test.go', '(Action: *|\\.changed?\\(ctx, |\\.act\\(ctx, |\\.tx\\(ctx, |\\.change\\(ctx, |action :?= )"[a-z_]+\\.[a-z_]+"', api], { encoding: 'utf8' })
  const actions = [...new Set([...found.matchAll(/"([a-z_]+\.[a-z_]+)"/g)].map(m => m[1]!))]
  // The factors' changes get their prefix where they are written.
  const factors = execFileSync('grep', ['-rhoE', '--include=*.go', '--exclude=*_test.go', '(changeFactors\\(ctx, p|factorsChanged\\(ctx, tx, [a-zA-Z.]+), "[a-z_]+"', api], { encoding: 'utf8' })
  actions.push(...[...factors.matchAll(/"([a-z_]+)"/g)].map(m => `accounts.${m[1]}`))
  const steps = ['save', 'submit', 'approve', 'return', 'schedule', 'unschedule', 'publish', 'correct', 'unpublish', 'kill', 'trash', 'restore'].map(s => `news.${s}`)

  it('know every action that the server writes, in all languages', () => {
    expect(actions.length).toBeGreaterThan(50)
    for (const locale of [kk, ru, en]) {
      const words = locale.journal.action as Record<string, Record<string, string>>
      const missing = [...actions, ...steps].filter((code) => { const [feature, verb] = code.split('.') as [string, string]; return !words[feature]?.[verb] })
      expect(missing).toEqual([])
    }
  })

  it('know every kind of thing that the server writes about', () => {
    const types = execFileSync('grep', ['-rhoE', '--include=*.go', '--exclude=*_test.go', 'ObjectType: +"[a-z_]+"', `${api}/features`], { encoding: 'utf8' })
    const codes = [...new Set([...types.matchAll(/"([a-z_]+)"/g)].map(m => m[1]!))]
    expect(codes.length).toBeGreaterThan(10)
    for (const locale of [kk, ru, en]) expect(codes.filter(code => !(locale.journal.objectType as Record<string, string>)[code])).toEqual([])
  })
})
