import { problemOf, type Problem } from '~~/app/utils/problem'

/** What has become of the last that was typed. */
export type Keeping =
  | { kind: 'idle' }
  | { kind: 'waiting' }
  | { kind: 'kept', at: number }
  | { kind: 'failed', problem: Problem }

// The contract of the working copies: about 2 s after typing stops, every 15 s while it does not.
const pause = 2000
const longest = 15_000
const again = 15_000 // until a send that failed for no fault of the text is tried again

/** Sends what is typed when the typing pauses; one at a time, the newest last, and again after a failure. */
export class Autosave {
  private timer: ReturnType<typeof setTimeout> | undefined
  private unsentSince: number | undefined
  private running: Promise<void> | undefined
  private stopped = false

  /** `send` resolves to whether anything was kept; `told` learns of each change. */
  constructor(private readonly send: () => Promise<boolean>, private readonly told: (keeping: Keeping) => void) {}

  /** Something was typed. */
  touch(): void {
    if (this.stopped) return
    this.unsentSince ??= Date.now()
    this.told({ kind: 'waiting' })
    this.plan(Math.min(pause, Math.max(0, this.unsentSince + longest - Date.now())))
  }

  /** Sends at once what is not sent yet. */
  async flush(): Promise<void> {
    await this.running
    if (this.unsentSince !== undefined) await this.go()
  }

  /** Nothing more is to be sent: it was saved, or the page is left. Waits for the one under way. */
  async settle(): Promise<void> {
    this.forget()
    await this.running
    this.forget()
  }

  /** The text is saved, or as it was. */
  rest(): void {
    this.forget()
    this.told({ kind: 'idle' })
  }

  stop(): void {
    this.stopped = true
    this.forget()
  }

  private forget(): void {
    clearTimeout(this.timer)
    this.unsentSince = undefined
  }

  private plan(delay: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => { void this.go() }, delay)
  }

  private go(): Promise<void> {
    this.running ??= this.attempt().finally(() => { this.running = undefined })
    return this.running
  }

  private async attempt(): Promise<void> {
    clearTimeout(this.timer)
    const since = this.unsentSince
    this.unsentSince = undefined
    try {
      const kept = await this.send()
      if (this.unsentSince === undefined) this.told(kept ? { kind: 'kept', at: Date.now() } : { kind: 'idle' })
      else this.plan(pause)
    } catch (error) {
      this.unsentSince ??= since
      const problem = problemOf(error)
      this.told({ kind: 'failed', problem })
      // A refusal of the text itself stays one until it changes.
      if (!this.stopped && (problem.status >= 500 || problem.status === 401 || problem.status === 429)) this.plan(again)
    }
  }
}
