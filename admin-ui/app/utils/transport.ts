import type { NuxtApp } from '#app'
import type { Confirm } from './confirming'
import type { Renew, Send } from './renewal'

/** How requests leave: from the browser to its own origin, from the server to the internal one. */
export interface Transport {
  origin: string
  send: Send
  /** Makes the session good again, asking somebody if need be. */
  renew: Renew
  /** The same without asking anybody. */
  refresh: Renew
  /** Asks for the proof that some operations need; where nobody can be asked they stay refused. */
  confirm?: Confirm
}

/** Where the admin API lies, on the panel's own origin. */
export const apiBase = '/api/admin/v1'

const renewedKey = 'baq-session-renewed'

/** The browser's: cookies go along by themselves; a session that has ended asks for a login. */
export function browserTransport(nuxtApp: NuxtApp): Transport {
  const post = () => fetch(`${apiBase}/session/refresh`, { method: 'POST', credentials: 'same-origin' })
  const refresh: Renew = since => refreshAcrossTabs(post, since)
  return {
    origin: '',
    send: request => fetch(request),
    renew: async since => await refresh(since) || await nuxtApp.$relogin.ask(),
    refresh,
    confirm: () => nuxtApp.$confirmation.ask()
  }
}

// A refresh token works once, so the tabs of a browser take turns, and the second takes the first's result.
async function refreshAcrossTabs(refresh: () => Promise<Response>, since: number): Promise<boolean> {
  const turn = async () => {
    if (Number(localStorage.getItem(renewedKey)) > since) return true
    const response = await refresh()
    if (response.status >= 500) throw new Error('the server failed to refresh the session')
    if (response.ok) localStorage.setItem(renewedKey, String(Date.now()))
    return response.ok
  }
  return navigator.locks ? navigator.locks.request('baq-session', turn) : turn()
}

/** The server's: speaks for the browser whose page it renders, and hands new cookies back to it. */
export function serverTransport(nuxtApp: NuxtApp): Transport {
  const event = nuxtApp.ssrContext!.event
  const origin = useRuntimeConfig(event).apiOrigin
  const caller = new Caller(event.headers)
  const send: Send = request => fetch(caller.sign(request))
  const renew: Renew = async () => {
    const response = await send(new Request(`${origin}${apiBase}/session/refresh`, { method: 'POST' }))
    const cookies = response.headers.getSetCookie()
    caller.take(cookies)
    for (const cookie of cookies) event.node.res.appendHeader('set-cookie', cookie)
    return response.ok
  }
  return { origin, send, renew, refresh: renew }
}
