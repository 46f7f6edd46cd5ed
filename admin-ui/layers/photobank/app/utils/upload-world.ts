import type { Upload } from './upload-states'

/** What sending a file tells of. */
export interface SendEvents {
  /** The server knows it by this id. */
  begun: (id: string) => void
  sent: (bytes: number) => void
  /** The server has all of it. */
  finished: () => void
  /** The line is lost, or the server cannot just now. */
  stalled: (problem: Problem) => void
  failed: (problem: Problem) => void
}

/** A file whose bytes travel. */
export interface Sending {
  /** Stops; what has arrived stays. */
  pause: () => void
  /** Stops, and has the server forget it. */
  giveUp: () => Promise<void>
}

/** What the queue needs of the world. */
export interface QueueWorld {
  /** Bytes that a file may have; 0 where that is not known. */
  limit: () => Promise<number>
  send: (upload: Upload, events: SendEvents) => Promise<Sending>
  /** How an upload stands on the server. */
  ask: (id: string) => Promise<Schemas['Upload']>
  /** Tries again to make the picture of one that failed there. */
  remake: (id: string) => Promise<Schemas['Upload']>
  forget: (id: string) => Promise<unknown>
  /** Calls back after so many ms. */
  later: (ms: number, act: () => void) => void
}
