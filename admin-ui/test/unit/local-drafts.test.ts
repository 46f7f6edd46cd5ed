import { describe, expect, it } from 'vitest'
import { fieldsOf } from '../../layers/news/app/utils/fields'
import { LocalDrafts } from '../../layers/news/app/utils/local-drafts'

/** A browser's storage with room for so many characters. */
function storage(room = Infinity): Storage {
  const items = new Map<string, string>()
  return {
    get length() { return items.size },
    key: i => [...items.keys()][i] ?? null,
    getItem: key => items.get(key) ?? null,
    setItem(key, value) {
      if (value.length > room) throw new DOMException('full', 'QuotaExceededError')
      items.set(key, value)
    },
    removeItem: key => void items.delete(key),
    clear: () => items.clear()
  }
}

const fields = { ...fieldsOf(null), title: 'Сақталмаған' }
const draft = { version: 3, base: fieldsOf(null), fields }
const day = 24 * 3600 * 1000

describe('unsaved edits in the browser', () => {
  it('come back as they were, to the one who wrote them', () => {
    const store = storage()
    expect(new LocalDrafts(store, 1, () => 1000).keep('7:kk', draft)).toBe(true)
    expect(new LocalDrafts(store, 1).find('7:kk')).toMatchObject({ ...draft, keptAt: 1000 })
    expect(new LocalDrafts(store, 2).find('7:kk')).toBeUndefined()
    expect(new LocalDrafts(store, 1).find('7:ru')).toBeUndefined()
  })

  it('are set aside without losing their time, and found again', () => {
    const drafts = new LocalDrafts(storage(), 1, () => 5000)
    drafts.setAside('7:kk', { ...draft, keptAt: 1000 })
    drafts.setAside('7:kk', { ...draft, keptAt: 2000 })
    drafts.setAside('71:kk', { ...draft, keptAt: 3000 })
    expect(drafts.find('7:kk')).toBeUndefined()
    expect(drafts.asides('7:kk').map(name => drafts.find(name)?.keptAt).sort()).toEqual([1000, 2000])
    drafts.drop(drafts.asides('7:kk')[0]!)
    expect(drafts.asides('7:kk').length).toBe(1)
  })

  it('of two tabs don\'t overwrite each other, and each forgets but its own', () => {
    const store = storage()
    const [one, two] = [new LocalDrafts(store, 1, () => 1000), new LocalDrafts(store, 1, () => 2000)]
    const other = { ...draft, fields: { ...fields, title: 'Екінші бет' } }
    const titles = () => ['7:kk', ...one.asides('7:kk')].map(name => one.find(name)?.fields.title).sort()
    one.keep('7:kk', draft)
    two.settle('7:kk')
    two.keep('7:kk', other)
    expect(titles()).toEqual(['Екінші бет', 'Сақталмаған'])
    for (const title of ['а', 'б', 'в']) {
      one.keep('7:kk', { ...draft, fields: { ...fields, title } })
      two.keep('7:kk', other)
    }
    expect(titles()).toEqual(['Екінші бет', 'в'])
    two.settle('7:kk')
    expect(one.asides('7:kk').map(name => one.find(name)?.fields.title)).toEqual(['в'])
    one.settle('7:kk')
    expect(store.length).toBe(0)
  })

  it('of another tab stay where there is no room to set them aside', () => {
    const room = storage()
    new LocalDrafts(room, 1).keep('7:kk', draft)
    const full = { ...room, getItem: room.getItem, setItem: () => { throw new DOMException('full', 'QuotaExceededError') } }
    expect(new LocalDrafts(full, 1).keep('7:kk', { ...draft, fields: fieldsOf(null) })).toBe(false)
    expect(new LocalDrafts(room, 1).find('7:kk')?.fields.title).toBe('Сақталмаған')
  })

  it('of an older panel come back with what it did not know', () => {
    const store = storage()
    const { credits: _, urgency: __, ...old } = fields
    store.setItem('baq-draft:1:7:kk', JSON.stringify({ keptAt: 1, version: 3, base: old, fields: { ...old, authorIds: [4, 2] } }))
    expect(new LocalDrafts(store, 1).find('7:kk')?.fields).toEqual({ ...fields, credits: [{ authorId: 4, role: 'author' }, { authorId: 2, role: 'author' }] })
  })

  it('go when they are saved', () => {
    const drafts = new LocalDrafts(storage(), 1)
    drafts.keep('7:kk', draft)
    drafts.drop('7:kk')
    expect(drafts.find('7:kk')).toBeUndefined()
  })

  it('say when there is no room', () => {
    expect(new LocalDrafts(storage(10), 1).keep('7:kk', draft)).toBe(false)
  })

  it('are passed over when they are damaged', () => {
    const store = storage()
    store.setItem('baq-draft:1:7:kk', '{"fields":')
    expect(new LocalDrafts(store, 1).find('7:kk')).toBeUndefined()
  })

  it('are swept after a month, and nothing else is', () => {
    const store = storage()
    store.setItem('baq-colour-mode', 'dark')
    new LocalDrafts(store, 1, () => 0).keep('old:kk', draft)
    new LocalDrafts(store, 2, () => 20 * day).keep('young:kk', draft)
    store.setItem('baq-draft:1:broken', 'x')
    new LocalDrafts(store, 1, () => 31 * day).sweep()
    expect(Array.from({ length: store.length }, (_, i) => store.key(i))).toEqual(['baq-colour-mode', 'baq-draft:2:young:kk'])
  })
})
