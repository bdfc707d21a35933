// A source that announces its reads: an iterator copies a read's ranges together, and yields the same items as without.
// The memory of a read is overwritten when it ends.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { FairleadError } from '../../../src/error.ts'
import { frame } from '../../../src/stream/parse/mux.ts'
import { iterateBytes, iterateFrames, iterateLines, iterateRecords } from '../../../src/stream/read/iterate.ts'
import { HIGH_WATER_BYTES } from '../../../src/stream/read/source-iterator.ts'
import fc from '../../support/property.ts'
import { assertError, drain, latin1, pieces, ScriptedSource, sourceOf, utf8Of } from '../support.ts'

const reset = new FairleadError('ERR_CONNECTION_RESET', 'reset')
const text = (list: { data: Uint8Array }[]): string[] => list.map(({ data }) => latin1(data))

/** A source that delivers these reads, one per turn while it is not paused, and then ends. */
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

test('read by read or piece by piece, every iterator yields the same', async () => {
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

  test('the source ends inside it: what it delivered is yielded', async () => {
    const source = new ScriptedSource()
    const frames = drain(iterateFrames(source, false))
    source.read(small, () => source.end())
    const { items, error } = await frames
    assert.deepEqual([text(items), error], [['one', 'two'], undefined])
  })

  test('the source fails inside it: what it delivered is yielded, then the error', async () => {
    const source = new ScriptedSource()
    const frames = drain(iterateFrames(source, false))
    source.read(small, () => source.fail(reset))
    const { items, error } = await frames
    assert.deepEqual([text(items), error], [['one', 'two'], reset])
  })

  test('aborted inside it: nothing more is yielded', async () => {
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
    assert.deepEqual(source.operations, ['start', 'cancel'])
    // A source that reacts late.
    source.handler!.onData(small[0]!, 0, 5)
    source.handler!.onReadEnd?.()
    assert.deepEqual(await frames.next(), { value: undefined, done: true })
  })

  test('a result waits for the end of the read, and back-pressure too', async () => {
    const source = new ScriptedSource()
    const bytes = iterateBytes(source)
    let settled = false
    const first = bytes.next().then((result) => {
      settled = true
      return result
    })
    const ranges = Array.from({ length: 40 }, (_, i) => new Uint8Array(8000).fill(i))
    source.read(ranges, () => assert.deepEqual(source.operations, ['start']))
    assert.equal(settled, false)
    let taken = (await first).value!.length
    assert.ok(40 * 8000 > HIGH_WATER_BYTES)
    source.read(ranges, () => assert.deepEqual(source.operations, ['start']))
    assert.deepEqual(source.operations, ['start', 'pause'])
    while (taken < 2 * 40 * 8000) taken += (await bytes.next()).value!.length
    assert.equal(taken, 2 * 40 * 8000)
    assert.deepEqual(source.operations, ['start', 'pause', 'resume'])
  })

  test('a next() during a read settles when the read ends', async () => {
    for (const iterate of [iterateFrames, iterateLines]) {
      const source = new ScriptedSource()
      const items = iterate(source, false)
      const first = items.next()
      const asked: Promise<IteratorResult<unknown>>[] = []
      const three = [frame(1, utf8Of('one\n')), frame(1, utf8Of('two\n')), frame(2, utf8Of('three\n'))]
      source.read(three, () => asked.push(items.next(), items.next()))
      const given = await Promise.all([first, ...asked])
      assert.deepEqual(
        given.map(({ value }) => (value as { stream: string }).stream),
        ['stdout', 'stdout', 'stderr'],
      )
    }
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

  test('an invalid frame: those before it are yielded, then the error; the source is cancelled at once', async () => {
    const source = new ScriptedSource()
    const frames = drain(iterateFrames(source, false))
    const bad = utf8Of('\x09bad')
    source.read([...small, bad, ...small], () => assert.ok(source.cancelled))
    const { items, error } = await frames
    assert.deepEqual(text(items), ['one', 'two'])
    assertError(error, ['ERR_FRAME_TYPE', '0x09 at offset 22'])
  })
})

describe('memory kept of a read', () => {
  const one = frame(1, new Uint8Array(100).fill(0x61))

  test('a kept frame keeps 64 KiB at most, however much was read at once', async () => {
    const source = new ScriptedSource()
    const frames = iterateFrames(source, false)
    const first = frames.next()
    source.read(new Array<Uint8Array>(1200).fill(one))
    source.read(new Array<Uint8Array>(1200).fill(one))
    source.end()
    let count = 0
    for (let next = await first; next.done !== true; next = await frames.next()) {
      assert.ok(next.value.data.buffer.byteLength <= 65_536)
      assert.equal(next.value.data.length, 100)
      count++
    }
    assert.equal(count, 2400)
  })

  test('a frame that was transferred takes with it only what its read brought', async () => {
    const source = new ScriptedSource()
    const frames = iterateFrames(source, false)
    const first = frames.next()
    source.read([one, one])
    const { data } = (await first).value!
    structuredClone(data.buffer, { transfer: [data.buffer as ArrayBuffer] })
    await assert.rejects(frames.next(), { code: 'ERR_BODY_TAKEN' })
  })

  test('lines of a read that found nothing waiting; kept ones stay as they were', async () => {
    const source = new ScriptedSource()
    const lines = drain(iterateLines(source, false))
    const long = 'x'.repeat(20_000)
    source.read([frame(1, utf8Of('a\nb')), frame(2, utf8Of(`${long}\n`)), frame(1, utf8Of('c\n'))])
    await new Promise((resolve) => setImmediate(resolve))
    source.read([frame(1, utf8Of('d\n'))])
    source.end()
    const { items } = await lines
    const got = items.map(({ stream, text: line }) => `${stream} ${line}`)
    assert.deepEqual(got, ['stdout a', `stderr ${long}`, 'stdout bc', 'stdout d'])
  })
})

test('a read that comes when all items are taken, and an earlier read is not parsed yet, waits behind it', async () => {
  const source = new ScriptedSource()
  const lines = iterateLines(source, true)
  const first = lines.next()
  source.read([utf8Of('0\n')])
  assert.equal((await first).value?.text, '0')
  source.read([utf8Of('1\n')])
  source.read([utf8Of('2\n')])
  assert.equal((await lines.next()).value?.text, '1')
  source.read([utf8Of('3\n')])
  for (const expected of ['2', '3']) assert.equal((await lines.next()).value?.text, expected)
})
