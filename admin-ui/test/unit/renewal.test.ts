import { describe, expect, it } from 'vitest'
import { renewingFetch } from '../../app/utils/renewal'

const at = (path: string, method = 'GET', body?: string) => new Request(`http://panel.test/api/admin/v1${path}`, { method, body })

/** A server that refuses until the session is renewed. */
function server() {
  const state = { good: false, seen: [] as string[], refreshes: 0 }
  const send = async (request: Request) => {
    const text = await request.text()
    state.seen.push(`${request.method} ${new URL(request.url).pathname.replace('/api/admin/v1', '')} ${text}`.trim())
    return new Response(null, { status: state.good ? 200 : 401 })
  }
  const renew = async () => {
    state.refreshes++
    await new Promise(resolve => setTimeout(resolve, 5))
    state.good = true
    return true
  }
  return { state, send, renew }
}

describe('a fetch that renews the session', () => {
  it('sends the refused request once more, with its body', async () => {
    const { state, send, renew } = server()
    const response = await renewingFetch(send, renew)(at('/news/7', 'PUT', '{"title":"Жаңа"}'))
    expect(response.status).toBe(200)
    expect(state.seen).toEqual(['PUT /news/7 {"title":"Жаңа"}', 'PUT /news/7 {"title":"Жаңа"}'])
  })

  it('renews once for requests that are refused together', async () => {
    const { state, send, renew } = server()
    const fetch = renewingFetch(send, renew)
    const all = await Promise.all([fetch(at('/news')), fetch(at('/tags')), fetch(at('/rubrics'))])
    expect(all.map(r => r.status)).toEqual([200, 200, 200])
    expect(state.refreshes).toBe(1)
  })

  it('does not renew again for one that was sent before and refused after', async () => {
    const { state, renew } = server()
    let late!: () => void
    const held = new Promise<void>((resolve) => { late = resolve })
    const slow = new Set(['/api/admin/v1/slow'])
    const fetch = renewingFetch(async (request) => {
      const was = state.good
      if (slow.delete(new URL(request.url).pathname)) await held
      return new Response(null, { status: was ? 200 : 401 })
    }, renew)
    const behind = fetch(at('/slow'))
    await fetch(at('/quick'))
    late()
    expect((await behind).status).toBe(200)
    expect(state.refreshes).toBe(1)
  })

  it('renews anew when the session ends a second time', async () => {
    const { state, send, renew } = server()
    const fetch = renewingFetch(send, renew)
    await fetch(at('/news'))
    state.good = false
    expect((await fetch(at('/news'))).status).toBe(200)
    expect(state.refreshes).toBe(2)
  })

  it('hands the refusal on when the session can not be renewed', async () => {
    const { state, send } = server()
    const response = await renewingFetch(send, async () => false)(at('/news'))
    expect(response.status).toBe(401)
    expect(state.seen).toHaveLength(1)
  })

  it.each(['/session', '/session/refresh', '/session/second-factor', '/session/passkey', '/session/passkey/options'])('leaves a refused POST %s alone', async (path) => {
    const { state, send, renew } = server()
    expect((await renewingFetch(send, renew)(at(path, 'POST', '{}'))).status).toBe(401)
    expect(state.refreshes).toBe(0)
  })

  it('passes a broken renewal on as an error', async () => {
    const { send } = server()
    await expect(renewingFetch(send, () => Promise.reject(new Error('down')))(at('/news'))).rejects.toThrow('down')
  })
})
