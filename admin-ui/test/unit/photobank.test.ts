import { describe, expect, it } from 'vitest'
import { reactive } from 'vue'
import { nextTasks } from '../../app/utils/tasks'
import { bulkMost, bulkRequest, pictureTasks, settleTasks, writesOver } from '../../layers/photobank/app/utils/picture-bulk'
import { anchoredChoice, neighbourIn, noChoice, rangedChoice, toggledChoice, wholeChoice, type GridKey } from '../../layers/photobank/app/utils/picture-choice'
import { changedPictureFields, contestedFields, editsOf, mergedEdits } from '../../layers/photobank/app/utils/picture-edits'
import { filtersOfSelection, pictureFilterNames, pictureQuery, readPictureFilters, samePictureFilters, selectionOf, writePictureFilters } from '../../layers/photobank/app/utils/picture-filters'
import { pictureTitle, rowShare, splitWords, unchoosable, withWords } from '../../layers/photobank/app/utils/picture-words'

const all = {
  q: 'Есіл көпірі', author: 'Ә. Құнанбай', source: 'BAQ', keyword: 'көпір', person: 'Ғани', licence: '7', noLicence: 'false', rights: 'expiring',
  takenFrom: '2024-02-29', takenUntil: '2024-02-29', addedFrom: '2026-01-01', addedUntil: '2026-12-31', addedBy: '3', orientation: 'portrait',
  tone: 'blue', used: 'false', described: 'kk', undescribed: 'ru', collection: '12'
}

describe('the filters of the photobank', () => {
  it('come back from the address as they were written', () => {
    expect(Object.keys(all).sort()).toEqual([...pictureFilterNames].sort())
    expect(writePictureFilters(readPictureFilters(all))).toEqual(all)
  })

  it('leave out what makes no sense', () => {
    const hostile = {
      q: '  ', author: ['a', 'b'], licence: '-1', noLicence: '1', rights: 'toString', takenFrom: '2026-02-30', takenUntil: '<b>', addedBy: '1e3',
      orientation: 'round', tone: '__proto__', used: 'perhaps', described: 'kazakh', collection: '99999999999999999999', picture: '5', trashed: 'true'
    }
    expect(readPictureFilters(hostile as never)).toEqual({})
    expect(readPictureFilters({ q: 'ә'.repeat(500) }).q).toHaveLength(200)
  })

  it('keep "unused" apart from no filter', () => {
    expect(readPictureFilters({ used: 'false' })).toEqual({ used: false })
    expect(writePictureFilters({ used: false, noLicence: false })).toEqual({ used: 'false', noLicence: 'false' })
    expect(samePictureFilters({ used: false }, {})).toBe(false)
    expect(samePictureFilters({ tone: 'red', q: 'a' }, { q: 'a', tone: 'red', used: undefined })).toBe(true)
  })

  it('ask for whole days of Almaty, also for the one that had 25 hours', () => {
    const { takenFrom, takenUntil } = pictureQuery(readPictureFilters(all))
    expect([takenFrom, takenUntil]).toEqual(['2024-02-28T18:00:00.000Z', '2024-02-29T19:00:00.000Z'])
  })

  it('go into a saved selection and out of it again', () => {
    const filters = readPictureFilters(all)
    expect(selectionOf(filters)).toMatchObject({ used: 'false', licence: '7', takenUntil: '2024-02-29T19:00:00.000Z' })
    expect(filtersOfSelection(selectionOf(filters))).toEqual(filters)
    expect(filtersOfSelection({ takenFrom: '2026-11-21', rights: 'nonsense' })).toEqual({ takenFrom: '2026-11-21' })
  })
})

describe('choosing pictures', () => {
  const shown = [9, 7, 5, 3, 1]

  it('changes one, and keeps the others', () => {
    const two = toggledChoice(toggledChoice(noChoice, 7), 3)
    expect([...two.ids]).toEqual([7, 3])
    expect([...toggledChoice(two, 7).ids]).toEqual([3])
  })

  it('grows and shrinks a range around its anchor', () => {
    const begun = toggledChoice(noChoice, 5)
    const down = rangedChoice(begun, shown, 1)
    expect([...down.ids].sort()).toEqual([1, 3, 5])
    expect([...rangedChoice(down, shown, 9).ids].sort()).toEqual([5, 7, 9])
    expect([...rangedChoice(down, shown, 5).ids]).toEqual([5])
  })

  it('keeps what was chosen before the range', () => {
    const kept = toggledChoice(toggledChoice(noChoice, 1), 9)
    expect([...rangedChoice(kept, shown, 7).ids].sort()).toEqual([1, 7, 9])
  })

  it('begins a range at the picture itself where its anchor has left the list', () => {
    expect([...rangedChoice({ ...noChoice, anchor: 100 }, shown, 3).ids]).toEqual([3])
    expect(rangedChoice(noChoice, shown, 100)).toBe(noChoice)
    expect(anchoredChoice(noChoice, 7).anchor).toBe(7)
    expect(anchoredChoice({ ...noChoice, anchor: 9 }, 7).anchor).toBe(9)
    expect([...wholeChoice(shown).ids]).toEqual(shown)
  })
})

describe('going through the grid', () => {
  // Three rows: three wide ones, two, four narrow ones.
  const rows = [[100, 100, 100], [150, 150], [75, 75, 75, 75]]
  const places = rows.flatMap((widths, row) => widths.map((width, i) => ({ top: row * 80, height: 70, width, left: widths.slice(0, i).reduce((a, b) => a + b, 0) })))
  const go = (at: number, key: GridKey) => neighbourIn(places.length, at, key, i => places[i]!)

  it.each<[number, GridKey, number]>([
    [0, 'ArrowLeft', 0], [0, 'ArrowRight', 1], [2, 'ArrowRight', 3], [8, 'ArrowRight', 8], [0, 'ArrowUp', 0], [0, 'ArrowDown', 3], [2, 'ArrowDown', 4],
    [3, 'ArrowUp', 0], [8, 'ArrowUp', 4], [4, 'ArrowDown', 7], [8, 'ArrowDown', 8], [5, 'Home', 0], [1, 'End', 8], [0, 'PageDown', 5], [8, 'PageUp', 2]
  ])('from %i by %s to %i', (at, key, to) => expect(go(at, key)).toBe(to))

  it('has nowhere to go where there is nothing', () => expect(neighbourIn(0, 0, 'End', i => places[i]!)).toBe(-1))
})

describe('many pictures at once', () => {
  const pictures = Array.from({ length: 250 }, (_, i) => ({ id: i + 1, version: 3 })) as never[]

  it('go in chunks, refusals are kept, and a stop loses nothing', () => {
    const tasks = pictureTasks(pictures)
    const sizes: number[] = []
    for (let chunk = nextTasks(tasks, bulkMost); chunk.length; chunk = nextTasks(tasks, bulkMost)) {
      sizes.push(chunk.length)
      settleTasks(chunk, chunk.map(task => ({ id: task.picture.id, code: task.picture.id % 50 ? '' : 'photobank.in_use' })))
    }
    expect(sizes).toEqual([100, 100, 50])
    expect(tasks.filter(task => task.outcome === 'refused').map(task => task.picture.id)).toEqual([50, 100, 150, 200, 250])
    expect(tasks.filter(task => task.outcome === 'done')).toHaveLength(245)
  })

  it('let a picture wait again of which the answer says nothing', () => {
    const tasks = pictureTasks(pictures.slice(0, 2))
    settleTasks(tasks, [{ id: 2, code: '', picture: { id: 2, version: 4 } as never }])
    expect(tasks.map(task => [task.outcome, task.picture.version])).toEqual([['waiting', 3], ['done', 4]])
  })

  it('name versions only where they write over something', () => {
    expect(writesOver({ addKeywords: ['а'], removePersons: ['б'], collection: 1 })).toBe(false)
    expect(writesOver({ addKeywords: ['а'], author: '' })).toBe(true)
    const tasks = pictureTasks(pictures.slice(0, 1))
    expect(bulkRequest(tasks, { trash: true }).pictures).toEqual([{ id: 1, version: 3 }])
    expect(bulkRequest(tasks, { addPersons: ['Ә'] }).pictures).toEqual([{ id: 1 }])
  })
})

describe('two people at one picture', () => {
  const picture = {
    id: 1, version: 1, labels: { kk: { alt: 'Көпір', caption: '' } }, author: 'А', source: 'BAQ', licence: '', licenceId: null,
    rightsUntil: null, takenAt: null, place: '', keywords: ['көпір'], persons: []
  } as never
  const base = editsOf(picture)
  const edited = (part: object) => ({ ...structuredClone(base), ...part })

  it('edit a picture that a form holds, where Vue has made proxies of its parts', () => {
    expect(editsOf(reactive({ picture }).picture)).toEqual(base)
  })

  it('both keep what only one of them changed', () => {
    const [mine, theirs] = [edited({ labels: { ...base.labels, ru: { alt: 'Мост', caption: '' } } }), edited({ author: 'Б', labels: { kk: { alt: 'Көпір', caption: 'Есіл' } } })]
    expect(contestedFields(base, mine, theirs)).toEqual([])
    expect(mergedEdits(base, mine, theirs, {})).toEqual({ ...theirs, labels: { kk: { alt: 'Көпір', caption: 'Есіл' }, ru: { alt: 'Мост', caption: '' } } })
  })

  it('choose where both changed the same, unless they agree', () => {
    const [mine, theirs] = [edited({ author: 'В', place: 'Астана', keywords: ['мост'] }), edited({ author: 'Б', place: 'Астана', keywords: [] })]
    expect(contestedFields(base, mine, theirs)).toEqual(['author', 'keywords'])
    expect(mergedEdits(base, mine, theirs, { author: 'theirs', keywords: 'mine' })).toMatchObject({ author: 'Б', place: 'Астана', keywords: ['мост'] })
  })

  it('take a description away when it was emptied', () => {
    const mine = edited({ labels: {} })
    expect(changedPictureFields(base, mine)).toEqual(['labels.kk.alt'])
    expect(mergedEdits(base, mine, edited({ author: 'Б' }), {})).toMatchObject({ author: 'Б', labels: {} })
  })
})

describe('words of pictures', () => {
  it('are split, tidied and each there once', () => {
    expect(splitWords(' көпір, Есіл  өзені;\nкөпір ,, ')).toEqual(['көпір', 'Есіл өзені'])
    expect(withWords(['Көпір'], ['көпір', 'Әуежай', 'әуежай'])).toEqual(['Көпір', 'Әуежай'])
    expect(withWords([], Array.from({ length: 60 }, (_, i) => `${i}`))).toHaveLength(50)
  })

  it('name a picture by what is said of it', () => {
    expect(pictureTitle({ labels: { kk: { alt: 'Көпір' } }, fileName: 'DSC1.jpg' } as never, 'kk')).toBe('Көпір')
    expect(pictureTitle({ labels: {}, fileName: 'DSC1.jpg' } as never, 'kk')).toBe('DSC1.jpg')
  })

  it('say why a picture can not be chosen', () => {
    expect(unchoosable({ rights: 'expired', trashedAt: null } as never)).toBe('expired')
    expect(unchoosable({ rights: 'expired', trashedAt: '2026-11-21T00:00:00Z' } as never)).toBe('trashed')
    expect(unchoosable({ rights: 'expiring', trashedAt: null } as never)).toBeUndefined()
  })

  it('hold extreme shapes back', () => {
    expect([rowShare({ width: 3000, height: 2000 }), rowShare({ width: 9000, height: 10 }), rowShare({ width: 1, height: 900 }), rowShare({ width: 5, height: 0 })]).toEqual([1.5, 2.4, 0.6, 2.4])
  })
})
