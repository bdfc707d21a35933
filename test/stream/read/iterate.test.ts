import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { FairleadError } from '../../../src/error.ts'
import { frame } from '../../../src/stream/parse/mux.ts'
import { MAX_JOINED_BYTES } from '../../../src/stream/read/frame-joiner.ts'
import { iterateBytes, iterateFrames, iterateLines, iterateRecords } from '../../../src/stream/read/iterate.ts'
import { frameVectors } from '../../vectors/stream/frames.ts'
import { recordVectors } from '../../vectors/stream/records.ts'
import { assertError, bytesOf, cuts, drain, latin1, pieces, ScriptedSource, sourceOf, utf8Of } from '../support.ts'

const kinds = { stdin: 0, stdout: 1, stderr: 2, system: 3 }

describe('frames: the vectors, each as the Engine wrote it however it was cut', () => {
  for (const { name, bytes, frames, error } of frameVectors) {
    test(name, async () => {
      const wire = bytesOf(bytes)
      const ways = wire.length < 60 ? cuts(wire) : [[wire], pieces(wire, new Array(wire.length).fill(1))]
      for (const all of ways) {
        // An announced 4 GB comes in pieces; all other frames are whole.
        const result = await drain(iterateFrames(sourceOf(all), false))
        const got = result.items.map(({ stream, data }): [number, string] => [kinds[stream], latin1(data)])
        if (name.includes('size'))
          assert.equal(got.map(([, text]) => text).join(''), frames.map(([, text]) => text).join(''))
        else assert.deepEqual(got, frames)
        assertError(result.error, error)
      }
    })
  }
})

describe('records: the vectors', () => {
  for (const { name, text, records, error, limit } of recordVectors) {
    test(name, async () => {
      for (const all of [[utf8Of(text)], pieces(utf8Of(text), new Array(text.length).fill(1))]) {
        const result = await drain(iterateRecords(sourceOf(all), undefined, limit))
        assert.deepEqual(result.items, records)
        assertError(result.error, error)
      }
    })
  }
})

test('a TTY: every piece is stdout, at once and byte for byte', async () => {
  for (const text of ['/ # ', 'hi\r\n', 'abc✔', '\x01\x1b[0mhello', '{"level":"info"}', '123']) {
    for (const all of cuts(utf8Of(text))) {
      const source = new ScriptedSource()
      const frames = iterateFrames(source, true)
      for (const piece of all) {
        const next = frames.next()
        source.data(piece)
        const { value } = await next
        assert.deepEqual(value, { stream: 'stdout', data: piece })
      }
      source.end()
      assert.deepEqual(await frames.next(), { value: undefined, done: true })
    }
  }
})

test('frames() and lines() of logs that are valid JSON stay bytes and text', async () => {
  const wire = [frame(1, utf8Of('{"level":"info"}\n')), frame(1, utf8Of('123\n')), frame(1, utf8Of('[]'))]
  const { items } = await drain(iterateLines(sourceOf(wire), false))
  assert.deepEqual(items, [
    { stream: 'stdout', text: '{"level":"info"}', complete: true },
    { stream: 'stdout', text: '123', complete: true },
    { stream: 'stdout', text: '[]', complete: false },
  ])
})

test('raw lines', async () => {
  const { items } = await drain(iterateLines(sourceOf(pieces(utf8Of('tty-€\r\nmore'), [5, 2, 1])), true))
  assert.deepEqual(items, [
    { stream: 'stdout', text: 'tty-€', complete: true },
    { stream: 'stdout', text: 'more', complete: false },
  ])
  const short = await drain(iterateLines(sourceOf([utf8Of('abcdefgh\n')]), true, { maxLineBytes: 5 }))
  assert.deepEqual(
    short.items.map(({ text, complete }) => [text, complete]),
    [
      ['abcde', false],
      ['fgh', true],
    ],
  )
})

test('lines: what was cut off comes before the error', async () => {
  const wire = bytesOf('\x01\0\0\0\0\0\0\x03a\nb\x02\0\0\0\0\0\0\x09err')
  const truncated = await drain(iterateLines(sourceOf([wire]), false))
  const expected = [
    { stream: 'stdout', text: 'a', complete: true },
    { stream: 'stdout', text: 'b', complete: false },
    { stream: 'stderr', text: 'err', complete: false },
  ]
  assert.deepEqual(truncated.items, expected)
  assertError(truncated.error, ['ERR_TRUNCATED_FRAME', '6 bytes'])
  const reset = new FairleadError('ERR_CONNECTION_RESET', 'reset')
  const failed = await drain(iterateLines(sourceOf([wire], reset), false))
  assert.deepEqual(failed.items, expected)
  assert.equal(failed.error, reset)
  const wrong = await drain(iterateLines(sourceOf([wire.slice(0, 11), bytesOf('\x09')]), false))
  assert.deepEqual(wrong.items, expected.slice(0, 2))
  assertError(wrong.error, ['ERR_FRAME_TYPE', 'offset 11'])
})

test('frames: what was received comes before the failure of the source, a cut frame too', async () => {
  const reset = new FairleadError('ERR_CONNECTION_RESET', 'reset')
  const wire = bytesOf('\x01\0\0\0\0\0\0\x01a\x02\0\0\0\0\0\0\x64ten bytes!')
  for (const all of cuts(wire)) {
    const { items, error } = await drain(iterateFrames(sourceOf(all, reset), false))
    assert.deepEqual(
      items.map(({ data }) => latin1(data)),
      ['a', 'ten bytes!'],
    )
    assert.equal(error, reset)
  }
})

test('frames: up to 64 KiB as one, larger ones in pieces that add up', async () => {
  for (const [size, whole] of [
    [16_384, true],
    [MAX_JOINED_BYTES, true],
    [MAX_JOINED_BYTES + 1, false],
    [300_000, false],
  ] as const) {
    const payload = new Uint8Array(size).map((_, i) => i * 7)
    const wire = new Uint8Array(
      Buffer.concat([frame(2, utf8Of('before')), frame(1, payload), frame(2, utf8Of('after'))]),
    )
    for (const cut of [65_536, 50_000, 16_385, 1000]) {
      const { items, error } = await drain(iterateFrames(sourceOf(pieces(wire, new Array(1000).fill(cut))), false))
      assert.equal(error, undefined)
      assert.equal(latin1(items[0]!.data), 'before')
      assert.equal(latin1(items.at(-1)!.data), 'after')
      const middle = items.slice(1, -1)
      if (whole) assert.equal(middle.length, 1)
      assert(middle.every(({ stream, data }) => stream === 'stdout' && data.length > 0))
      assert.deepEqual(new Uint8Array(Buffer.concat(middle.map(({ data }) => data))), payload)
    }
  }
})

test('frames: a size of 2^32-1 allocates no memory, and what comes is passed on', async () => {
  const source = new ScriptedSource()
  const frames = iterateFrames(source, false)
  const first = frames.next()
  const before = process.memoryUsage().arrayBuffers
  source.data(bytesOf('\x01\0\0\0\xff\xff\xff\xffabc'))
  assert.equal(latin1((await first).value!.data), 'abc')
  assert(process.memoryUsage().arrayBuffers - before < 1_000_000)
  await frames.return()
})

test('data belongs to the consumer: it survives, and can be written to', async () => {
  const wire = Array.from({ length: 5000 }, (_, i) => frame(1, utf8Of(`line ${i}`)))
  const { items } = await drain(iterateFrames(sourceOf(wire), false))
  for (const { data } of items) assert.equal(Object.getPrototypeOf(data), Uint8Array.prototype)
  for (const { data } of items.filter((_, i) => i % 2 === 0)) data.fill(0)
  for (const [i, { data }] of items.entries())
    assert.equal(latin1(data), i % 2 === 0 ? '\0'.repeat(data.length) : `line ${i}`)
})

test('bytes: pieces have their own memory, so they may be transferred', async () => {
  const body = new Uint8Array(300_000).map((_, i) => i * 13)
  for (const cut of [1000, 16_384, 65_536, 100_000]) {
    const received: Uint8Array[] = []
    for await (const piece of iterateBytes(sourceOf(pieces(body, new Array(1000).fill(cut))))) {
      assert.equal(piece.buffer.byteLength, piece.length)
      received.push(structuredClone(piece, { transfer: [piece.buffer as ArrayBuffer] }))
    }
    assert.deepEqual(new Uint8Array(Buffer.concat(received)), body)
  }
})

test('bytes: queued bytes come joined, and a full slab is passed on without a copy', async () => {
  const source = new ScriptedSource()
  const bytes = iterateBytes(source)
  const first = bytes.next()
  source.data(bytesOf('a'))
  for (let i = 0; i < 2047; i++) source.data(bytesOf('b'))
  for (let i = 0; i < 4096; i++) source.data(bytesOf('c'))
  source.end()
  assert.equal(latin1((await first).value!), 'a')
  const { items } = await drain(bytes)
  assert.deepEqual(
    items.map(({ length }) => length),
    [2047, 4096],
  )
  assert(items[1]!.every((byte) => byte === 0x63))
})

describe('frames whose memory was transferred: an error, never wrong data', () => {
  const transfer = (data: Uint8Array) => structuredClone(data, { transfer: [data.buffer as ArrayBuffer] })

  test('the batch', async () => {
    const source = new ScriptedSource()
    const frames = iterateFrames(source, false)
    const first = frames.next()
    source.data(bytesOf('\x01\0\0\0\0\0\0\x01a'))
    source.data(bytesOf('\x01\0\0\0\0\0\0\x01b\x01\0\0\0\0\0\0\x01c'))
    await first
    const { value } = await frames.next()
    transfer(value!.data)
    await assert.rejects(frames.next(), { code: 'ERR_BODY_TAKEN' })
    assert.equal(source.cancelled, true)
    assert.deepEqual(await frames.next(), { value: undefined, done: true })
  })

  test('the queue', async () => {
    const source = new ScriptedSource()
    const frames = iterateFrames(source, false)
    const first = frames.next()
    source.data(bytesOf('\x01\0\0\0\0\0\0\x01a'))
    source.data(bytesOf('\x01\0\0\0\0\0\0\x01b'))
    transfer((await first).value!.data)
    await assert.rejects(frames.next(), { code: 'ERR_BODY_TAKEN' })
    assert.equal(source.cancelled, true)
  })

  test('the beginning of a cut frame', async () => {
    const source = new ScriptedSource()
    const frames = iterateFrames(source, false)
    const first = frames.next()
    source.data(bytesOf('\x01\0\0\0\0\0\0\x01a\x01\0\0\0\0\0\0\x02b'))
    transfer((await first).value!.data)
    const second = frames.next()
    source.data(bytesOf('c'))
    await assert.rejects(second, { code: 'ERR_BODY_TAKEN' })
  })

  test('what follows in new memory is not touched', async () => {
    const source = new ScriptedSource()
    const frames = iterateFrames(source, false)
    const first = frames.next()
    source.data(bytesOf('\x01\0\0\0\0\0\0\x01a'))
    transfer((await first).value!.data)
    const second = frames.next()
    source.data(bytesOf('\x02\0\0\0\0\0\0\x01b'))
    assert.equal(latin1((await second).value!.data), 'b')
  })
})

test('records: what onRecord throws ends the iteration instead of that record', async () => {
  const denied = new FairleadError('ERR_ENGINE_STREAM', 'denied')
  const source = sourceOf([utf8Of('{"a":1}\n{"a":2}\n{"error":"denied"}\n{"a":3}\n')])
  const seen: unknown[] = []
  const { items, error } = await drain(
    iterateRecords<{ a: number }>(source, (value) => {
      seen.push(value)
      if (Object.hasOwn(value as object, 'error')) throw denied
    }),
  )
  assert.deepEqual(items, [{ a: 1 }, { a: 2 }])
  assert.equal(error, denied)
  assert.equal(seen.length, 3)
  assert.equal(source.reason, denied)
})

test('records: the unfinished one is dropped when the source fails', async () => {
  const reset = new FairleadError('ERR_CONNECTION_RESET', 'reset')
  const { items, error } = await drain(iterateRecords(sourceOf([utf8Of('1\n12')], reset)))
  assert.deepEqual(items, [1])
  assert.equal(error, reset)
})
