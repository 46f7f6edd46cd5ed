import { describe, expect, it } from 'vitest'
import { almaty, almatyInput, fromAlmatyInput, nearDay } from '../../app/utils/almaty'
import { canonical, countWords, openDocument, plainText } from '../../app/utils/document'
import { labelIn, nameIn } from '../../app/utils/labels'
import { linkAddress } from '../../app/utils/link-address'
import { safeNext } from '../../app/utils/safe-next'
import { deviceOf } from '../../layers/accounts/app/utils/device'
import { readFilters, writeFilters } from '../../layers/news/app/utils/filters'
import { branches, family, moved } from '../../layers/rubrics/app/utils/tree'
import { chooseLanguage } from '../../server/utils/language'

describe('time in Almaty', () => {
  it('is UTC+5 since March 2024, UTC+6 before', () => {
    expect(almaty('2026-11-21T20:30:00Z')).toEqual({ date: '22.11.2026', time: '01:30' })
    expect(almaty('2024-02-01T20:30:00Z')).toEqual({ date: '02.02.2024', time: '02:30' })
  })

  it('goes into an input and comes back the same moment', () => {
    for (const moment of ['2026-11-21T20:30:00.000Z', '2024-02-01T20:30:00.000Z', '2024-03-01T03:00:00.000Z']) {
      expect(fromAlmatyInput(almatyInput(moment))).toBe(moment)
    }
    expect(fromAlmatyInput('')).toBeNull()
  })

  it('knows today and yesterday by Almaty\'s midnight', () => {
    const now = Date.parse('2026-11-21T20:30:00Z')
    expect(nearDay('2026-11-21T19:01:00Z', now)).toBe('today')
    expect(nearDay('2026-11-21T18:59:00Z', now)).toBe('yesterday')
    expect(nearDay('2026-11-19T19:01:00Z', now)).toBeUndefined()
  })
})

describe('a document', () => {
  const doc = { type: 'doc', content: [
    { type: 'paragraph', content: [{ type: 'text', text: 'Бірінші жол' }, { type: 'hardBreak' }, { type: 'text', text: 'екінші' }] },
    { type: 'picture', attrs: { pictureId: 4, caption: 'Астана' } },
    { type: 'bulletList', content: [{ type: 'listItem', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'д’Арк' }] }] }] }
  ] }

  it('gives its text, a line for each block', () => {
    expect(plainText(doc)).toBe('Бірінші жол\nекінші\n[Астана]\nд’Арк\n')
    expect(countWords(doc)).toBe(5)
  })

  it('is never opened without a block', () => {
    expect(openDocument(undefined)).toEqual({ type: 'doc', content: [{ type: 'paragraph' }] })
    expect(openDocument({ type: 'doc', content: [] })).toEqual({ type: 'doc', content: [{ type: 'paragraph' }] })
    expect(openDocument(doc)).toBe(doc)
  })

  it('is the same in any order of keys, and other with other words', () => {
    expect(canonical({ a: 1, b: { c: [1, 2], d: undefined } })).toBe(canonical({ b: { c: [1, 2] }, a: 1 }))
    expect(canonical({ a: [1, 2] })).not.toBe(canonical({ a: [2, 1] }))
  })
})

describe('an address', () => {
  it.each([
    ['baq.kz/news/x', 'https://baq.kz/news/x'], ['https://gov.kz', 'https://gov.kz'], [' /rubric/saiasat ', '/rubric/saiasat'],
    ['mailto:info@baq.kz', 'mailto:info@baq.kz'], ['javascript:alert(1)', undefined], ['//evil.kz', undefined], ['data:text/html,x', undefined], ['слово', undefined]
  ])('%s', (typed, meant) => expect(linkAddress(typed)).toBe(meant))

  it.each([['/news?x=1', '/news?x=1'], ['//evil.kz', '/'], ['/\\evil.kz', '/'], ['https://evil.kz', '/'], ['/login?next=/', '/'], [undefined, '/']])(
    'after the login: %s', (next, path) => expect(safeNext(next)).toBe(path))
})

describe('the language of the interface', () => {
  it.each([
    ['ru', 'en', 'kk', 'ru'], [undefined, 'en', 'kk', 'en'], [undefined, undefined, 'de, ru;q=0.5, en;q=0.7', 'en'],
    ['xx', 'xx', 'kk-KZ,kk;q=0.9,ru;q=0.8', 'kk'], [undefined, undefined, 'de', 'kk'], [undefined, undefined, 'ru;q=0', 'kk'], [undefined, undefined, '', 'kk']
  ])('?lang=%s, cookie %s, browser %s: %s', (query, cookie, accept, language) => expect(chooseLanguage(query, cookie, accept)).toBe(language))
})

describe('labels', () => {
  const labels = { ru: { name: 'Политика' } }
  it('fall back on any language there is', () => {
    expect(nameIn(labels, 'kk')).toBe('Политика')
    expect(labelIn({}, 'kk')).toBeUndefined()
    expect(nameIn({}, 'kk')).toBe('—')
  })
})

describe('the tree of rubrics', () => {
  const rubric = (id: number, parentId: number | null) => ({ id, parentId, position: id, visible: true, labels: {}, version: 1 })
  const rubrics = [rubric(1, null), rubric(2, null), rubric(3, 1), rubric(4, 3)]

  it('stands in rows, children below their parents', () => {
    expect(branches(rubrics).map(b => [b.rubric.id, b.depth])).toEqual([[1, 0], [3, 1], [4, 2], [2, 0]])
  })

  it('moves within a level and keeps a rubric out of its own family', () => {
    expect(moved([1, 2, 3], 2, -1)).toEqual([1, 3, 2])
    expect(moved([1, 2, 3], 0, 1)).toEqual([2, 1, 3])
    expect([...family(rubrics, 1)]).toEqual([1, 3, 4])
  })
})

describe('the filters of the news list', () => {
  it('come from the address and go back into it', () => {
    const query = { language: 'kk', state: 'draft', rubric: '3', mine: 'true', q: 'бюджет' }
    expect(writeFilters(readFilters(query))).toEqual(query)
  })

  it('leave out what makes no sense', () => {
    expect(writeFilters(readFilters({ language: 'KAZ', state: 'gone', rubric: '-1', author: '1e9', tag: '0', mine: 'maybe', q: '' }))).toEqual({})
  })
})

describe('a device', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36', 'Chrome · Linux', false],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1', 'Safari · iOS', true],
    ['curl/8.0', '', false]
  ])('%s', (agent, name, mobile) => expect(deviceOf(agent)).toEqual({ name, mobile }))
})
