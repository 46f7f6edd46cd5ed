import { describe, expect, it } from 'vitest'
import { dayBegins, doubtfulOffset } from '../../app/utils/almaty-days'
import { offeredSteps, plannedTasks } from '../../layers/news/app/utils/bulk'
import { byDate, datesOf, monthOf, movable, movedSchedule, readDate, spanOf, turned, weekOf } from '../../layers/news/app/utils/calendar'
import { readFilters, sameFilters, writeFilters } from '../../layers/news/app/utils/filters'
import { chosenAfter } from '../../layers/news/app/utils/selection'
import { articleStates } from '../../layers/news/app/utils/states'

describe('the days of Almaty', () => {
  it('say which hour is meant where it was gone through twice', () => {
    expect(doubtfulOffset('2026-11-21T09:32:00Z')).toBe('')
    expect(doubtfulOffset('2024-02-29T17:30:00Z')).toBe('UTC+6')
    expect(doubtfulOffset('2024-02-29T18:30:00Z')).toBe('UTC+5')
  })

  it('begin each day once, whatever its length', () => {
    const hours = (date: string, next: string) => (dayBegins(next) - dayBegins(date)) / 3_600_000
    expect(hours('2024-02-28', '2024-02-29')).toBe(24)
    expect(hours('2024-02-29', '2024-03-01')).toBe(25)
    expect(hours('2004-03-28', '2004-03-29')).toBe(23)
  })

  it('begin a day whose midnight was left out', () => {
    // The first of April 1981 began at one o'clock: decree time and summer time came together.
    expect(dayBegins('1981-04-01')).toBe(Date.parse('1981-03-31T18:00:00Z'))
  })
})

describe('the calendar', () => {
  it('shows weeks from Monday', () => {
    expect(weekOf('2026-11-29')).toEqual(['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29'])
    expect(weekOf('2026-11-23')[0]).toBe('2026-11-23')
  })

  it('shows months in whole weeks', () => {
    expect([monthOf('2026-11-15')[0], monthOf('2026-11-15').at(-1), monthOf('2026-11-15').length]).toEqual(['2026-10-26', '2026-12-06', 42])
    expect(monthOf('2027-02-10').length).toBe(28)
    expect(monthOf('2024-02-29')).toContain('2024-03-03')
  })

  it('turns to the next and the one before, across years and short months', () => {
    expect(turned('month', '2026-12-31', 1)).toBe('2027-01-01')
    expect(turned('month', '2027-01-31', -1)).toBe('2026-12-01')
    expect(turned('week', '2024-02-26', 1)).toBe('2024-03-04')
  })

  it('asks for the days of Almaty, also where the clocks changed between', () => {
    expect(spanOf(datesOf('week', '2024-02-29'))).toEqual({ from: '2024-02-25T18:00:00.000Z', until: '2024-03-03T19:00:00.000Z' })
  })

  it('puts what is planned onto Almaty\'s dates, in order', () => {
    const at = (time: string) => ({ at: time, what: 'publish' as const, article: {} as never })
    const days = byDate([at('2024-02-29T19:00:00Z'), at('2024-02-29T18:30:00Z'), at('2024-02-29T17:30:00Z')])
    expect([...days].map(([date, items]) => [date, items.map(i => i.at)])).toEqual([
      ['2024-02-29', ['2024-02-29T17:30:00Z', '2024-02-29T18:30:00Z']], ['2024-03-01', ['2024-02-29T19:00:00Z']]
    ])
  })

  it.each([['2026-11-21', '2026-11-21'], ['2026-02-30', undefined], ['1999-01-01', undefined], ['<b>', undefined], [['2026-11-21'], undefined]])(
    'reads the date %s', (text, date) => expect(readDate(text)).toBe(date))
})

describe('moving what is planned', () => {
  const [from, until, at] = ['2026-11-21T09:00:00Z', '2026-11-23T09:00:00Z', '2026-11-22T09:00:00Z']
  const item = (what: string, publishAt: string | null, ...steps: string[]) => ({ what, at, article: { publishAt, unpublishAt: until, steps } }) as never

  it('leaves the other time where it is', () => {
    expect(movedSchedule(item('publish', from), at)).toEqual({ publishAt: at, unpublishAt: until })
    expect(movedSchedule(item('unpublish', from), at)).toEqual({ publishAt: from, unpublishAt: at })
    expect(movedSchedule(item('unpublish', null), at)).toEqual({ publishAt: null, unpublishAt: at })
  })

  it('is for those who may schedule, and not for embargoes', () => {
    expect(movable(item('publish', from, 'schedule'))).toBe(true)
    expect(movable(item('publish', from, 'save'))).toBe(false)
    expect(movable(item('embargo', null, 'schedule'))).toBe(false)
  })
})

describe('choosing rows', () => {
  const shown = [5, 3, 9, 7]
  it('changes one, or all from the last one on', () => {
    expect([...chosenAfter(new Set(), shown, 3)]).toEqual([3])
    expect([...chosenAfter(new Set([3]), shown, 7, 3)]).toEqual([3, 9, 7])
    expect([...chosenAfter(new Set([5, 3, 9]), shown, 5, 9)]).toEqual([])
  })

  it('forgets an anchor that is no longer shown', () => expect([...chosenAfter(new Set(), shown, 9, 100)]).toEqual([9]))
})

describe('many at once', () => {
  const article = (id: number, state: string, ...steps: string[]) => ({ id, state, steps, version: id }) as never
  const chosen = [article(1, 'draft', 'save', 'submit', 'trash'), article(2, 'ready', 'publish', 'schedule'), article(3, 'published', 'schedule', 'kill'), article(4, 'ready', 'publish', 'schedule')]

  it('offers only steps that each may take alone, with their number', () => {
    expect(offeredSteps(chosen)).toEqual([{ step: 'submit', count: 1 }, { step: 'schedule', count: 2 }, { step: 'publish', count: 2 }, { step: 'trash', count: 1 }])
    expect(offeredSteps([])).toEqual([])
  })

  it('spaces the times, and skips those that may not', () => {
    const tasks = plannedTasks(chosen, 'schedule', Date.parse('2026-11-21T09:00:00Z'), 15)
    expect(tasks.map(task => [task.article.id, task.publishAt])).toEqual([[2, '2026-11-21T09:00:00.000Z'], [4, '2026-11-21T09:15:00.000Z']])
  })
})

describe('the filters of the workflow', () => {
  it('know every state, urgency and what is behind', () => {
    for (const state of articleStates) expect(readFilters({ state }).state).toBe(state)
    const query = { state: 'in_review', urgency: 'breaking', behind: 'true' }
    expect(writeFilters(readFilters(query))).toEqual(query)
    expect(writeFilters(readFilters({ urgency: 'panic', behind: 'perhaps', state: 'toString' }))).toEqual({})
  })

  it('are the same in any order', () => {
    expect(sameFilters({ state: 'draft', mine: true }, { mine: true, language: undefined, state: 'draft' })).toBe(true)
    expect(sameFilters({ state: 'draft' }, { state: 'draft', mine: true })).toBe(false)
  })
})
