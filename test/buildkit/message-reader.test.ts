// A call's bytes become its messages, wherever they are cut; and what is kept of a message costs memory by its bytes, however small
// the pieces are that it comes in.

import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { MessageReader } from '../../src/buildkit/grpc/message-reader.ts'
import fc from '../support/property.ts'
import { framed } from './fake-daemon.ts'
import { memoryInUse } from './hostile-kit.ts'

const lengths = fc.oneof(fc.nat({ max: 20 }), fc.nat({ max: 300 }), fc.nat({ max: 300_000 }))

test('messages, cut anywhere: each comes whole, and stays as it is', () => {
  fc.assert(
    fc.property(
      fc.array(lengths, { maxLength: 8 }),
      fc.array(lengths, { minLength: 1, maxLength: 8 }),
      (sizes, cuts) => {
        const messages = sizes.map((size, at) => Buffer.alloc(size, at + 1))
        const bytes = Buffer.concat(messages.map(framed))
        const budget = { unread: 0 }
        const reader = new MessageReader(budget)
        const got: Uint8Array[] = []
        for (let at = 0, n = 0; at < bytes.length; n++) {
          const length = cuts[n % cuts.length]! + 1
          reader.push(bytes.subarray(at, at + length))
          at = Math.min(at + length, bytes.length)
          assert.equal(reader.kept, at - got.reduce((sum, message) => sum + message.length + 5, 0))
          // Not every time: some wait.
          if (n % 3 === 0) for (let next = reader.shift(); next !== undefined; next = reader.shift()) got.push(next)
        }
        assert.equal(reader.isPartial, false)
        for (let next = reader.shift(); next !== undefined; next = reader.shift()) got.push(next)
        assert.deepEqual(got.map(String), messages.map(String))
        assert.equal(budget.unread, 0)
      },
    ),
  )
})

for (const size of [1, 30]) {
  test(`a message in pieces of ${size} bytes: each byte costs a few bytes of memory`, async () => {
    const reader = new MessageReader({ unread: 0 })
    const before = memoryInUse()
    reader.push(Buffer.of(0, 0, 0xff, 0, 0))
    // As HTTP/2 has them: many frames are read at once, each with a header of 9 bytes.
    let read = Buffer.alloc(0)
    for (let count = 0; count < 2_000_000; count += size) {
      if (read.length < size + 9) read = Buffer.allocUnsafeSlow(65_536)
      reader.push(read.subarray(9, size + 9))
      read = read.subarray(size + 9)
    }
    // What is not in use any more is freed a little later.
    await sleep(100)
    const each = ((memoryInUse() - before) * 1e6) / reader.kept
    assert.ok(each < 3, `${each} bytes for each byte`)
    assert.equal(reader.isPartial, true)
  })
}
