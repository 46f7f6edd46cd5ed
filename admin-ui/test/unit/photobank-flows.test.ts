import { describe, expect, it } from 'vitest'
import { ref } from 'vue'
import { autoArea, cropNames, cutSize, draftOf, fits, framingOf, movedArea, proportions, pulledArea, sameDraft, sizedArea, windowStyle } from '../../layers/photobank/app/utils/framing'
import { betterIn, betterSide, likenessPercent, pairsOf, pairsWithout } from '../../layers/photobank/app/utils/likeness'
import { calendarSpan, comeBack, countsByDate, endsByLicence, momentsBetween, monthsLater, readMonth, renews, weeksOf } from '../../layers/photobank/app/utils/rights'
import { uploadQueue } from '../../layers/photobank/app/utils/upload-queue'
import { continues, countUploads, nextToSend, refusedAtOnce, shareSent, toldByServer, type Upload } from '../../layers/photobank/app/utils/upload-states'
import type { SendEvents } from '../../layers/photobank/app/utils/upload-world'

const wide = { width: 4000, height: 3000 }
const tall = { width: 1000, height: 3000 }

describe('the crops that nobody chose', () => {
  // As photobank/crop.go: all of one side, and the focus as near to the middle as the edges allow.
  it.each([
    [wide, '16:9', undefined, { x: 0, y: 0.125, width: 1, height: 0.75 }],
    [wide, '4:3', { x: 0.1, y: 0.9 }, { x: 0, y: 0, width: 1, height: 1 }],
    [wide, '1:1', undefined, { x: 0.125, y: 0, width: 0.75, height: 1 }],
    [wide, '1:1', { x: 0.5, y: 0.2 }, { x: 0.125, y: 0, width: 0.75, height: 1 }],
    [wide, '1:1', { x: 0, y: 0 }, { x: 0, y: 0, width: 0.75, height: 1 }],
    [wide, '1:1', { x: 0.95, y: 0 }, { x: 0.25, y: 0, width: 0.75, height: 1 }],
    [wide, 'social', { x: 0.5, y: 1 }, { x: 0, y: 0.3, width: 1, height: 0.7 }],
    [tall, '1:1', { x: 0.5, y: 0.4 }, { x: 0, y: 0.4 - 1 / 6, width: 1, height: 1 / 3 }]
  ] as const)('of %o in %s around %o', (size, name, focus, area) => {
    const auto = autoArea(size, name, focus && { ...focus })
    for (const side of ['x', 'y', 'width', 'height'] as const) expect(auto[side]).toBeCloseTo(area[side], 12)
    expect(fits(size, name, auto)).toBe(true)
  })
})

describe('the geometry of crops', () => {
  const sizes = [wide, tall, { width: 1, height: 1 }, { width: 16383, height: 7 }, { width: 1201, height: 799 }]
  /** The same numbers at each run. */
  function random(seed: number): () => number {
    return () => (seed = (seed * 16807) % 2147483647) / 2147483647
  }

  it('keeps the proportion within a pixel and within the picture, whatever one pulls at', () => {
    const next = random(7)
    for (const size of sizes) for (const name of cropNames) {
      let area = autoArea(size, name)
      for (let i = 0; i < 200; i++) {
        const anchor = { x: ([0, 0.5, 1] as const)[Math.floor(next() * 3)]!, y: ([0, 0.5, 1] as const)[Math.floor(next() * 3)]! }
        const place = { x: next() * 4 - 1.5, y: next() * 4 - 1.5 }
        area = [() => movedArea(area, place.x, place.y), () => sizedArea(size, name, area, place.x, anchor), () => pulledArea(size, name, area, place, anchor)][i % 3]!()
        expect(fits(size, name, area), `${name} of ${size.width}x${size.height}: ${JSON.stringify(area)}`).toBe(true)
      }
    }
  })

  it('moves no further than the edges', () => {
    const square = autoArea(wide, '1:1')
    expect(movedArea(square, -5, 5)).toEqual({ x: 0, y: 0, width: 0.75, height: 1 })
    expect(movedArea(square, 5, 0).x).toBeCloseTo(0.25)
  })

  it('pulls a corner while the one across stays', () => {
    const area = { x: 0.2, y: 0.2, width: 0.3, height: 0.4 } // a square of 4:3
    const smaller = pulledArea(wide, '1:1', area, { x: 0.35, y: 0.25 }, { x: 0, y: 0 })
    expect([smaller.x, smaller.y]).toEqual([0.2, 0.2])
    expect(smaller.width).toBeCloseTo(0.15)
    const beyond = pulledArea(wide, '1:1', area, { x: -3, y: -3 }, { x: 1, y: 1 })
    expect([beyond.x + beyond.width, beyond.y + beyond.height].map(n => Math.round(n * 1e9) / 1e9)).toEqual([0.5, 0.6])
    expect(Math.min(beyond.x, beyond.y)).toBeGreaterThanOrEqual(-1e-12)
  })

  it('gets no smaller than a tenth of the largest one', () => {
    expect(sizedArea(wide, '16:9', autoArea(wide, '16:9'), 0).width).toBeCloseTo(0.1)
  })

  it('says what is cut, and how the picture lies behind its window', () => {
    expect(cutSize(wide, { x: 0, y: 0, width: 0.5, height: 0.25 })).toEqual({ width: 2000, height: 750 })
    expect(windowStyle({ x: 0.25, y: 0, width: 0.5, height: 1 })).toEqual({ width: '200.0000%', height: '100.0000%', left: '-50.0000%', top: '0.0000%' })
    expect(proportions.social.width / proportions.social.height).toBeCloseTo(1200 / 630)
  })
})

describe('a framing', () => {
  const area = { x: 0, y: 0.125, width: 1, height: 0.75 }
  const picture = { focus: { x: 0.3, y: 0.4 }, crops: [{ name: '16:9', area, chosen: true, url: '' }, { name: '1:1', area, chosen: false, url: '' }] } as never

  it('holds what somebody chose, and nothing else', () => {
    expect(draftOf(picture)).toEqual({ focus: { x: 0.3, y: 0.4 }, crops: { '16:9': area } })
    expect(framingOf(draftOf(picture), 4)).toEqual({ version: 4, focus: { x: 0.3, y: 0.4 }, crops: [{ name: '16:9', area }] })
    expect(framingOf({ crops: {} }, 1)).toEqual({ version: 1, crops: [] })
  })

  it('is the same in any order, and another without its focus', () => {
    expect(sameDraft(draftOf(picture), { crops: { '1:1': undefined, '16:9': { ...area } }, focus: { y: 0.4, x: 0.3 } })).toBe(true)
    expect(sameDraft(draftOf(picture), { crops: { '16:9': area } })).toBe(false)
  })
})

const upload = (state: Upload['state'], bytes = 100, sent = 0): Upload => ({ key: 0, name: 'а.jpg', bytes, sent, state })
const onServer = (state: string, more = {}) => ({ id: 'u', fileName: 'а.jpg', bytes: 100, received: 100, state, code: '', createdAt: '', expiresAt: '', ...more }) as never

describe('uploads', () => {
  it('travel two at a time', () => {
    expect(nextToSend([upload('sending'), upload('queued'), upload('queued')], 2)).toHaveLength(1)
    expect(nextToSend([upload('sending'), upload('sending'), upload('queued')], 2)).toHaveLength(0)
    expect(nextToSend([upload('paused'), upload('making'), upload('queued'), upload('queued'), upload('queued')], 2)).toHaveLength(2)
  })

  it('are refused at once where nothing could come of it', () => {
    expect(refusedAtOnce({ size: 0 }, 0)).toBe('photobank.not_an_image')
    expect(refusedAtOnce({ size: 101 }, 100)).toBe('photobank.too_large')
    expect(refusedAtOnce({ size: 100 }, 100)).toBeUndefined()
  })

  it('become what the server says', () => {
    expect(toldByServer(onServer('waiting'))).toEqual({ state: 'making' })
    expect(toldByServer(onServer('done', { known: true, similar: 2, picture: { id: 1 } }))).toMatchObject({ state: 'done', known: true, similar: 2, picture: { id: 1 } })
    expect(toldByServer(onServer('failed', { code: 'photobank.broken' }))).toMatchObject({ state: 'failed', problem: { code: 'photobank.broken' } })
    expect(toldByServer(onServer('failed', { code: 'photobank.upload_incomplete' }))).toMatchObject({ state: 'failed', whole: false, id: undefined })
    expect(toldByServer(onServer('quarantined'))).toEqual({ state: 'quarantined' })
  })

  it('count', () => {
    const all = [upload('done', 100, 100), upload('sending', 100, 50), upload('failed', 1000), upload('paused'), upload('making', 100, 100)]
    expect(countUploads(all)).toEqual({ all: 5, done: 1, failed: 1, paused: 1, travelling: 1, underWay: 2 })
    expect(shareSent(all)).toBeCloseTo(250 / 400)
    expect(shareSent([])).toBe(1)
    expect(continues({ name: 'а.jpg', size: 100 }, onServer('receiving'))).toBe(true)
    expect(continues({ name: 'а.jpg', size: 99 }, onServer('receiving'))).toBe(false)
  })
})

/** A queue in a world that does what a test says. */
function world() {
  const sent: { upload: Upload, events: SendEvents, paused: number, givenUp: number }[] = []
  const timers: { ms: number, act: () => void }[] = []
  const answers: Record<string, unknown> = {}
  const forgotten: string[] = []
  const queue = uploadQueue(ref<Upload[]>([]), {
    limit: async () => 1000,
    send: async (upload, events) => {
      const one = { upload, events, paused: 0, givenUp: 0 }
      sent.push(one)
      return { pause: () => { one.paused++ }, giveUp: async () => { one.givenUp++ } }
    },
    ask: async id => answers[id] as never,
    remake: async id => answers[`remake ${id}`] as never,
    forget: async (id) => { forgotten.push(id) },
    later: (ms, act) => { timers.push({ ms, act }) }
  })
  const settle = async () => { for (let i = 0; i < 20; i++) await Promise.resolve() }
  const tick = async () => { timers.splice(0).forEach(({ act }) => act()); await settle() }
  const states = () => queue.uploads.value.map(({ state }) => state)
  return { queue, sent, timers, answers, forgotten, settle, tick, states }
}
const file = (name: string, size = 10) => new File(['x'.repeat(size)], name, { type: 'image/jpeg', lastModified: 1 })

describe('the queue of uploads', () => {
  it('sends, asks, and tells whoever listens', async () => {
    const { queue, sent, answers, settle, tick, states } = world()
    const done: (number | undefined)[] = []
    queue.onDone(one => done.push(one.picture?.id))
    queue.add([file('1.jpg'), file('2.jpg'), file('3.jpg')])
    await settle()
    expect(states()).toEqual(['sending', 'sending', 'queued'])
    sent[0]!.events.begun('a')
    sent[0]!.events.sent(5)
    sent[0]!.events.finished()
    await settle()
    expect(states()).toEqual(['making', 'sending', 'sending'])
    answers.a = onServer('working')
    await tick()
    expect(states()[0]).toBe('making')
    answers.a = onServer('done', { picture: { id: 7 }, similar: 1 })
    await tick()
    expect([states()[0], done, queue.uploads.value[0]!.similar]).toEqual(['done', [7], 1])
    queue.clear()
    expect(states()).toEqual(['sending', 'sending'])
  })

  it('sends a file once, however often it is chosen', async () => {
    const { queue, settle } = world()
    expect(queue.add([file('1.jpg'), file('1.jpg')])).toEqual([1, 1])
    await settle()
    expect(queue.uploads.value).toHaveLength(1)
  })

  it('refuses what is too large without sending it', async () => {
    const { queue, sent, settle, states } = world()
    queue.add([file('large.jpg', 1001), file('empty.jpg', 0)])
    await settle()
    expect([states(), sent.length]).toEqual([['failed', 'failed'], 0])
  })

  it('pauses and goes on; the former sending says nothing more', async () => {
    const { queue, sent, settle, states } = world()
    const [key] = queue.add([file('1.jpg')])
    await settle()
    sent[0]!.events.begun('a')
    queue.pause(key!)
    expect([states(), sent[0]!.paused]).toEqual([['paused'], 1])
    sent[0]!.events.finished()
    expect(states()).toEqual(['paused'])
    queue.goOn(key!)
    await settle()
    sent[0]!.events.failed({ code: 'late' } as never)
    expect([states(), sent[1]!.upload.id]).toEqual([['sending'], 'a'])
  })

  it('goes on by itself once the line is back', async () => {
    const { queue, sent, settle, tick, states } = world()
    queue.add([file('1.jpg')])
    await settle()
    sent[0]!.events.stalled({ code: 'panel.unreachable' } as never)
    await settle()
    expect(states()).toEqual(['stalled'])
    await tick()
    expect([states(), sent.length]).toEqual([['sending'], 2])
  })

  it('has the server forget what is given up, and keep what it works on', async () => {
    const { queue, sent, forgotten, settle } = world()
    const [first, second] = queue.add([file('1.jpg'), file('2.jpg')])
    await settle()
    sent[0]!.events.begun('a')
    await queue.drop(first!)
    expect([sent[0]!.givenUp, forgotten]).toEqual([1, []])
    sent[1]!.events.begun('b')
    queue.pause(second!)
    await queue.drop(second!)
    expect([forgotten, queue.uploads.value]).toEqual([['b'], []])
  })

  it('has a picture made again, or the file sent again, as the refusal asks', async () => {
    const { queue, sent, answers, settle, tick, states } = world()
    const [key] = queue.add([file('1.jpg')])
    await settle()
    sent[0]!.events.begun('a')
    sent[0]!.events.finished()
    answers.a = onServer('failed', { code: 'internal' })
    await tick()
    expect(states()).toEqual(['failed'])
    answers['remake a'] = onServer('failed', { code: 'photobank.upload_incomplete' })
    queue.goOn(key!)
    await settle()
    queue.goOn(key!)
    await settle()
    expect([states(), sent.length, sent[1]!.upload.id]).toEqual([['sending'], 2, undefined])
  })
})

describe('the calendar of rights', () => {
  it('knows months, across years', () => {
    expect([readMonth('2026-11'), readMonth('2026-13'), readMonth('<b>'), readMonth(['2026-11'])]).toEqual(['2026-11', undefined, undefined, undefined])
    expect([monthsLater('2026-11', 2), monthsLater('2027-01', -1)]).toEqual(['2027-01', '2026-12'])
    expect(weeksOf('2027-02')).toHaveLength(4)
    expect(calendarSpan('2026-11')).toEqual({ from: '2026-10-26', until: '2026-12-07' })
    expect(countsByDate([{ date: '2026-11-28', pictures: 3 }]).get('2026-11-28')).toBe(3)
  })

  it('asks for days and months of Almaty; what has ended is not part of this month', () => {
    expect(momentsBetween({ day: '2026-11-28' }, 0)).toEqual({ from: '2026-11-27T19:00:00.000Z', until: '2026-11-28T19:00:00.000Z' })
    const now = Date.parse('2026-11-28T10:00:00Z')
    expect(momentsBetween({ month: '2026-11' }, now).from).toBe('2026-11-28T10:00:00.000Z')
    expect(momentsBetween({ month: '2026-12' }, now)).toEqual({ from: '2026-11-30T19:00:00.000Z', until: '2026-12-31T19:00:00.000Z' })
  })

  it('tells what ends the rights, and what comes back', () => {
    const [soon, late] = ['2026-11-01T00:00:00Z', '2027-11-01T00:00:00Z']
    expect(endsByLicence({ licenceId: 1, rightsUntil: late, expiresAt: soon })).toBe(true)
    expect(endsByLicence({ licenceId: 1, rightsUntil: soon, expiresAt: soon })).toBe(false)
    expect(endsByLicence({ licenceId: 1, rightsUntil: null, expiresAt: soon })).toBe(true)
    expect(endsByLicence({ licenceId: null, rightsUntil: soon, expiresAt: soon })).toBe(false)
    const now = Date.parse('2026-11-28T00:00:00Z')
    expect(comeBack([{ rightsUntil: null }, { rightsUntil: soon }, { rightsUntil: late }], now)).toHaveLength(2)
    expect([renews(soon, null, now), renews(soon, late, now), renews(soon, soon, now), renews(late, null, now), renews(null, null, now)]).toEqual([true, true, false, false, false])
  })
})

describe('look-alikes', () => {
  const picture = (id: number, more = {}) => ({ id, width: 100, height: 100, bytes: 10, rights: 'open', labels: {}, author: '', source: '', licence: '', licenceId: null, place: '', takenAt: null, ...more }) as never

  it('propose the better one to stay', () => {
    expect(betterSide([picture(1), picture(2, { width: 200 })])).toBe(1)
    expect(betterSide([picture(1), picture(2, { width: 200, rights: 'expired' })])).toBe(0)
    expect(betterSide([picture(1), picture(2, { author: 'Әлия' })])).toBe(1)
    expect(betterSide([picture(9), picture(2)])).toBe(1)
    expect(betterIn('pixels', [picture(1), picture(2)])).toBeUndefined()
    expect(betterIn('author', [picture(1, { author: 'Қ' }), picture(2)])).toBe(0)
    expect([likenessPercent(0), likenessPercent(7)]).toEqual([100, 89])
  })

  it('of one picture keep the pair that waits for a judgement', () => {
    const pairs = pairsOf(picture(1), [{ picture: picture(2), distance: 3 }, { picture: picture(3), distance: 5 }], [{ id: 40, distance: 3, foundAt: '', pictures: [picture(2), picture(1)] }])
    expect(pairs.map(({ id, distance }) => [id, distance])).toEqual([[40, 3], [undefined, 5]])
    expect(pairsWithout(pairs, 2).map(({ key }) => key)).toEqual(['1-3'])
  })
})
