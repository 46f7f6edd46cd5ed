import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import en from '../../layers/alerts/i18n/locales/en.json'
import kk from '../../layers/alerts/i18n/locales/kk.json'
import ru from '../../layers/alerts/i18n/locales/ru.json'
import { grouped } from '../../app/utils/grouped'
import { inTenths } from '../../app/utils/in-tenths'
import { needsSecondPerson } from '../../app/utils/problem'
import { alertFacts, alertMeasure, alertObject, alertPlace } from '../../layers/alerts/app/utils/alert-facts'
import { readAlertFilters } from '../../layers/alerts/app/utils/alert-filters'
import { findingDetail } from '../../layers/integrity/app/utils/finding-detail'

const told = (rule: string, details: Record<string, unknown>, subject: { subjectType: 'user' | 'address' | 'system', subjectId: string } = { subjectType: 'user', subjectId: '3' }) => ({ rule, details, ...subject })
const days = { firstAt: '2026-11-28T18:59:00Z', lastAt: '2026-11-28T19:01:00Z' }

describe('the alerts', () => {
  it('take from an address what makes sense', () => {
    expect(readAlertFilters({ state: 'acknowledged', severity: 'critical', rule: 'mass_delete' })).toEqual({ state: 'acknowledged', severity: 'critical', rule: 'mass_delete' })
    expect(readAlertFilters({ state: 'open', severity: 'loud', rule: '../x' })).toEqual({ state: undefined, severity: undefined, rule: undefined })
  })
  it('show what a rule saw, each thing once', () => {
    expect(alertFacts(told('mass_delete', { about: ['article 12', 'tag 4'], address: '10.0.0.1', entry: 7, seen: 2 }))).toEqual([
      { name: 'objects', values: ['article 12', 'tag 4'] }, { name: 'address', values: ['10.0.0.1'] }
    ])
    expect(alertFacts(told('night_login', { about: ['10.0.0.1'], address: '10.0.0.1' }))).toEqual([{ name: 'addresses', values: ['10.0.0.1'] }])
    expect(alertFacts(told('robot_404_scan', { path: '/wp', userAgent: '<b>', threshold: 30 }, { subjectType: 'address', subjectId: '::1' }))).toEqual([
      { name: 'path', values: ['/wp'] }, { name: 'userAgent', values: ['<b>'] }
    ])
    expect(alertFacts({ ...told('token_flood', { about: [' '], address: '::1' }), subjectId: '::1' })).toEqual([])
    expect(alertFacts({ ...told('mass_delete', {}), details: null as never })).toEqual([])
    expect(alertObject('role night editor')).toEqual({ type: 'role', id: 'night editor' })
  })
  it('tell from how many on a rule speaks, where it counts', () => {
    expect(alertMeasure(told('mass_delete', { threshold: 20, windowSeconds: 600 }))).toEqual({ threshold: 20, seconds: 600 })
    expect(alertMeasure(told('rights_change', { about: [] }))).toBeUndefined()
  })
  it('lead to the journal of their days, or to where the content is', () => {
    expect(alertPlace({ ...told('mass_delete', {}), ...days })).toEqual({ path: '/journal', query: { action: undefined, from: '2026-11-28', until: '2026-11-29', actor: '3' } })
    expect(alertPlace({ ...told('account_attacked', {}), ...days })?.query).toMatchObject({ objectType: 'user', objectId: '3', action: 'accounts.refuse_login' })
    expect(alertPlace({ ...told('login_spray', { address: '10.0.0.1' }, { subjectType: 'address', subjectId: '10.0.0.1' }), ...days })?.query).toMatchObject({ address: '10.0.0.1' })
    expect(alertPlace({ ...told('integrity_finding', {}), ...days })?.path).toBe('/integrity')
    expect(alertPlace({ ...told('robot_scraping', {}), ...days })).toBeUndefined()
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

describe('a finding', () => {
  it('keeps what differs apart from since when it is past', () => {
    expect(findingDetail('sha256 ab → cd; ✓ 2026-11-28T16:00:00Z')).toEqual({ technical: 'sha256 ab → cd', soundAt: '2026-11-28T16:00:00Z' })
    expect(findingDetail('; ✓ 2026-11-28T16:00:00Z')).toEqual({ technical: '', soundAt: '2026-11-28T16:00:00Z' })
    expect(findingDetail('version 3 → 2')).toEqual({ technical: 'version 3 → 2' })
    expect(findingDetail('a ✓ tick')).toEqual({ technical: 'a ✓ tick' })
    expect(findingDetail()).toEqual({ technical: '' })
  })
})

describe('whole numbers', () => {
  it('have a tenth only where there is one, after the sign of the language', () => {
    expect(['kk', 'ru', 'en'].map(language => inTenths(2684, language))).toEqual(['268,4', '268,4', '268.4'])
    expect(inTenths(2680, 'ru')).toBe('268')
  })
  it('are grouped as the language does', () => {
    expect(['kk', 'ru', 'en'].map(language => grouped(1234567, language))).toEqual(['1\u00A0234\u00A0567', '1\u00A0234\u00A0567', '1,234,567'])
    expect([0, 12, 999, 1000].map(n => grouped(n, 'en'))).toEqual(['0', '12', '999', '1,000'])
  })
})

describe('a bulk step', () => {
  it('knows when a second person is asked for', () => {
    expect(needsSecondPerson({ code: 'approvals.second_person_needed' })).toBe(true)
    expect(needsSecondPerson({ code: 'news.forbidden_step' })).toBe(false)
    expect(needsSecondPerson(undefined)).toBe(false)
  })
})
