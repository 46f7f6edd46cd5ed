import { describe, expect, it } from 'vitest'
import type { components } from '../../contract/admin'
import { isLive, otherSteps, primaryStep, stepLooks } from '../../layers/news/app/utils/steps'
import { mend, placeOf, signature, without } from '../../layers/news/app/utils/findings'

type Step = components['schemas']['ArticleStep']
const all = Object.keys(stepLooks) as Step[]
const states = ['draft', 'in_review', 'ready', 'scheduled', 'published', 'corrected', 'unpublished', 'killed', 'trashed'] as const

describe('the steps of an article', () => {
  it('lead on by one button: what is allowed and furthest along', () => {
    expect(states.map(state => primaryStep(state, all))).toEqual(['publish', 'approve', 'publish', 'publish', 'save', 'save', 'publish', undefined, 'restore'])
    expect(primaryStep('draft', ['save', 'submit'])).toBe('submit')
    expect(primaryStep('in_review', ['save', 'return'])).toBeUndefined()
    expect(primaryStep('published', [])).toBeUndefined()
  })

  it('are all within reach, and nothing that is not allowed', () => {
    for (const state of states) {
      for (const allowed of [all, ['save', 'submit'] as Step[], []]) {
        const offered = [primaryStep(state, allowed), ...otherSteps(state, allowed).flat()].filter(Boolean)
        expect(offered.every(step => allowed.includes(step!))).toBe(true)
        expect(new Set([...offered, 'save'])).toEqual(new Set([...allowed, 'save']))
        expect(new Set(offered).size).toBe(offered.length)
      }
    }
  })

  it('know what readers see', () => expect(states.filter(isLive)).toEqual(['published', 'corrected']))
})

const finding = (text: string, start: number, suggestion: string, field: 'title' | 'lead' | 'body' = 'title') => ({ field, block: 0, start, end: start + text.length, code: 'x', text, suggestion })

describe('what the text check found', () => {
  it('is mended where it stands, or where it has moved to', () => {
    expect(mend('Бір  екі', finding('  ', 3, ' '))).toBe('Бір екі')
    expect(mend('Ал, бір  екі', finding('  ', 3, ' '))).toBe('Ал, бір екі')
    expect(mend('мен, мен, мен', finding('мен', 10, 'сен'))).toBe('мен, мен, сен')
    expect(mend('Басқа мәтін', finding('жоқ', 3, 'бар'))).toBe('Басқа мәтін')
  })

  it('takes the nearest of two', () => {
    expect(placeOf('аа б аа', finding('аа', 4, ''))).toBe(5)
    expect(placeOf('аа ббб', finding('аа', 4, ''))).toBe(0)
    expect(placeOf('', finding('аа', 4, ''))).toBe(-1)
  })

  it('moves with what was mended before it', () => {
    const [first, second, other] = [finding('  ', 3, ' '), finding('"', 9, '«'), finding('"', 9, '«', 'lead')]
    expect(without([first, second, other], first)).toEqual([{ ...second, start: 8, end: 9 }, other])
  })

  it('is the same to somebody who passes it over, wherever it stands', () => {
    expect(signature(finding('а', 1, ''))).toBe(signature(finding('а', 90, 'б')))
    expect(signature(finding('а', 1, ''))).not.toBe(signature(finding('а', 1, '', 'lead')))
  })
})
