// Lists that a burst has grown are not kept: items of an iterator, ranges of a read. And a source that another reader has.

import assert from 'node:assert/strict'
import test from 'node:test'
import { frame } from '../../../src/stream/parse/mux.ts'
import { iterateRecords } from '../../../src/stream/read/iterate.ts'
import { Ranges } from '../../../src/stream/read/ranges.ts'
import { type ByteHandler, type ByteSource, unclaimed } from '../../../src/stream/source.ts'

/** A source that gives its bytes in one read. */
function sourceOf(bytes: Uint8Array): ByteSource {
  return {
    start(handler: ByteHandler) {
      handler.onReadStart?.()
      handler.onData(bytes, 0, bytes.length)
      handler.onReadEnd?.()
      handler.onEnd()
    },
    pause() {},
    resume() {},
    cancel() {},
  }
}

test('a burst of small records comes whole, and the next burst too', async () => {
  const text = '1\n'.repeat(30_000)
  let count = 0
  for await (const record of iterateRecords<number>(sourceOf(Buffer.from(text)))) count += record
  assert.equal(count, 30_000)
})

test('ranges of a burst are let go', () => {
  const ranges = new Ranges()
  const bytes = frame(1, new Uint8Array(100_000))
  for (let at = 0; at < 60_000; at++) ranges.add(bytes, at, at + 1)
  assert.equal(ranges.size, 60_000)
  ranges.clear()
  assert.equal(ranges.size, 0)
  ranges.add(bytes, 0, 3)
  assert.equal(ranges.size, 3)
})

test('a source that another reader has refuses to start, and does nothing else', () => {
  const calls: string[] = []
  const taken: ByteSource = {
    taken: true,
    start: () => calls.push('start'),
    pause: () => calls.push('pause'),
    resume: () => calls.push('resume'),
    cancel: () => calls.push('cancel'),
  }
  const other = unclaimed(taken)
  other.pause()
  other.resume()
  other.cancel()
  assert.deepEqual(calls, [])
  other.start({ onData() {}, onEnd() {}, onFail() {} })
  assert.deepEqual(calls, ['start'])
  const free = sourceOf(new Uint8Array(1))
  assert.equal(unclaimed(free), free)
})
