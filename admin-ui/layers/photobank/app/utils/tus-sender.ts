import type { DetailedError, UploadOptions } from 'tus-js-client'
import { toProblem, UNREACHABLE } from '../../../../app/utils/problem'
import { tusStack } from '../../../../app/utils/tus-stack'
import type { Renew } from '../../../../app/utils/renewal'
import { heldUploads, holdUpload } from './upload-locks'
import type { Upload } from './upload-states'
import type { SendEvents, Sending } from './upload-world'

/** A broken line is tried again after these ms; then the upload stalls until it is back. */
const retryDelays = [0, 1000, 3000, 5000]
const keptFor = 2 * 24 * 3600 * 1000 // ms; the server drops an upload that gets no byte for a day

/**
 * Sends a file by the tus protocol 1.0.0, in parts that the server takes. Which upload belongs to
 * which file is remembered in the browser, so that a file chosen again after a reload goes on
 * where it was. The library comes with the first file.
 */
export async function sendByTus(upload: Upload, events: SendEvents, world: { endpoint: string, chunkSize: number, renew: Renew }): Promise<Sending> {
  const { Upload: Tus, defaultOptions } = await import('tus-js-client')
  let release = () => {}
  const begun = (id: string) => {
    release()
    release = holdUpload(id)
    events.begun(id)
  }
  const tus = new Tus(upload.file!, {
    endpoint: world.endpoint,
    uploadUrl: upload.id ? `${world.endpoint}/${upload.id}` : undefined,
    chunkSize: world.chunkSize,
    retryDelays,
    metadata: { filename: upload.name },
    httpStack: tusStack(world.renew),
    removeFingerprintOnSuccess: true,
    onShouldRetry: error => isPassing(statusOf(error)),
    onUploadUrlAvailable: () => begun(idIn(tus.url)),
    onProgress: bytes => events.sent(bytes),
    onSuccess: () => { release(); events.finished() },
    onError: (error) => { release(); refused(error as DetailedError, events) }
  })
  await forgetOld(defaultOptions)
  if (!upload.id) {
    const held = await heldUploads()
    const known = (await tus.findPreviousUploads()).filter(({ uploadUrl }) => !held.has(idIn(uploadUrl))).sort(byAge).at(-1)
    if (known) tus.resumeFromPreviousUpload(known)
  }
  tus.start()
  return { pause: () => { release(); void tus.abort() }, giveUp: () => { release(); return tus.abort(true) } }
}

const byAge = (a: { creationTime: string }, b: { creationTime: string }) => Date.parse(a.creationTime) - Date.parse(b.creationTime)

const idIn = (url: string | null) => url?.split('/').at(-1) ?? ''

const statusOf = (error: DetailedError) => error.originalResponse?.getStatus() ?? 0

/** Whether the same may succeed later: no line, a server that cannot just now, or bytes that came twice. */
const isPassing = (status: number) => status === 0 || status >= 500 || [409, 423, 429].includes(status)

function refused(error: DetailedError, events: SendEvents): void {
  const status = statusOf(error)
  const problem = toProblem(bodyOf(error), status || 503)
  if (isPassing(status)) events.stalled(status ? problem : { ...problem, code: UNREACHABLE })
  else events.failed(problem)
}

function bodyOf(error: DetailedError): unknown {
  try {
    return JSON.parse(error.originalResponse?.getBody() ?? '')
  } catch {
    return undefined
  }
}

/** Uploads that the server has dropped long since need no memory in the browser. */
async function forgetOld({ urlStorage }: Pick<UploadOptions, 'urlStorage'>): Promise<void> {
  const old = (await urlStorage?.findAllUploads() ?? []).filter(({ creationTime }) => Date.parse(creationTime) < Date.now() - keptFor)
  for (const { urlStorageKey } of old) await urlStorage?.removeUpload(urlStorageKey)
}
