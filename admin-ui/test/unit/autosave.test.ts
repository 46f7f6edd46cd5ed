import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Autosave, type Keeping } from '../../layers/news/app/utils/autosave'

const problem = (status: number) => Object.assign(new Error('refused'), { data: { type: 'x', title: '', status, code: `http.${status}` } })

let told: Keeping[]
let sent: number
let outcome: () => Promise<boolean>
const begin = () => new Autosave(() => {
  sent++
  return outcome()
}, keeping => told.push(keeping))

beforeEach(() => {
  vi.useFakeTimers()
  told = []
  sent = 0
  outcome = async () => true
})
afterEach(() => vi.useRealTimers())

describe('what is typed and not saved', () => {
  it('goes to the server two seconds after the last key', async () => {
    const autosave = begin()
    autosave.touch()
    await vi.advanceTimersByTimeAsync(1900)
    autosave.touch()
    await vi.advanceTimersByTimeAsync(1900)
    expect(sent).toBe(0)
    await vi.advanceTimersByTimeAsync(100)
    expect(sent).toBe(1)
    expect(told.at(-1)).toEqual({ kind: 'kept', at: Date.now() })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toBe(1)
  })

  it('goes every fifteen seconds while the typing does not stop', async () => {
    const autosave = begin()
    for (let ms = 0; ms < 44_000; ms += 500) {
      autosave.touch()
      await vi.advanceTimersByTimeAsync(500)
    }
    expect(sent).toBe(2)
  })

  it('is sent one at a time, what came meanwhile after it', async () => {
    const doors: (() => void)[] = []
    outcome = () => new Promise((resolve) => { doors.push(() => resolve(true)) })
    const autosave = begin()
    autosave.touch()
    await vi.advanceTimersByTimeAsync(2000)
    autosave.touch()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(sent).toBe(1)
    doors[0]!()
    await vi.advanceTimersByTimeAsync(2000)
    expect(sent).toBe(2)
    doors[1]!()
    await vi.advanceTimersByTimeAsync(1)
    expect(told.at(-1)?.kind).toBe('kept')
  })

  it('is tried again while the server does not answer or the session has ended', async () => {
    for (const status of [503, 401, 429]) {
      const autosave = begin()
      sent = 0
      outcome = async () => { throw problem(status) }
      autosave.touch()
      await vi.advanceTimersByTimeAsync(2000)
      expect(told.at(-1)).toMatchObject({ kind: 'failed', problem: { status } })
      outcome = async () => true
      await vi.advanceTimersByTimeAsync(15_000)
      expect(sent).toBe(2)
      expect(told.at(-1)?.kind).toBe('kept')
    }
  })

  it('is not sent again when the text itself was refused, until it changes', async () => {
    const autosave = begin()
    outcome = async () => { throw problem(422) }
    autosave.touch()
    await vi.advanceTimersByTimeAsync(120_000)
    expect(sent).toBe(1)
    outcome = async () => true
    autosave.touch()
    await vi.advanceTimersByTimeAsync(2000)
    expect(told.at(-1)?.kind).toBe('kept')
  })

  it('is sent at once when asked, such as by a lost lock', async () => {
    const autosave = begin()
    autosave.touch()
    await autosave.flush()
    expect(sent).toBe(1)
    await autosave.flush()
    expect(sent).toBe(1)
  })

  it('does not arrive after the save that it would outlive', async () => {
    let open!: () => void
    outcome = () => new Promise((resolve) => { open = () => resolve(true) })
    const autosave = begin()
    autosave.touch()
    await vi.advanceTimersByTimeAsync(2000)
    autosave.touch()
    let settled = false
    const settling = autosave.settle().then(() => { settled = true })
    await vi.advanceTimersByTimeAsync(1)
    expect(settled).toBe(false)
    open()
    await settling
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toBe(1)
  })

  it('ends with the page', async () => {
    const autosave = begin()
    autosave.touch()
    autosave.stop()
    autosave.touch()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toBe(0)
  })
})
