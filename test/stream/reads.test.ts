// A source that tells of its reads: an iterator copies a read's ranges together, and gives just what it gives without.
// The memory of a read is scribbled over as soon as it is over.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { FairleadError } from '../../src/error.ts'
import { iterateBytes, iterateFrames, iterateLines, iterateRecords } from '../../src/stream/iterate.ts'
import { frame } from '../../src/stream/mux.ts'
import { HIGH_WATER_BYTES } from '../../src/stream/source-iterator.ts'
import { drain, latin1, pieces, ScriptedSource, sourceOf, utf8Of } from './support.ts'

const reset = new FairleadError('ERR_CONNECTION_RESET', 'reset')
const text = (list: { data: Uint8Array }[]): string[] => list.map(({ data }) => latin1(data))

/** A source that brings these reads, a turn each while it is not paused, and then ends. */
function reading(reads: Uint8Array[][]): ScriptedSource {
  const source = new ScriptedSource()
  let at = 0
  const step = (): void => {
    if (source.cancelled || source.paused) return
    if (at === reads.length) return source.end()
    source.read(reads[at++]!)
    setImmediate(step)
  }
  source.onStart = source.onResume = () => setImmediate(step)
  return source
}

test('read by read or piece by piece, every iterator gives the same', async () => {
  const size = fc.oneof({ weight: 9, arbitrary: fc.nat({ max: 80 }) }, fc.constantFrom(700, 5000, 20_000))
  const cuts = fc.array(fc.array(fc.oneof(fc.integer({ min: 1, max: 90 }), fc.constant(17_000)), { minLength: 1 }))
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat({ max: 3 }), size), { maxLength: 40 }), cuts, async (list, cut) => {
      const payload = (length: number, i: number): Uint8Array => utf8Of(`${`${i}é`.repeat(length).slice(0, length)}\n`)
      const wire = Buffer.concat(list.map(([kind, length], i) => frame(kind, payload(length, i))))
      const all = pieces(wire, cut.flat())
      const reads = cut.map(({ length }) => all.splice(0, length))
      reads.push(...all.map((piece) => [piece]))
      const given = reads.filter((read) => read.length > 0)
      const records = (read: Uint8Array[]): Uint8Array[] => read.map((piece) => utf8Of(`${piece.length}\n`))
      const frames = await drain(iterateFrames(reading(given), false))
      assert.deepEqual(frames, await drain(iterateFrames(sourceOf(given.flat()), false)))
      const lines = await drain(iterateLines(reading(given), false))
      assert.deepEqual(lines, await drain(iterateLines(sourceOf(given.flat()), false)))
      const bytes = await drain(iterateBytes(reading(given)))
      assert.deepEqual(Buffer.concat(bytes.items), wire)
      const counts = await drain(iterateRecords(reading(given.map(records))))
      assert.deepEqual(counts, await drain(iterateRecords(sourceOf(given.flatMap(records)))))
    }),
    { interruptAfterTimeLimit: 4000, markInterruptAsFailure: false },
  )
})

describe('where a read ends otherwise', () => {
  const small = [frame(1, utf8Of('one')), frame(2, utf8Of('two'))]

  test('the source ends inside it: what it brought is given', async () => {
    const source = new ScriptedSource()
    const frames = drain(iterateFrames(source, false))
    source.read(small, () => source.end())
    const { items, error } = await frames
    assert.deepEqual([text(items), error], [['one', 'two'], undefined])
  })

  test('the source fails inside it: what it brought is given, then the error', async () => {
    const source = new ScriptedSource()
    const frames = drain(iterateFrames(source, false))
    source.read(small, () => source.fail(reset))
    const { items, error } = await frames
    assert.deepEqual([text(items), error], [['one', 'two'], reset])
  })

  test('aborted inside it: nothing more is given', async () => {
    const source = new ScriptedSource()
    const aborted = new FairleadError('ERR_ABORTED', 'aborted')
    const frames = drain(iterateFrames(source, false))
    source.read(small, () => source.fail(aborted))
    assert.deepEqual(await frames, { items: [], error: aborted })
  })

  test('the consumer leaves inside it', async () => {
    const source = new ScriptedSource()
    const frames = iterateFrames(source, false)
    const first = frames.next()
    source.read(small, () => void frames.return())
    assert.deepEqual(await first, { value: undefined, done: true })
    assert.deepEqual(source.told, ['start', 'cancel'])
    // A source that is slow to hear of it.
    source.handler!.onData(small[0]!, 0, 5)
    source.handler!.onReadEnd?.()
    assert.deepEqual(await frames.next(), { value: undefined, done: true })
  })

  test('an answer waits for the end of the read, and back-pressure too', async () => {
    const source = new ScriptedSource()
    const bytes = iterateBytes(source)
    let answered = false
    const first = bytes.next().then((result) => {
      answered = true
      return result
    })
    const ranges = Array.from({ length: 40 }, (_, i) => new Uint8Array(8000).fill(i))
    source.read(ranges, () => assert.equal(source.paused, false))
    assert.equal(answered, false)
    assert.equal((await first).value!.length, 40 * 8000)
    source.read(ranges)
    assert.ok(40 * 8000 > HIGH_WATER_BYTES)
    assert.equal(source.paused, true)
    assert.equal((await bytes.next()).value!.length, 40 * 8000)
    assert.equal(source.paused, false)
  })

  test('a large range among small ones keeps its place', async () => {
    const source = new ScriptedSource()
    const frames = drain(iterateFrames(source, false))
    const large = frame(1, new Uint8Array(20_000).fill(0x61))
    source.read([...small, large, ...small, large.slice(0, 17_000), large.slice(17_000)])
    source.end()
    const { items, error } = await frames
    assert.equal(error, undefined)
    const sizes = items.map(({ stream, data }) => `${stream} ${data.length}`)
    const pair = ['stdout 3', 'stderr 3']
    assert.deepEqual(sizes, [...pair, 'stdout 20000', ...pair, 'stdout 20000'])
  })
})
