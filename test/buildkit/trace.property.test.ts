// Random bytes as a build's trace, and the protobuf codec: what is decoded, and that nothing but ERR_BUILD_SESSION is thrown.
// hostile.property.test.ts has what a hostile daemon does on a session.

import assert from 'node:assert/strict'
import test from 'node:test'
import { Packet, StatusResponse } from '../../src/buildkit/proto/messages.ts'
import { decode, encode } from '../../src/buildkit/proto/protobuf.ts'
import { BuildTrace } from '../../src/buildkit.ts'
import { FairleadError } from '../../src/error.ts'
import fc from '../support/property.ts'
import { CASES, stat, texts } from './hostile-kit.ts'

test('any bytes as a trace: events, or ERR_BUILD_SESSION', () => {
  const valid = fc.record({
    vertexes: fc.array(
      fc.record({
        digest: texts,
        name: texts,
        cached: fc.boolean(),
        error: texts,
        started: fc.record({ seconds: fc.integer() }),
        completed: fc.record({ seconds: fc.integer(), nanos: fc.integer() }),
      }),
      { maxLength: 3 },
    ),
    logs: fc.array(fc.record({ vertex: texts, data: fc.uint8Array({ maxLength: 9 }), stream: fc.nat(3) }), {
      maxLength: 3,
    }),
  })
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.tuple(valid, fc.nat(), fc.nat(255), fc.nat()).map(([one, place, byte, cut]) => {
      const whole = encode(StatusResponse, one)
      if (whole.length > 0) whole[place % whole.length] = byte
      return whole.subarray(0, cut % (whole.length + 1))
    }),
  )
  fc.assert(
    fc.property(bytes, (given) => {
      try {
        new BuildTrace().take(Buffer.from(given).toString('base64'))
      } catch (error) {
        assert.ok(error instanceof FairleadError && error.code === 'ERR_BUILD_SESSION', String(error))
      }
    }),
    { numRuns: Math.min(CASES * 10, 200_000) },
  )
})

test('what is encoded is decoded to the same', () => {
  fc.assert(
    fc.property(stat, fc.nat(4_294_967_295), fc.uint8Array(), (given, id, data) => {
      const packet = decode(Packet, encode(Packet, { type: 2, stat: given, id, data }))
      assert.deepEqual([packet.id, Buffer.from(packet.data)], [id, Buffer.from(data)])
      const { path, mode, size, linkName, modTime } = packet.stat!
      const isUtf8 = (text: string) => Buffer.from(text).toString() === text
      if (isUtf8(given.path) && isUtf8(given.linkName))
        assert.deepEqual({ path, mode, size, linkName, modTime }, { ...given })
    }),
    { numRuns: Math.min(CASES * 10, 200_000) },
  )
  assert.equal(encode(Packet, {}).length, 0)
  assert.deepEqual([...encode(Packet, { type: 1, id: 300 })], [8, 1, 24, 172, 2])
  assert.equal(decode(Packet, Buffer.of(8, 1, 24, 172, 2, 0x7a, 1, 0)).id, 300)
})
