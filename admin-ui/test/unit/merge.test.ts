import { describe, expect, it } from 'vitest'
import { fieldsOf, type Fields } from '../../layers/news/app/utils/fields'
import { differences, merge } from '../../layers/news/app/utils/merge'

const text = (words: string) => ({ type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }] })
const base: Fields = { ...fieldsOf(null), title: 'Бюджет', lead: 'Бастауы', body: text('Бір'), tagIds: [1, 2], rubricId: 3 }

describe('two people change one article', () => {
  it('takes each side\'s own changes and asks for what both changed', () => {
    const mine = { ...base, title: 'Бюджет қабылданды', body: text('Екі'), tagIds: [1, 2, 5] }
    const theirs = { ...base, title: 'Бюджет бекітілді', lead: 'Жаңа бастауы' }
    expect(differences(base, mine, theirs)).toEqual([
      { field: 'title', contested: true, proposal: 'mine' },
      { field: 'lead', contested: false, proposal: 'theirs' },
      { field: 'body', contested: false, proposal: 'mine' },
      { field: 'tagIds', contested: false, proposal: 'mine' }
    ])
  })

  it('finds nothing where both wrote the same, whatever the order of keys', () => {
    const mine = { ...base, body: { content: [{ content: [{ text: 'Екі', type: 'text' }], type: 'paragraph' }], type: 'doc' } }
    expect(differences(base, mine, { ...base, body: text('Екі') })).toEqual([])
  })

  it('builds what was chosen upon their version', () => {
    const mine = { ...base, title: 'Менікі', lead: 'Менің лидім', rubricId: 9 }
    const theirs = { ...base, title: 'Олардікі', body: text('Олардың мәтіні'), rubricId: 8 }
    expect(merge(mine, theirs, { title: 'theirs', lead: 'mine', rubricId: 'mine', body: 'theirs' })).toEqual({
      ...base, title: 'Олардікі', lead: 'Менің лидім', body: text('Олардың мәтіні'), rubricId: 9
    })
  })

  it('loses no word: each differing field is offered', () => {
    const mine: Fields = { title: 'a', slug: 'a', lead: 'a', body: text('a'), rubricId: 1, tagIds: [1], authorIds: [1], pictureId: 1, seoTitle: 'a', seoDescription: 'a', seoKeywords: 'a' }
    const theirs: Fields = { title: 'b', slug: 'b', lead: 'b', body: text('b'), rubricId: 2, tagIds: [2], authorIds: [2], pictureId: 2, seoTitle: 'b', seoDescription: 'b', seoKeywords: 'b' }
    expect(differences(base, mine, theirs).map(d => d.field)).toEqual(Object.keys(mine))
  })
})
