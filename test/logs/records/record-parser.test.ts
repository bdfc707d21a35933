// RecordParser: the body of a log with timestamps, whole, byte by byte and at every cut; multiplexed and of a TTY.

import assert from 'node:assert/strict'
import test from 'node:test'
import { MAX_RECORD_BYTES, RecordParser } from '../../../src/logs/records/record-parser.ts'
import { frame } from '../../../src/stream/parse/mux.ts'

const STAMP = (n: number): string => `2026-11-29T16:22:02.${String(n).padStart(9, '0')}Z`
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

type Seen = [kind: number, stamp: string, details: string, text: string]

/** What the parser passes on when the body comes in these pieces; what does not stay is copied at once, all else at the read's end. */
function parse(pieces: readonly Uint8Array[], tty: boolean, details = false): Seen[] {
  const seen: Seen[] = []
  let late: (() => void)[] = []
  const parser = new RecordParser(
    (kind, bytes, start, stamp, text, end, stays) => {
      const at = seen.push([kind, '', '', '']) - 1
      const read = (): void => {
        const part = (from: number, to: number): string => Buffer.from(bytes.subarray(from, to)).toString('latin1')
        seen[at] = [kind, part(start, stamp), text > stamp + 1 ? part(stamp + 1, text - 1) : '', part(text, end)]
      }
      if (stays) late.push(read)
      else read()
    },
    { tty, details },
  )
  for (const piece of pieces) {
    const own = Uint8Array.from(piece)
    parser.push(own, 0, own.length)
    for (const read of late) read()
    late = []
    own.fill(0xee)
  }
  parser.end(true)
  return seen
}

function bytewise(body: Uint8Array): Uint8Array[] {
  return Array.from(body, (byte) => Uint8Array.of(byte))
}

const lines = ['a\n', '', '\n', 'ä\r\n', '\0\x01Z \n', `${STAMP(5)} not mine\n`, 'x'.repeat(3000), 'no LF']
const muxed: Seen[] = lines.map((text, n) => [n % 3 === 2 ? 2 : 1, STAMP(n), '', Buffer.from(text).toString('latin1')])
const muxedBody = Buffer.concat(lines.map((text, n) => frame(n % 3 === 2 ? 2 : 1, encode(`${STAMP(n)} ${text}`))))

test('frames: whole, byte by byte, and cut at every place', () => {
  assert.deepEqual(parse([muxedBody], false), muxed)
  assert.deepEqual(parse(bytewise(muxedBody), false), muxed)
  for (let cut = 1; cut < muxedBody.length; cut++) {
    assert.deepEqual(parse([muxedBody.subarray(0, cut), muxedBody.subarray(cut)], false), muxed, `cut at ${cut}`)
  }
})

// An unterminated piece of a TTY ends after 16,384 bytes, or where the prefix of the next record stands.
const raw = ['a\r\n', '\r\n', 'y'.repeat(16_384), 'rest\r\n', 'no LF', 'last\r\n', `${STAMP(1)} older\r\n`]
const rawSeen: Seen[] = raw.map((text, n) => [1, STAMP(n + 10), '', text])
const rawBody = encode(raw.map((text, n) => `${STAMP(n + 10)} ${text}`).join(''))

test('a TTY: whole, byte by byte, and cut at every place', () => {
  assert.deepEqual(parse([rawBody], true), rawSeen)
  assert.deepEqual(parse(bytewise(rawBody), true), rawSeen)
  for (let cut = 1; cut < rawBody.length; cut += cut > 200 && cut < 16_300 ? 97 : 1) {
    assert.deepEqual(parse([rawBody.subarray(0, cut), rawBody.subarray(cut)], true), rawSeen, `cut at ${cut}`)
  }
})

test('details are separated from the text', () => {
  const body = Buffer.concat([
    frame(1, encode(`${STAMP(1)} a=1,b=x%20y text here\n`)),
    frame(2, encode(`${STAMP(2)}  x\n`)),
  ])
  assert.deepEqual(parse([body], false, true), [
    [1, STAMP(1), 'a=1,b=x%20y', 'text here\n'],
    [2, STAMP(2), '', 'x\n'],
  ])
})

test("the daemon's own words, and what has no timestamp, have no place", () => {
  const body = Buffer.concat([frame(3, encode('Error grabbing logs\n')), frame(1, encode('no time here\n'))])
  assert.deepEqual(parse([body], false), [
    [3, '', '', 'Error grabbing logs\n'],
    [1, '', '', 'no time here\n'],
  ])
})

test('whole seconds and zones are timestamps, too', () => {
  const body = Buffer.concat([
    frame(1, encode('2026-11-29T16:22:02Z one\n')),
    frame(1, encode('2026-11-29T16:22:02+01:00 two\n')),
  ])
  assert.deepEqual(
    parse([body], false).map(([, stamp, , text]) => [stamp, text]),
    [
      ['2026-11-29T16:22:02Z', 'one\n'],
      ['2026-11-29T16:22:02+01:00', 'two\n'],
    ],
  )
})

test('a frame that announces too much is kept up to the limit, and the rest is counted', () => {
  const header = Uint8Array.of(1, 0, 0, 0, 0x00, 0x40, 0, 0)
  let dropped = 0
  let length = 0
  const parser = new RecordParser(
    (_kind, _bytes, start, _stamp, _text, end) => {
      dropped = parser.dropped
      length = end - start
    },
    { tty: false, details: false },
  )
  parser.push(header, 0, 8)
  const part = new Uint8Array(65_536).fill(0x61)
  for (let sent = 0; sent < 0x400000; sent += part.length) parser.push(part, 0, part.length)
  assert.equal(length, MAX_RECORD_BYTES)
  assert.equal(dropped, 0x400000 - MAX_RECORD_BYTES)
})

test('a cut within a frame is an error at a clean end, and nothing at a cut', () => {
  const parser = new RecordParser(() => assert.fail('no record'), { tty: false, details: false })
  parser.push(muxedBody, 0, 20)
  assert.throws(() => parser.end(true), { code: 'ERR_TRUNCATED_FRAME' })
  const other = new RecordParser(() => assert.fail('no record'), { tty: false, details: false })
  other.push(muxedBody, 0, 20)
  other.end(false)
})
