/**
 * How a file on its way stands: it waits for its turn, its bytes travel, somebody paused it, the
 * line broke and it goes on by itself, the server makes its picture, it waits for the malware
 * scanner, it is in the photobank, or it was refused.
 */
export type UploadState = 'queued' | 'sending' | 'paused' | 'stalled' | 'making' | 'quarantined' | 'done' | 'failed'

/** One file on its way to the photobank. */
export interface Upload {
  /** Of this browser's queue. */
  readonly key: number
  readonly name: string
  readonly bytes: number
  /** What is sent; none of one that was sent elsewhere. */
  file?: File
  /** The server has all of it. */
  whole?: boolean
  /** The server's name for it, once it has begun. */
  id?: string
  /** Bytes that have left; the server may have a few less. */
  sent: number
  state: UploadState
  problem?: Problem
  /** When done. */
  picture?: Schemas['Picture']
  /** The picture was there before. */
  known?: boolean
  /** How many other pictures look like it. */
  similar?: number
}

type OnServer = Schemas['Upload']

/** Whether leaving the page would break it off. */
export const isTravelling = ({ state }: Pick<Upload, 'state'>) => state === 'queued' || state === 'sending' || state === 'stalled'

/** Whether something is still to come of it by itself. */
export const isUnderWay = (upload: Pick<Upload, 'state'>) => isTravelling(upload) || upload.state === 'making'

/** Whether it can be paused, gone on with, or given up. */
export const canPause = isTravelling
export const canGoOn = ({ state }: Pick<Upload, 'state'>) => state === 'paused' || state === 'stalled'
export const canGiveUp = (upload: Pick<Upload, 'state'>) => isTravelling(upload) || upload.state === 'paused'

// What the server says of a file itself; it says the same of the same bytes again.
const fileRefusals = ['not_an_image', 'unsupported_format', 'animated', 'too_many_pixels', 'broken', 'malware', 'too_large']

/** Whether a code is a refusal of the file, which no other try changes. */
export const refusesFile = (code: string) => fileRefusals.some(refusal => code === `photobank.${refusal}`)

/** Whether it may come to be a picture at another try. */
export const canRetry = ({ state, problem }: Pick<Upload, 'state' | 'problem'>) => state === 'failed' && !refusesFile(problem?.code ?? '')

/** A refusal that has nothing but a code. */
export const problemOfCode = (code: string): Problem => ({ type: 'about:blank', title: '', status: 422, code })

/** What the server's word on an upload changes; nothing while it is being worked on. */
export function toldByServer(now: OnServer): Partial<Upload> {
  switch (now.state) {
    case 'done': return { state: 'done', picture: now.picture, known: now.known ?? false, similar: now.similar ?? 0, problem: undefined }
    // Without its parts the server can do nothing: the file is sent anew.
    case 'failed': return { state: 'failed', problem: problemOfCode(now.code), ...now.code === 'photobank.upload_incomplete' && { whole: false, id: undefined, sent: 0 } }
    case 'quarantined': return { state: 'quarantined' }
    case 'receiving': return { state: 'failed', whole: false, sent: now.received, problem: problemOfCode('request.truncated') }
    default: return { state: 'making' }
  }
}

/** Why a file needs not be sent at all, as a code; nothing if it may. The server looks at its bytes. */
export function refusedAtOnce(file: Pick<File, 'size'>, limit: number): string | undefined {
  if (file.size === 0) return 'photobank.not_an_image'
  return limit > 0 && file.size > limit ? 'photobank.too_large' : undefined
}

/** Whether two choices are of one file, as far as a browser tells. */
export function isSameFile(a: File, b: File): boolean {
  return a.name === b.name && a.size === b.size && a.lastModified === b.lastModified && a.type === b.type
}

/** Those whose turn it is, so that no more than `atOnce` travel. */
export function nextToSend<T extends Pick<Upload, 'state'>>(uploads: readonly T[], atOnce: number): T[] {
  const sending = uploads.filter(upload => upload.state === 'sending').length
  return uploads.filter(upload => upload.state === 'queued').slice(0, Math.max(0, atOnce - sending))
}

/** The share of all bytes that has left, 0 to 1; what was refused no longer counts. */
export function shareSent(uploads: readonly Pick<Upload, 'state' | 'bytes' | 'sent'>[]): number {
  const counted = uploads.filter(upload => upload.state !== 'failed')
  const all = counted.reduce((sum, upload) => sum + upload.bytes, 0)
  const sent = counted.reduce((sum, upload) => sum + Math.min(upload.sent, upload.bytes), 0)
  return all === 0 ? 1 : sent / all
}

/** How many stand how. */
export function countUploads(uploads: readonly Pick<Upload, 'state'>[]) {
  const count = (states: readonly UploadState[]) => uploads.filter(({ state }) => states.includes(state)).length
  return {
    all: uploads.length,
    done: count(['done']),
    failed: count(['failed']),
    paused: count(['paused']),
    travelling: count(['queued', 'sending', 'stalled']),
    underWay: count(['queued', 'sending', 'stalled', 'making'])
  }
}

/** Whether a chosen file can be the rest of an upload that was broken off. */
export const continues = (file: Pick<File, 'name' | 'size'>, upload: Pick<OnServer, 'fileName' | 'bytes'>) => file.name === upload.fileName && file.size === upload.bytes
