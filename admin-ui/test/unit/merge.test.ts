import { describe, expect, it } from 'vitest'
import { fieldsOf, type Fields } from '../../layers/news/app/utils/fields'
import { hunksOf } from '../../layers/news/app/utils/diff'
import { blockProposal, differences, merge, mergeBlocks } from '../../layers/news/app/utils/merge'

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
    const all = (word: string, n: number): Fields => ({
      title: word, slug: word, lead: word, body: text(word), rubricId: n, tagIds: [n], credits: [{ authorId: n, role: 'author' }], pictureId: n,
      seoTitle: word, seoDescription: word, seoKeywords: word, urgency: n === 1 ? 'urgent' : 'breaking', source: word, sourceUrl: word, location: word,
      embargoUntil: `2026-11-2${n}T00:00:00.000Z`
    })
    const [mine, theirs] = [all('a', 1), all('b', 2)]
    expect(differences(base, mine, theirs).map(d => d.field)).toEqual(Object.keys(mine))
  })
})

describe('two people change one text', () => {
  const doc = (...words: string[]) => ({ type: 'doc', content: words.flatMap(word => text(word).content) })
  const before = doc('бір', 'екі', 'үш', 'төрт', 'бес')
  const settle = (mine: ReturnType<typeof doc>, theirs: ReturnType<typeof doc>) => {
    const hunks = hunksOf(mine, theirs)
    const proposals = hunks.filter(hunk => !hunk.equal).map(hunk => blockProposal(before, hunk))
    return { proposals, body: mergeBlocks(hunks, proposals.map(p => p.side)) }
  }

  it('keeps both where they changed different paragraphs', () => {
    const { proposals, body } = settle(doc('бір', 'ЕКІ', 'үш', 'төрт', 'бес'), doc('бір', 'екі', 'үш', 'ТӨРТ', 'бес', 'алты'))
    expect(body).toEqual(doc('бір', 'ЕКІ', 'үш', 'ТӨРТ', 'бес', 'алты'))
    expect(proposals.some(p => p.contested)).toBe(false)
  })

  it('lets a deletion stand beside an untouched paragraph, whoever deleted', () => {
    expect(settle(doc('бір', 'үш', 'төрт', 'бес'), before).body).toEqual(doc('бір', 'үш', 'төрт', 'бес'))
    expect(settle(before, doc('бір', 'үш', 'төрт', 'бес')).body).toEqual(doc('бір', 'үш', 'төрт', 'бес'))
  })

  it('asks where both changed one paragraph, and takes the chosen', () => {
    const [mine, theirs] = [doc('бір', 'менікі', 'үш', 'төрт', 'бес'), doc('бір', 'олардікі', 'үш', 'төрт', 'бес')]
    expect(settle(mine, theirs).proposals).toEqual([{ side: 'mine', contested: true }])
    expect(mergeBlocks(hunksOf(mine, theirs), ['theirs'])).toEqual(theirs)
    expect(mergeBlocks(hunksOf(mine, theirs), ['mine'])).toEqual(mine)
  })

  it('never leaves a document without a block', () => {
    expect(mergeBlocks(hunksOf(doc(), doc('бір')), ['mine'])).toEqual({ type: 'doc', content: [{ type: 'paragraph' }] })
  })
})
