// An iterator from its first next to its end: order, errors, and back-pressure.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { FairleadError } from '../../../src/error.ts'
import { frame } from '../../../src/stream/parse/mux.ts'
import { iterateBytes, iterateFrames, iterateLines, iterateRecords } from '../../../src/stream/read/iterate.ts'
import { HIGH_WATER_BYTES, LOW_WATER_BYTES } from '../../../src/stream/read/source-iterator.ts'
import { latin1, ScriptedSource, sourceOf, utf8Of } from '../support.ts'

const done = { value: undefined, done: true }
const reset = new FairleadError('ERR_CONNECTION_RESET', 'reset')

/** Whether and how a promise has settled after the pending microtasks. */
async function settled(promise: Promise<unknown>): Promise<unknown> {
  let state: unknown = 'pending'
  promise.then(
    (value) => (state = value),
    (error) => (state = error),
  )
  for (let i = 0; i < 5; i++) await undefined
  return state
}

test('the source is started by the first next, once', async () => {
  const source = new ScriptedSource()
  const lines = iterateLines(source, true)
  assert.equal(lines[Symbol.asyncIterator](), lines)
  assert.equal(source.started, false)
  const all = [lines.next(), lines.next()]
  assert.deepEqual(source.operations, ['start'])
  source.end()
  assert.deepEqual(await Promise.all(all), [done, done])
})

test('a source that was taken rejects once, then the iteration is over', async () => {
  const source = sourceOf([])
  await iterateBytes(source).next()
  const bytes = iterateBytes(source)
  await assert.rejects(bytes.next(), { code: 'ERR_BODY_TAKEN' })
  assert.deepEqual(await bytes.next(), done)
})

test('a source that delivers and ends inside start', async () => {
  const source = new ScriptedSource()
  source.onStart = () => {
    source.data(utf8Of('1\n2\n'))
    source.end()
  }
  const records = iterateRecords(source)
  assert.deepEqual(await Promise.all([records.next(), records.next(), records.next(), records.next()]), [
    { value: 1, done: false },
    { value: 2, done: false },
    done,
    done,
  ])
})

test('several calls of next settle in order: items, the error once, then the end', async () => {
  const source = new ScriptedSource()
  const records = iterateRecords(source)
  const calls = [1, 2, 3, 4, 5].map(() => records.next())
  source.data(utf8Of('1\n2\n'))
  source.data(utf8Of('3\n'))
  source.fail(reset)
  const results = await Promise.allSettled(calls)
  assert.deepEqual(results, [
    { status: 'fulfilled', value: { value: 1, done: false } },
    { status: 'fulfilled', value: { value: 2, done: false } },
    { status: 'fulfilled', value: { value: 3, done: false } },
    { status: 'rejected', reason: reset },
    { status: 'fulfilled', value: done },
  ])
  assert.deepEqual(await records.next(), done)
})

test('queued items come first, then the rejection once, then the end', async () => {
  const source = new ScriptedSource()
  const records = iterateRecords(source)
  const first = records.next()
  source.data(utf8Of('1\n'))
  source.data(utf8Of('2\n3\n'))
  source.fail(reset)
  assert.deepEqual(
    [await first, await records.next(), await records.next()].map(({ value }) => value),
    [1, 2, 3],
  )
  await assert.rejects(records.next(), reset)
  assert.deepEqual(await records.next(), done)
})

test('an error that no next() waits for is not an unhandled rejection', async () => {
  const source = new ScriptedSource()
  const bytes = iterateBytes(source)
  const first = bytes.next()
  source.data(utf8Of('a'))
  await first
  source.fail(reset)
  // An unhandled rejection would fail this test run.
  await new Promise((resolve) => setImmediate(resolve))
})

test('a pending next settles in the turn of onEnd and onFail', async () => {
  const ending = new ScriptedSource()
  const one = iterateFrames(ending, false).next()
  assert.equal(await settled(one), 'pending')
  ending.end()
  assert.deepEqual(await settled(one), done)
  const failing = new ScriptedSource()
  const two = iterateFrames(failing, false).next()
  failing.fail(reset)
  assert.equal(await settled(two), reset)
})

describe('back-pressure', () => {
  const read = new Uint8Array(65_536).fill(97)

  test('paused above the high water, resumed below the low, once each', async () => {
    const source = new ScriptedSource()
    const bytes = iterateBytes(source)
    const first = bytes.next()
    source.data(read)
    await first
    for (let waiting = 0; waiting <= HIGH_WATER_BYTES; waiting += read.length) {
      assert.equal(source.paused, false)
      source.data(read)
    }
    assert.deepEqual(source.operations, ['start', 'pause'])
    // The read that was in progress when the source was paused.
    source.data(read)
    assert.deepEqual(source.operations, ['start', 'pause'])
    for (let waiting = HIGH_WATER_BYTES + read.length; waiting >= LOW_WATER_BYTES; waiting -= read.length) {
      assert.equal(source.paused, true)
      await bytes.next()
    }
    await bytes.next()
    assert.deepEqual(source.operations, ['start', 'pause', 'resume'])
  })

  test('a source that delivers inside resume', async () => {
    const source = new ScriptedSource()
    const bytes = iterateBytes(source)
    let sent = 0
    const fill = () => {
      while (!source.paused && sent < 40) {
        sent++
        source.data(read)
      }
      if (sent === 40) source.end()
    }
    source.onStart = source.onResume = fill
    let received = 0
    for await (const piece of bytes) received += piece.length
    assert.equal(received, 40 * read.length)
    assert(source.operations.filter((word) => word === 'pause').length > 5)
  })

  test('an end or a failure while paused; then resume is not called', async () => {
    for (const failure of [undefined, reset]) {
      const source = new ScriptedSource()
      const bytes = iterateBytes(source)
      const first = bytes.next()
      for (let i = 0; i < 7; i++) source.data(read)
      assert.equal(source.paused, true)
      if (failure === undefined) source.end()
      else source.fail(failure)
      await first
      for (let i = 0; i < 6; i++) assert.equal((await bytes.next()).value!.length, read.length)
      if (failure === undefined) assert.deepEqual(await bytes.next(), done)
      else await assert.rejects(bytes.next(), failure)
      assert.deepEqual(source.operations, ['start', 'pause'])
    }
  })

  test('frames of one byte: what waits is bounded in memory, not only in bytes', async () => {
    const source = new ScriptedSource()
    const frames = iterateFrames(source, false)
    const first = frames.next()
    const one = frame(1, utf8Of('a'))
    source.data(one)
    await first
    const before = process.memoryUsage()
    let sent = 0
    while (!source.paused) {
      source.data(one)
      sent++
    }
    const after = process.memoryUsage()
    assert(sent <= HIGH_WATER_BYTES / one.length + 1)
    assert(after.arrayBuffers - before.arrayBuffers < HIGH_WATER_BYTES + 3 * 65_536)
    for (let i = 0; i < sent; i++) assert.equal(latin1((await frames.next()).value!.data), 'a')
    assert.equal(source.paused, false)
  })

  test('small ranges between large ones share memory', async () => {
    const source = new ScriptedSource()
    const frames = iterateFrames(source, false)
    const first = frames.next()
    const small = frame(1, utf8Of('a'))
    const large = frame(2, new Uint8Array(16_384))
    source.data(small)
    await first
    const before = process.memoryUsage().arrayBuffers
    let pairs = 0
    while (!source.paused) {
      source.data(small)
      source.data(large)
      pairs++
    }
    assert(process.memoryUsage().arrayBuffers - before < HIGH_WATER_BYTES + 3 * 65_536)
    for (let i = 0; i < pairs; i++) {
      assert.equal(latin1((await frames.next()).value!.data), 'a')
      assert.equal((await frames.next()).value!.data.length, 16_384)
    }
  })

  test('a consumer that never comes back holds no more than the high water and one read', async () => {
    const source = new ScriptedSource()
    const lines = iterateLines(source, true)
    const first = lines.next()
    source.data(utf8Of('first\n'))
    await first
    let sent = 0
    while (!source.paused) {
      source.data(read)
      sent += read.length
    }
    assert(sent <= HIGH_WATER_BYTES + read.length)
  })

  test('an error of the parser while paused cancels; it comes after the items', async () => {
    const source = new ScriptedSource()
    const frames = iterateFrames(source, false)
    const first = frames.next()
    source.data(frame(1, utf8Of('first')))
    for (let i = 0; i < 5; i++) source.data(frame(1, read))
    source.data(utf8Of('\x09'))
    assert.equal(source.paused, true)
    assert.equal(latin1((await first).value!.data), 'first')
    for (let i = 0; i < 5; i++) assert.equal((await frames.next()).value!.data.length, read.length)
    await assert.rejects(frames.next(), { code: 'ERR_FRAME_TYPE' })
    assert.equal(source.cancelled, true)
    assert.deepEqual(await frames.next(), done)
  })
})
