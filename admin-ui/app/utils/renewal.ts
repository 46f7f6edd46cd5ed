/** Sends one request. */
export type Send = (request: Request) => Promise<Response>

/** Tries to make the session good again; `since` is when the refused request was sent. */
export type Renew = (since: number) => Promise<boolean>

// Their 401 means a wrong password or code, or an ended session, not an old access token.
const sessionPaths = /\/session(\/(refresh|second-factor|passkey|passkey\/options))?$/

function concernsLogin(request: Request): boolean {
  return request.method === 'POST' && sessionPaths.test(new URL(request.url).pathname)
}

/**
 * A fetch that answers 401 by renewing the session and sending the request once more.
 * Requests that are refused while a renewal runs share it; one that was sent before
 * a renewal and is refused after it goes out again without a second one.
 */
export function renewingFetch(send: Send, renew: Renew, now: () => number = Date.now): Send {
  let renewals = 0
  const renewOnce = sharing(async (since: number) => {
    const good = await renew(since)
    if (good) renewals++
    return good
  })
  return async (request) => {
    const again = request.clone()
    const [sentAt, before] = [now(), renewals]
    const response = await send(request)
    if (response.status !== 401 || concernsLogin(request)) return response
    const good = renewals > before || await renewOnce(sentAt)
    return good ? send(again) : response
  }
}

/** Callers that come while it runs share its outcome. */
export function sharing<A, T>(run: (argument: A) => Promise<T>): (argument: A) => Promise<T> {
  let running: Promise<T> | undefined
  return (argument) => {
    running ??= run(argument).finally(() => { running = undefined })
    return running
  }
}
