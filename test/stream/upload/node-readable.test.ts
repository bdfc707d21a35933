// Which bodies are read by their events: those of a Readable that has all of its states. Others of the same kind are read by their
// iterator: a stream without a `readableEnded` could have ended before, unseen, and its 'end' would never come.

import assert from 'node:assert/strict'
import { PassThrough, Readable, Writable } from 'node:stream'
import test from 'node:test'
import { isNodeReadable } from '../../../src/stream/upload/upload-source.ts'

const none = (): void => {}
const whole = {
  on: none,
  off: none,
  pause: none,
  resume: none,
  destroy: none,
  readableEnded: false,
  readableFlowing: null,
}

test('a Readable, a Duplex, and any stream with their states', () => {
  for (const stream of [new Readable({ read() {} }), new PassThrough(), whole, { ...whole, readableEnded: true }])
    assert.equal(isNodeReadable(stream), true)
})

for (const name of Object.keys(whole)) {
  test(`not without ${name}`, () => assert.equal(isNodeReadable({ ...whole, [name]: undefined }), false))
}

test('no Writable, and no other body', () => {
  for (const body of [new Writable(), new Blob(['a']), new ReadableStream(), ['a'], 'a', new Uint8Array(1)])
    assert.equal(isNodeReadable(body), false)
})
