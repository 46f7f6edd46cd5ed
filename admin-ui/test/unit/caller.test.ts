import { describe, expect, it } from 'vitest'
import { Caller } from '../../app/utils/caller'

const browser = (headers: Record<string, string>) => new Caller(new Headers(headers))
const signed = (caller: Caller) => caller.sign(new Request('http://127.0.0.1:1/api/admin/v1/session')).headers

describe('the browser behind a render', () => {
  it('passes on its cookies, host and origin', () => {
    const headers = signed(browser({ 'cookie': 'baq_access=a; baq_refresh=r', 'host': 'rus.localhost:8080', 'x-forwarded-for': '10.1.2.3', 'user-agent': 'Firefox' }))
    expect(headers.get('cookie')).toBe('baq_access=a; baq_refresh=r')
    expect(headers.get('x-forwarded-host')).toBe('rus.localhost:8080')
    expect(headers.get('x-forwarded-for')).toBe('10.1.2.3')
    expect(headers.get('user-agent')).toBe('Firefox')
  })

  it('speaks with the new cookies after a refresh', () => {
    const caller = browser({ cookie: 'baq_access=old; theme=x; baq_refresh=old' })
    caller.take(['baq_access=new; Path=/; HttpOnly', 'baq_refresh=n=w==; Path=/; Max-Age=60'])
    expect(signed(caller).get('cookie')).toBe('baq_access=new; theme=x; baq_refresh=n=w==')
  })

  it('forgets cookies that are ended', () => {
    const caller = browser({ cookie: 'baq_access=a; baq_refresh=r' })
    caller.take(['baq_access=; Path=/; Max-Age=0', 'baq_refresh=x; max-age=0'])
    expect(signed(caller).get('cookie')).toBeNull()
  })

  it('sends no cookie header for a stranger', () => {
    expect(signed(browser({})).has('cookie')).toBe(false)
  })
})
