import { describe, expect, it } from 'vitest'
import { blockAtFault, blockField, byBlockIds } from '../../layers/blocks/app/utils/block-complaints'
import { blockChanges, partsChanged } from '../../layers/blocks/app/utils/block-changes'
import { blockCopy, blockInserted, blockMoved, newBlockId, tidyBlock, type Block } from '../../layers/blocks/app/utils/blocks'
import { changeOf, feedEnded, tidyFigures } from '../../layers/blocks/app/utils/feeds'
import { isPlace, rubricOfPlace, rubricPlace } from '../../layers/blocks/app/utils/places'
import { placeByKey, placeUnder } from '../../layers/blocks/app/utils/sorting'

const block = (id: string, more: Partial<Block> = {}): Block => ({ id, kind: 'list', rule: { from: 'newest' }, ...more })
const page = (...ids: string[]) => ids.map(id => block(id))

describe('the order of blocks', () => {
  it('moves one and leaves the others in their order', () => {
    expect(blockMoved(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd'])
    expect(blockMoved(['a', 'b', 'c', 'd'], 3, 0)).toEqual(['d', 'a', 'b', 'c'])
  })

  it.each([[1, 1], [-1, 0], [0, 4], [9, 0]])('stays where there is nothing to move (%i to %i)', (from, to) =>
    expect(blockMoved(['a', 'b', 'c', 'd'], from, to)).toEqual(['a', 'b', 'c', 'd']))

  it('never changes the list that it was given', () => {
    const list = Object.freeze(['a', 'b'])
    expect(blockMoved(list, 0, 1)).toEqual(['b', 'a'])
    expect(blockInserted(list, 1, 'x')).toEqual(['a', 'x', 'b'])
    expect(blockInserted(list, 9, 'x')).toEqual(['a', 'b', 'x'])
  })

  // Rows of other heights: middles at 50, 200 and 400.
  it.each([[0, 40, 0], [0, 199, 0], [0, 201, 1], [0, 999, 2], [2, 399, 2], [2, 199, 1], [2, 10, 0], [1, 51, 1]])(
    'row %i under the pointer at %i gets place %i', (from, y, to) => expect(placeUnder([50, 200, 400], from, y)).toBe(to))

  it.each([['ArrowUp', 1, 0], ['ArrowDown', 1, 2], ['Home', 2, 0], ['End', 0, 2], ['ArrowUp', 0, undefined], ['ArrowDown', 2, undefined], ['Home', 0, undefined], ['a', 1, undefined], ['Enter', 1, undefined]])(
    '%s on row %i of three', (key, from, to) => expect(placeByKey(key, from, 3)).toBe(to))
})

describe('a block', () => {
  it('gets an id that the contract takes, another each time', () => {
    const ids = new Set(Array.from({ length: 200 }, newBlockId))
    expect(ids.size).toBe(200)
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]{8,32}$/)
  })

  it('is copied whole, as one of its own', () => {
    const first = block('aaaaaaaa', { languages: { kk: { title: 'Әңгіме', pins: [1, 2] } } })
    const second = blockCopy(first)
    expect(second).toEqual({ ...first, id: second.id })
    expect(second.id).not.toBe(first.id)
    second.languages!.kk!.pins!.push(3)
    expect(first.languages!.kk!.pins).toEqual([1, 2])
  })

  it('is sent without what says nothing', () => {
    const typed = block('aaaaaaaa', { hidden: false, count: undefined, rule: { from: 'rubric', rubricId: undefined }, showFrom: undefined, languages: { kk: { title: 'Өңір', url: '', pins: [], hidden: false }, ru: { title: '' } } })
    expect(tidyBlock(typed)).toEqual({ id: 'aaaaaaaa', kind: 'list', rule: { from: 'rubric' }, languages: { kk: { title: 'Өңір' } } })
    expect(tidyBlock(block('aaaaaaaa', { languages: { ru: {} } }))).not.toHaveProperty('languages')
  })

  it('keeps a link that is half typed: the server says what it lacks', () => {
    const links = [{ title: '', url: '/x' }]
    expect(tidyBlock(block('aaaaaaaa', { languages: { kk: { links } } })).languages!.kk!.links).toEqual(links)
  })
})

describe('two versions of a page', () => {
  const told = (before: Block[], after: Block[]) => blockChanges(before, after).map(({ what, block: { id } }) => `${what} ${id}`)

  it('are the same', () => {
    expect(told([], [])).toEqual([])
    expect(told(page('a', 'b', 'c'), page('a', 'b', 'c'))).toEqual([])
    expect(told([block('a', { hidden: false, languages: { kk: {} } })], [block('a')])).toEqual([])
  })

  it('differ in what was added and removed, which moves nobody else', () => {
    expect(told(page('a', 'b', 'c'), page('x', 'a', 'c'))).toEqual(['added x', 'removed b'])
    expect(told([], page('a'))).toEqual(['added a'])
    expect(told(page('a'), [])).toEqual(['removed a'])
  })

  it('name only the one that was moved', () => {
    expect(told(page('a', 'b', 'c', 'd'), page('d', 'a', 'b', 'c'))).toEqual(['moved d'])
    expect(told(page('a', 'b', 'c', 'd'), page('b', 'c', 'd', 'a'))).toEqual(['moved a'])
    expect(told(page('a', 'b'), page('b', 'a'))).toHaveLength(1)
    expect(told(page('a', 'b', 'c', 'd'), page('d', 'c', 'b', 'a'))).toHaveLength(3)
  })

  it('tell from where to where', () => {
    expect(blockChanges(page('a', 'b', 'c'), page('c', 'a', 'b'))[0]).toMatchObject({ what: 'moved', before: 2, after: 0, parts: [] })
  })

  it('name what of a block was changed, and in which language', () => {
    const before = block('a', { count: 4, languages: { kk: { title: 'Қоғам', pins: [1, 2] }, ru: { title: 'Общество' } } })
    const after = block('a', { count: 5, showUntil: '2026-12-01T00:00:00Z', rule: { from: 'rubric', rubricId: 3 }, languages: { kk: { title: 'Қоғам', pins: [2, 1] }, ru: { title: 'Общество', hidden: true } } })
    expect(partsChanged(before, after)).toEqual([{ name: 'rule' }, { name: 'count' }, { name: 'time' }, { name: 'pins', language: 'kk' }, { name: 'hiddenHere', language: 'ru' }])
    expect(blockChanges([before], [after])[0]!.what).toBe('changed')
  })

  it('say that a moved block was changed as well', () => {
    const after = [block('c', { count: 9 }), block('a'), block('b')]
    expect(blockChanges(page('a', 'b', 'c'), after)).toMatchObject([{ what: 'moved', parts: [{ name: 'count' }] }])
  })
})

describe('a refusal', () => {
  const problem = (...fields: string[]) => ({ type: '', title: '', status: 422, code: 'blocks.invalid', fields: fields.map(field => ({ field, code: 'required', message: '' })) })
  const ids = ['aaaaaaaa', 'bbbbbbbb']

  it('is shown at the block that was sent in that place, wherever it stands now', () => {
    const named = byBlockIds(problem('blocks.1.rule.rubricId', 'blocks.0', 'blocks.1.languages.kk.links.0.url'), ids)
    expect(named.fields!.map(f => f.field)).toEqual(['blocks.bbbbbbbb.rule.rubricId', 'blocks.aaaaaaaa', 'blocks.bbbbbbbb.languages.kk.links.0.url'])
    expect(blockAtFault(named, ['bbbbbbbb'])).toBe('bbbbbbbb')
  })

  it('leaves what is about no block as it is', () => {
    expect(byBlockIds(problem('blocks', 'blocks.7.rule', 'version'), ids).fields!.map(f => f.field)).toEqual(['blocks', 'blocks.7.rule', 'version'])
    const bare = { ...problem(), fields: undefined }
    expect(byBlockIds(bare, ids)).toBe(bare)
    expect(blockAtFault(bare, ids)).toBeUndefined()
    expect(blockAtFault(null, ids)).toBeUndefined()
  })

  it('is not taken for one of a block whose id begins alike', () => {
    expect(blockAtFault(byBlockIds(problem('blocks.0.rule'), ['aaaaaaaaxx']), ['aaaaaaaa'])).toBeUndefined()
    expect(blockField('aaaaaaaa', 'rule')).toBe('blocks.aaaaaaaa.rule')
  })
})

describe('a place', () => {
  it.each([['home', true], ['rubric-5', true], ['rubric-0', false], ['rubric-', false], ['rubric-1e3', false], ['rubric-99999999999999999', false], ['Home', false], ['', false], ['home/', false], ['data', false]])(
    '%s: %s', (place, is) => expect(isPlace(place)).toBe(is))

  it('of a rubric goes there and back', () => expect(rubricOfPlace(rubricPlace(42))).toBe(42))
})

describe('a feed', () => {
  it('ends by the clock', () => {
    const now = Date.parse('2026-11-28T10:00:00Z')
    expect(feedEnded({ validUntil: '2026-11-28T10:00:00Z' }, now)).toBe(true)
    expect(feedEnded({ validUntil: '2026-11-28T10:00:01Z' }, now)).toBe(false)
    expect(feedEnded({}, now)).toBe(false)
  })

  it('is sent without labels that nobody wrote', () => {
    expect(tidyFigures([{ labels: { kk: ' Доллар ', ru: '  ' }, value: ' 478,32 ', change: -1.2, icon: undefined }, { labels: { kk: 'Еуро' }, value: '0', change: 0 }])).toEqual([
      { labels: { kk: 'Доллар' }, value: '478,32', change: -1.2 }, { labels: { kk: 'Еуро' }, value: '0', change: 0 }])
  })

  it.each([['-1,2', -1.2], ['−0.5', -0.5], ['0', 0], ['', undefined], ['  ', undefined], ['әлі жоқ', undefined], ['1e999', undefined]])('change %s', (typed, number) => expect(changeOf(typed)).toBe(number))
})
