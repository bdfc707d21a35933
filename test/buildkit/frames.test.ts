// The packets that a context is announced and sent by: they are those of the tables, whatever the names, numbers, sizes and reads; and what
// is in the memory when it is sent is what arrives, however late it goes.

import assert from 'node:assert/strict'
import test from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { MessageReader } from '../../src/buildkit/grpc/message-reader.ts'
import { PACKET, Packet } from '../../src/buildkit/proto/messages.ts'
import { decode, encode } from '../../src/buildkit/proto/protobuf.ts'
import { Frames } from '../../src/buildkit/session/frames.ts'
import fc from '../support/property.ts'

type Announced = Parameters<Frames['stat']>[0]

/** A call that takes bytes, and looks at them as late as it may: just before it says that they have gone. */
function lateCall() {
  const sent: Buffer[] = []
  const waiting = { now: 0, most: 0 }
  const send = async (bytes: Buffer): Promise<void> => {
    waiting.most = Math.max(waiting.most, ++waiting.now)
    await setImmediate()
    sent.push(Buffer.from(bytes))
    waiting.now--
  }
  return { call: { send }, sent, waiting }
}

function* messagesIn(sent: readonly Buffer[]): Generator<Uint8Array> {
  const reader = new MessageReader({ unread: 0 })
  for (const piece of sent) {
    reader.push(piece)
    assert.ok(!reader.isPartial, 'a piece ends within a packet')
    for (let message = reader.shift(); message !== undefined; message = reader.shift()) yield message
  }
}

/** Text, long text, and bytes that are not UTF-8 as names.ts has them. */
const names = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ maxLength: 20 }),
  fc.array(fc.integer({ min: 0xdc80, max: 0xdcff }), { maxLength: 200 }).map((all) => String.fromCharCode(...all)),
  fc.constantFrom('x'.repeat(16_400), 'é'.repeat(64), 'x'.repeat(127), 'x'.repeat(128), 'x'.repeat(100), ''),
)
const numbers = fc.integer({ min: 0, max: 0xffffffff })
const stats: fc.Arbitrary<Announced> = fc.record(
  {
    path: names,
    mode: numbers,
    size: fc.oneof(fc.maxSafeNat(), fc.integer({ min: 0, max: 300 }), fc.constantFrom(2 ** 31, 2 ** 32, 2 ** 32 - 1)),
    modTime: fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: 0n, max: 2n ** 50n })),
    linkName: fc.option(names, { nil: undefined }),
    devMajor: numbers,
    devMinor: numbers,
  },
  { requiredKeys: ['path', 'mode'] },
)

test('entries are announced as the tables have them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(stats, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 0, max: 3 }),
      async (all, turns) => {
        const { call, sent } = lateCall()
        const counted = { bytes: 0 }
        const frames = new Frames(call, counted)
        for (const [index, stat] of all.entries()) {
          await frames.stat(stat)
          if (index % 4 < turns) await frames.turn()
        }
        await frames.flush()
        const messages = [...messagesIn(sent)]
        assert.equal(messages.length, all.length)
        assert.equal(
          counted.bytes,
          messages.reduce((sum, { length }) => sum + length, 0),
        )
        for (const [index, stat] of all.entries()) {
          const expected = encode(Packet, { type: PACKET.stat, stat })
          assert.deepEqual(decode(Packet, messages[index]!), decode(Packet, expected))
          // A time of 1970 has another form.
          if ((stat.modTime ?? 0n) >= 2n ** 49n) assert.ok(expected.equals(messages[index]!))
        }
      },
    ),
  )
})

test('more entries than a piece has room for, and a name that is longer than one', async () => {
  const { call, sent, waiting } = lateCall()
  const frames = new Frames(call, { bytes: 0 })
  const paths = Array.from({ length: 20_000 }, (_, i) => `folder/file-${i}`)
  paths.splice(7_000, 0, 'x'.repeat(300_000))
  for (const path of paths) await frames.stat({ path, mode: 0o644 })
  await frames.flush()
  assert.deepEqual(
    [...messagesIn(sent)].map((bytes) => decode(Packet, bytes).stat!.path),
    paths,
  )
  assert.equal(waiting.most, 2)
})

const file = fc.record({
  id: fc.integer({ min: 0, max: 2 ** 31 }),
  size: fc.oneof(
    fc.integer({ min: 0, max: 300 }),
    fc.integer({ min: 0, max: 700_000 }),
    fc.constantFrom(0, 127, 128, 65_536),
  ),
  /** The most that one read gives. */
  most: fc.oneof(fc.integer({ min: 1_000, max: 20_000 }), fc.constant(1_000_000)),
  isLate: fc.boolean(),
})
const files = fc.uniqueArray(file, { selector: ({ id }) => id, maxLength: 12 })

test('files of any size, read by any pieces, arrive as they are', async () => {
  await fc.assert(
    fc.asyncProperty(files, async (all) => {
      const { call, sent, waiting } = lateCall()
      const frames = new Frames(call, { bytes: 0 })
      const contents = new Map<number, Buffer>()
      for (const [index, { id, size, most, isLate }] of all.entries()) {
        const content = Buffer.alloc(size, `${index}:${id},`)
        contents.set(id, content)
        for (let left = size; left > 0; ) {
          left -= await frames.data(id, left, (into, at, length) => {
            const count = content.copy(into, at, size - left, size - left + Math.min(length, most))
            return isLate ? Promise.resolve(count) : count
          })
        }
        await frames.end(id)
      }
      await frames.flush()
      assert.ok(frames.isEmpty)
      const ended: number[] = []
      const got = new Map<number, Buffer>()
      for (const message of messagesIn(sent)) {
        const { type, id, data } = decode(Packet, message)
        assert.equal(type, PACKET.data)
        assert.ok(!ended.includes(id))
        if (data.length === 0) ended.push(id)
        got.set(id, Buffer.concat([got.get(id) ?? Buffer.alloc(0), data]))
      }
      assert.deepEqual(
        ended,
        all.map(({ id }) => id),
      )
      for (const [id, content] of contents) assert.ok(got.get(id)!.equals(content), `id ${id}`)
      assert.ok(waiting.most <= 2, 'more than both pieces were on their way')
    }),
    { numRuns: 40 },
  )
})

test('more empty files than a piece has room for', async () => {
  const { call, sent } = lateCall()
  const frames = new Frames(call, { bytes: 0 })
  for (let id = 0; id < 30_000; id++) await frames.end(id)
  await frames.flush()
  assert.ok(sent.length > 1)
  assert.equal([...messagesIn(sent)].length, 30_000)
})

test('a file that has become shorter is told apart from one that has ended', async () => {
  const { call, sent } = lateCall()
  const frames = new Frames(call, { bytes: 0 })
  assert.equal(await frames.data(1, 10, () => 0), 0)
  assert.ok(frames.isEmpty)
  await frames.flush()
  assert.deepEqual(sent, [])
})

test('a call that is over rejects, and nothing is left unhandled', async () => {
  const frames = new Frames({ send: () => Promise.reject(new Error('over')) }, { bytes: 0 })
  await frames.end(1)
  await assert.rejects(frames.flush(), /over/)
  await setImmediate()
})

test('long names of three bytes a character: the memory is never too small for one', async () => {
  const { call, sent } = lateCall()
  const frames = new Frames(call, { bytes: 0 })
  const all = Array.from({ length: 60 }, (_, n) => ({ path: `${n}${'\uffee'.repeat(4000)}`, mode: 0o644 }))
  for (const stat of all) await frames.stat(stat)
  await frames.flush()
  const paths = [...messagesIn(sent)].map((message) => decode(Packet, message).stat!.path)
  assert.ok(paths.every((path, n) => path === all[n]!.path))
  assert.equal(paths.length, all.length)
})

test('a call that ends while a piece is on its way: who sends next learns of it, and nobody else', async () => {
  const frames = new Frames({ send: () => Promise.reject(new Error('the call is over')) }, { bytes: 0 })
  await frames.stat({ path: 'a', mode: 0o644 })
  await frames.turn()
  // A rejection that nobody takes would fail this test.
  for (let turn = 0; turn < 3; turn++) await setImmediate()
  await assert.rejects(async () => frames.stat({ path: 'b', mode: 0o644 }), { message: 'the call is over' })
})
