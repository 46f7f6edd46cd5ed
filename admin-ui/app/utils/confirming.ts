import { sharing, type Send } from './renewal'

/** Has whoever is at the keyboard prove who it is; false when they would rather not. */
export type Confirm = () => Promise<boolean>

/** The panel's own code for a call that was given up because nobody proved who it is. */
export const UNCONFIRMED = 'panel.unconfirmed'

/**
 * A fetch that answers 403 `access.confirm` by asking for a proof and sending the request
 * once more. Requests that are refused while the question is open share its answer; one
 * that was sent before a proof and is refused after it goes out again without a question.
 */
export function confirmingFetch(send: Send, confirm: Confirm): Send {
  let proofs = 0
  const confirmOnce = sharing(async () => {
    const proved = await confirm()
    if (proved) proofs++
    return proved
  })
  return async (request) => {
    const again = request.clone()
    const before = proofs
    const response = await send(request)
    if (!await wantsProof(response)) return response
    const proved = proofs > before || await confirmOnce(undefined)
    return proved ? send(again) : unconfirmed()
  }
}

async function wantsProof(response: Response): Promise<boolean> {
  if (response.status !== 403) return false
  const body: unknown = await response.clone().json().catch(() => undefined)
  return (body as { code?: unknown } | undefined)?.code === 'access.confirm'
}

function unconfirmed(): Response {
  return Response.json({ type: 'about:blank', title: '', status: 403, code: UNCONFIRMED }, { status: 403 })
}
