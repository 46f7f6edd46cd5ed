import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import en from '../../layers/alerts/i18n/locales/en.json'
import kk from '../../layers/alerts/i18n/locales/kk.json'
import ru from '../../layers/alerts/i18n/locales/ru.json'
import { alertDetails, readAlertFilters } from '../../layers/alerts/app/utils/alert-filters'
import { needsSecondPerson } from '../../layers/news/app/utils/bulk'

describe('the alerts', () => {
  it('take from an address what makes sense', () => {
    expect(readAlertFilters({ state: 'acknowledged', severity: 'critical', rule: 'mass_delete' })).toEqual({ state: 'acknowledged', severity: 'critical', rule: 'mass_delete' })
    expect(readAlertFilters({ state: 'open', severity: 'loud', rule: '../x' })).toEqual({ state: undefined, severity: undefined, rule: undefined })
  })
  it('show what a rule saw, cut to what a person reads', () => {
    expect(alertDetails(null)).toEqual([])
    expect(alertDetails({ about: Array.from({ length: 14 }, (_, i) => `№${i}`), entry: 7, nested: { a: 1 } })).toEqual([
      { name: 'about', text: '№0, №1, №2, №3, №4, №5, №6, №7, №8, №9 … (+4)' }, { name: 'entry', text: '7' }
    ])
  })
  it('have words for every rule of the server, in all languages', () => {
    const source = execFileSync('grep', ['-hoE', '^\\s+[A-Z][A-Za-z0-9]+ += "[a-z0-9_]+"', resolve(import.meta.dirname, '../../../api/internal/features/alerts/rule.go')], { encoding: 'utf8' })
    const keys = [...source.matchAll(/"([a-z0-9_]+)"/g)].map(m => m[1]!)
    expect(keys.length).toBeGreaterThan(15)
    for (const { alerts } of [kk, ru, en]) {
      expect(keys.filter(key => !(alerts.rule as Record<string, string>)[key] || !(alerts.meaning as Record<string, string>)[key])).toEqual([])
    }
  })
})

describe('a bulk step', () => {
  it('knows when a second person is asked for', () => {
    expect(needsSecondPerson({ code: 'approvals.second_person_needed' })).toBe(true)
    expect(needsSecondPerson({ code: 'news.forbidden_step' })).toBe(false)
    expect(needsSecondPerson(undefined)).toBe(false)
  })
})
