import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Demuxer } from '../../../src/stream/parse/demux.ts'
import { frameVectors } from '../../vectors/stream/frames.ts'
import { assertError, bytesOf, capturedBodies, cuts, failureOf, latin1, Scratch } from '../support.ts'

/** Demuxes pieces; joins cut frames again, by `missing`. */
function demux(all: Uint8Array[]) {
  const frames: [kind: number, payload: string][] = []
  const scratch = new Scratch()
  let open = false
  let calls = 0
  const demuxer: Demuxer = new Demuxer((kind, bytes, start, end) => {
    calls++
    const payload = latin1(bytes, start, end)
    assert(start < end || (!open && demuxer.missing === 0), 'a call without bytes is not an empty frame')
    if (open) {
      assert.equal(frames.at(-1)![0], kind)
      frames.at(-1)![1] += payload
    } else {
      frames.push([kind, payload])
    }
    open = demuxer.missing > 0
  })
  const error = failureOf(() => {
    for (const piece of all) scratch.lend(piece, (bytes, start, end) => demuxer.push(bytes, start, end))
    demuxer.end()
  })
  return { frames, error, calls, demuxer }
}

describe('vectors', () => {
  for (const { name, bytes, frames, error } of frameVectors) {
    test(name, () => {
      for (const all of cuts(bytesOf(bytes))) {
        const result = demux(all)
        assert.deepEqual(result.frames, frames)
        assertError(result.error, error)
      }
    })
  }
})

describe('captured logs and attaches', () => {
  const log = /^(31-logs|32-logs|33-logs|34-logs|35-logs|39-logs|5[45]-attach-logs)/
  for (const { name, body } of capturedBodies(log)) {
    test(name, () => {
      const inStep = !name.startsWith('podman-4.3/5')
      for (const all of cuts(body)) {
        const { frames, error } = demux(all)
        if (inStep) {
          assert.equal(error, undefined)
          for (const [kind, payload] of frames) {
            assert.match(payload, kind === 2 ? /^err\d\n$/ : /^(\d{4}-.{24}Z )?(out|tick)\d\n$/)
          }
          assert.equal(
            frames.reduce((sum, [, payload]) => sum + payload.length + 8, 0),
            body.length,
          )
        } else {
          assert.deepEqual(frames, [[1, 'out1']])
          assertError(error, ['ERR_FRAME_TYPE', 'byte 0x0a at offset 12'])
        }
      }
    })
  }
})

test('what came of a frame is passed on at once, and a whole frame in one call', () => {
  const seen: string[] = []
  const demuxer: Demuxer = new Demuxer((_kind, bytes, start, end) => {
    seen.push(`${latin1(bytes, start, end)} ${demuxer.missing}`)
  })
  assert.equal(demuxer.done, true)
  const bytes = bytesOf('\x01\0\0\0\0\0\0\x05abcde\x02\0\0\0\0\0\0\x04fghi')
  demuxer.push(bytes, 0, 10)
  assert.deepEqual(seen, ['ab 3'])
  assert.equal(demuxer.missing, 3)
  assert.equal(demuxer.done, false)
  demuxer.push(bytes, 10, 10)
  demuxer.push(bytes, 10, 12)
  assert.deepEqual(seen, ['ab 3', 'cd 1'])
  demuxer.push(bytes, 12, bytes.length)
  assert.deepEqual(seen, ['ab 3', 'cd 1', 'e 0', 'fghi 0'])
  assert.equal(demuxer.missing, 0)
  demuxer.end()
})

test('only the range is read', () => {
  const { frames } = demux([bytesOf('\x01\0\0\0\0\0\0\x01a')])
  assert.deepEqual(frames, [[1, 'a']])
  const demuxer = new Demuxer(() => assert.fail('bytes after the range were read'))
  demuxer.push(bytesOf('\x01\0\0\0\0\0\0\x01a'), 0, 8)
  demuxer.push(bytesOf('\x01\0\0\0\0\0\0\x01a'), 4, 4)
  assert.equal(demuxer.missing, 1)
})

test('offsets count from the beginning of the stream, not of the push', () => {
  const demuxer = new Demuxer(() => {})
  const good = bytesOf('\x01\0\0\0\0\0\0\x01a')
  for (let i = 0; i < 100; i++) demuxer.push(good, 0, 9)
  assertError(
    failureOf(() => demuxer.push(bytesOf('zz\x01\0\0\0\0\0\0\x01a!'), 2, 12)),
    ['ERR_FRAME_TYPE', 'byte 0x21 at offset 909 '],
  )
})

test('after an error, or a handler that threw, it is closed', () => {
  for (const bytes of ['\x09', '\x09\0\0\0\0\0\0\x01a', '\x01\x01', '\x01\0\0\0\0\0\0\x01a']) {
    const demuxer = new Demuxer(() => {
      throw new RangeError('mine')
    })
    assert.throws(() => demuxer.push(bytesOf(bytes), 0, bytes.length))
    assertError(
      failureOf(() => demuxer.push(bytesOf('\x01'), 0, 1)),
      ['ERR_CLOSED', 'after an error'],
    )
    assertError(
      failureOf(() => demuxer.end()),
      ['ERR_CLOSED', 'after an error'],
    )
  }
  const cut = new Demuxer(() => {})
  cut.push(bytesOf('\x01'), 0, 1)
  assertError(
    failureOf(() => cut.end()),
    ['ERR_TRUNCATED_FRAME', '7 bytes'],
  )
  assertError(
    failureOf(() => cut.end()),
    ['ERR_CLOSED', ''],
  )
})

test('a range of frames of one byte is a loop, not a recursion', () => {
  const count = 200_000
  const bytes = new Uint8Array(count * 9)
  for (let i = 0; i < count; i++) bytes.set([1, 0, 0, 0, 0, 0, 0, 1, 97], i * 9)
  let seen = 0
  new Demuxer(() => seen++).push(bytes, 0, bytes.length)
  assert.equal(seen, count)
})
