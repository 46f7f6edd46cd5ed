// A picture that nobody has uploaded before.
import { crc32, deflateSync } from 'node:zlib'

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc32(body), body.length + 4)
  return out
}

/** A PNG of a dawn over hills, its colours from the seed; with grain, as of film, it hardly gets smaller. */
export function picture(width, height, seed = Date.now(), grain = 0) {
  let dust = seed % 2147483646 + 1
  const rows = []
  const tone = [(seed * 7) % 90, (seed * 13) % 70, (seed * 29) % 80]
  for (let y = 0; y < height; y++) {
    const row = Buffer.alloc(1 + width * 3)
    for (let x = 0; x < width; x++) {
      const hill = y > height * 0.62 + 40 * Math.sin(x / 90 + seed % 7) + 25 * Math.sin(x / 31)
      const light = Math.round(120 * y / height)
      const pixel = hill ? [20 + tone[0], 60 + tone[1], 70] : [110 + tone[0] + (light >> 2), 130 + tone[1], 235 - tone[2] - (light >> 1)]
      if (grain) dust = dust * 16807 % 2147483647
      row.set(pixel.map(v => Math.max(0, Math.min(255, v + (grain ? dust % grain : 0)))), 1 + x * 3)
    }
    rows.push(row)
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const note = chunk('tEXt', Buffer.from(`Comment\0journey ${seed}`, 'latin1'))
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', header), note, chunk('IDAT', deflateSync(Buffer.concat(rows))), chunk('IEND', Buffer.alloc(0))])
}
