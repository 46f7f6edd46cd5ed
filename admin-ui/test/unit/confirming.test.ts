import { describe, expect, it } from 'vitest'
import { confirmingFetch, UNCONFIRMED } from '../../app/utils/confirming'

const at = (path: string, method = 'DELETE', body?: string) => new Request(`http://panel.test/api/admin/v1${path}`, { method, body })
const refusal = (code: string, status = 403) => Response.json({ type: `urn:baq:problem:${code}`, title: 'no', status, code }, { status })

/** A server that asks for a proof before it does anything, and a person who gives one or does not. */
function newsroom(gives = true) {
  const state = { proved: false, asked: 0, seen: [] as string[] }
  const send = async (request: Request) => {
    state.seen.push(`${request.method} ${new URL(request.url).pathname.replace('/api/admin/v1', '')} ${await request.text()}`.trim())
    return state.proved ? new Response(null, { status: 204 }) : refusal('access.confirm')
  }
  const confirm = async () => {
    state.asked++
    await new Promise(resolve => setTimeout(resolve, 5))
    state.proved = gives
    return gives
  }
  return { state, fetch: confirmingFetch(send, confirm) }
}

describe('a fetch that has people prove who they are', () => {
  it('sends the refused request once more after the proof, with its body', async () => {
    const { state, fetch } = newsroom()
    expect((await fetch(at('/users', 'POST', '{"name":"Әсем"}'))).status).toBe(204)
    expect(state.seen).toEqual(['POST /users {"name":"Әсем"}', 'POST /users {"name":"Әсем"}'])
  })

  it('asks once for requests that are refused together, and sends each once more', async () => {
    const { state, fetch } = newsroom()
    const all = await Promise.all(['/a', '/b', '/c'].map(path => fetch(at(path))))
    expect(all.map(r => r.status)).toEqual([204, 204, 204])
    expect(state.asked).toBe(1)
    expect(state.seen.slice(3).sort()).toEqual(['DELETE /a', 'DELETE /b', 'DELETE /c'])
    expect(state.seen).toHaveLength(6)
  })

  it('gives up quietly, and for all alike, when nobody proves it', async () => {
    const { state, fetch } = newsroom(false)
    const all = await Promise.all([fetch(at('/a')), fetch(at('/b'))])
    for (const response of all) {
      expect(response.status).toBe(403)
      expect((await response.json()).code).toBe(UNCONFIRMED)
    }
    expect(state.asked).toBe(1)
    expect(state.seen).toHaveLength(2)
    await fetch(at('/a'))
    expect(state.asked, 'the next attempt asks again').toBe(2)
  })

  it('does not ask again for one that was sent before the proof and refused after it', async () => {
    const { state, fetch: quick } = newsroom()
    let late!: () => void
    const held = new Promise<void>((resolve) => { late = resolve })
    const fetch = confirmingFetch(async (request) => {
      const was = state.proved
      if (request.url.endsWith('/slow') && !was) await held
      return was ? new Response(null, { status: 204 }) : refusal('access.confirm')
    }, async () => { state.asked++; return state.proved = true })
    const slow = fetch(at('/slow'))
    await fetch(at('/quick'))
    late()
    expect((await slow).status).toBe(204)
    expect(state.asked).toBe(1)
    expect((await quick(at('/other'))).status).toBe(204)
  })

  it('asks no second time where the proof was not enough', async () => {
    let asked = 0
    const fetch = confirmingFetch(async () => refusal('access.confirm'), async () => { asked++; return true })
    expect((await (await fetch(at('/a'))).json()).code).toBe('access.confirm')
    expect(asked).toBe(1)
  })

  it.each([refusal('access.forbidden'), new Response('<h1>403</h1>', { status: 403 }), refusal('access.confirm', 409), new Response(null, { status: 403 })])('leaves other refusals alone, readable still', async (response) => {
    let asked = 0
    const got = await confirmingFetch(async () => response, async () => { asked++; return true })(at('/a'))
    expect(got).toBe(response)
    expect(got.bodyUsed).toBe(false)
    expect(asked).toBe(0)
  })
})
