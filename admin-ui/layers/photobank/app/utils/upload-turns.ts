import { problemOf } from '../../../../app/utils/problem'
import { problemOfCode, refusedAtOnce, type Upload } from './upload-states'
import type { QueueWorld, Sending } from './upload-world'

/** Sends files of a queue, each in a turn of its own: what a turn tells after its end is not heard. */
export function uploadTurns(find: (key: number) => Upload | undefined, change: (key: number, part: Partial<Upload>) => void, world: Pick<QueueWorld, 'limit' | 'send'>) {
  const turns = new Map<number, object>()
  const sendings = new Map<number, Sending>()

  async function send(upload: Upload): Promise<void> {
    const { key } = upload
    const turn = {}
    turns.set(key, turn)
    upload.state = 'sending'
    const still = () => turns.get(key) === turn
    const tell = (part: Partial<Upload>) => { if (still()) change(key, part) }
    const over = (part: Partial<Upload>) => {
      if (!still()) return
      end(key)
      change(key, part)
    }
    try {
      const refusal = upload.file && refusedAtOnce(upload.file, await world.limit())
      if (refusal) return over({ state: 'failed', problem: problemOfCode(refusal) })
      if (!still()) return
      const sending = await world.send(upload, {
        begun: id => tell({ id }),
        sent: bytes => tell({ sent: bytes, problem: undefined }),
        finished: () => over({ state: 'making', whole: true, sent: upload.bytes, problem: undefined }),
        stalled: problem => over({ state: 'stalled', problem }),
        failed: problem => over({ state: 'failed', problem })
      })
      if (still()) sendings.set(key, sending)
      else if (find(key)) sending.pause()
      else void sending.giveUp().catch(() => undefined)
    } catch (error) {
      over({ state: 'stalled', problem: problemOf(error) })
    }
  }

  /** Ends the turn of a file, if it has one; returns what still travels, for the caller to stop. */
  function end(key: number): Sending | undefined {
    const sending = sendings.get(key)
    turns.delete(key)
    sendings.delete(key)
    return sending
  }

  return { send, end }
}
