import type { Ref } from 'vue'
import { problemOf } from '../../../../app/utils/problem'
import { canGiveUp, isSameFile, isTravelling, nextToSend, problemOfCode, toldByServer, type Upload } from './upload-states'
import { uploadTurns } from './upload-turns'
import type { QueueWorld } from './upload-world'

const atOnce = 2
/** So many uploads are asked after at once, the oldest first: they come to be pictures in that order. */
const askedAtOnce = 4
const [askEvery, askCalmly, tryAgain] = [1000, 10_000, 20_000] // ms

/** The files on their way, across all pages of the panel. */
export type UploadQueue = ReturnType<typeof uploadQueue>

/** Begins an empty queue; `uploads` is where they are seen. */
export function uploadQueue(uploads: Ref<Upload[]>, world: QueueWorld) {
  const listeners = new Set<(upload: Upload) => void>()
  let last = 0
  let [asking, retrying] = [false, false]

  const find = (key: number) => uploads.value.find(upload => upload.key === key)

  function change(key: number, part: Partial<Upload>): void {
    const upload = find(key)
    if (!upload) return
    const before = upload.state
    Object.assign(upload, part)
    if (upload.state === 'done' && before !== 'done') listeners.forEach(listen => listen(upload))
    if (upload.state === 'stalled') waitForLine()
    if (part.state) pump()
  }

  const turns = uploadTurns(find, change, world)

  function pump(): void {
    for (const upload of nextToSend(uploads.value, atOnce)) void turns.send(upload)
    if (asking || !uploads.value.some(isMade)) return
    asking = true
    world.later(pace(), () => { void ask() })
  }

  const isMade = ({ state }: Upload) => state === 'making' || state === 'quarantined'
  const pace = () => uploads.value.some(({ state }) => state === 'making') ? askEvery : askCalmly

  async function ask(): Promise<void> {
    const asked = uploads.value.filter(upload => isMade(upload) && upload.id).slice(0, askedAtOnce)
    await Promise.all(asked.map(async ({ key, id }) => {
      // A server that cannot answer now is asked again in the next round.
      const now = await world.ask(id!).catch(error => problemOf(error).status === 404 ? 'gone' as const : undefined)
      if (now === 'gone') change(key, { state: 'failed', problem: problemOfCode('http.404') })
      else if (now) change(key, toldByServer(now))
    }))
    asking = false
    pump()
  }

  /** The line may be back: goes on with what it broke off. */
  function goOnWithStalled(): void {
    for (const { key, state } of uploads.value) if (state === 'stalled') change(key, { state: 'queued' })
  }

  function waitForLine(): void {
    if (retrying) return
    retrying = true
    world.later(tryAgain, () => { retrying = false; goOnWithStalled() })
  }

  /** Takes files in; one that is on its way already is not sent twice. Returns their keys. */
  function add(files: Iterable<File>): number[] {
    const keys = [...files].map((file) => {
      const same = uploads.value.find(upload => upload.file && isSameFile(upload.file, file) && (isTravelling(upload) || upload.state === 'paused'))
      if (same) {
        if (same.state === 'paused') same.state = 'queued'
        return same.key
      }
      return put({ name: file.name, bytes: file.size, file, sent: 0, state: 'queued' })
    })
    pump()
    return keys
  }

  function put(upload: Omit<Upload, 'key'>): number {
    uploads.value.push({ key: ++last, ...upload })
    return last
  }

  /** Goes on with an upload that was broken off elsewhere, now that its file was chosen again. */
  function goOnWith({ id, received, bytes, fileName }: Schemas['Upload'], file: File): number {
    const key = put({ name: fileName, bytes, file, id, sent: received, state: 'queued' })
    pump()
    return key
  }

  /** Watches one that the server has whole. */
  function watchOver(upload: Schemas['Upload']): number {
    const key = put({ name: upload.fileName, bytes: upload.bytes, id: upload.id, whole: true, sent: upload.bytes, state: 'making' })
    change(key, toldByServer(upload))
    return key
  }

  function pause(key: number): void {
    const sending = turns.end(key)
    change(key, { state: 'paused' })
    sending?.pause()
  }

  /** Goes on with what was paused, stalled or refused. */
  function goOn(key: number): void {
    const upload = find(key)
    if (upload?.whole && upload.id) void remake(key, upload.id)
    else change(key, { state: 'queued', problem: undefined })
  }

  async function remake(key: number, id: string): Promise<void> {
    change(key, { state: 'making', problem: undefined })
    try {
      change(key, toldByServer(await world.remake(id)))
    } catch (error) {
      change(key, { state: 'failed', problem: problemOf(error) })
    }
  }

  /** Takes one off the queue; what has not come to be a picture, nor will, the server forgets. */
  async function drop(key: number): Promise<void> {
    const upload = find(key)
    const sending = turns.end(key)
    uploads.value = uploads.value.filter(one => one.key !== key)
    pump()
    if (sending) await sending.giveUp().catch(() => undefined)
    else if (upload?.id && (upload.state === 'failed' || canGiveUp(upload))) await world.forget(upload.id).catch(() => undefined)
  }

  const each = (which: (upload: Upload) => boolean, act: (key: number) => void) => uploads.value.filter(which).forEach(({ key }) => act(key))

  return {
    uploads, add, goOnWith, watchOver, pause, goOn, drop, goOnWithStalled,
    pauseAll: () => each(isTravelling, pause),
    goOnAll: () => each(({ state }) => state === 'paused', goOn),
    /** Takes off what is done. */
    clear: () => { uploads.value = uploads.value.filter(({ state }) => state !== 'done') },
    /** Tells of each that comes to be a picture, until the returned function is called. */
    onDone: (listen: (upload: Upload) => void) => {
      listeners.add(listen)
      return () => { listeners.delete(listen) }
    }
  }
}
