// A Node stream as a request body, piece by piece against a socket in memory: when it is paused, and what becomes of it when it fails.

import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { PassThrough, type Readable } from 'node:stream'
import test from 'node:test'
import { ReadableSender, UPLOAD_BUFFERED } from '../../../src/net/upload/readable-sender.ts'
import type { Upload } from '../../../src/stream/upload/upload.ts'
import { turns } from '../../engine/kit.ts'
import { threeCases } from '../../support/three-cases.ts'

/** A sender of `stream`, into a socket that keeps all that is written in its buffer. */
function sending(stream: Readable, length?: number) {
  const socket = {
    writableLength: 0,
    write(bytes: Uint8Array) {
      socket.writableLength += bytes.length
      return false
    },
    cork() {},
    uncork() {},
  }
  const ends: unknown[] = []
  const owner = { onBodySent: () => ends.push('sent'), onBodyFail: (error: Error) => ends.push(error) }
  const sender = new ReadableSender(socket as unknown as Socket, { length } as Upload, stream, owner)
  return { sender, ends, socket }
}

threeCases('UPLOAD_BUFFERED', UPLOAD_BUFFERED, async (count) => {
  const stream = new PassThrough({ highWaterMark: 2 * UPLOAD_BUFFERED })
  const { sender, ends, socket } = sending(stream, 2 * UPLOAD_BUFFERED)
  stream.write(Buffer.alloc(count - 1))
  await turns(3)
  assert.equal(stream.isPaused(), false)
  stream.write('x')
  await turns(3)
  assert.equal(socket.writableLength, count)
  const isPaused = stream.isPaused()
  sender.resume()
  assert.equal(stream.isPaused(), false)
  sender.abandon()
  assert.equal(stream.destroyed, true)
  assert.deepEqual(ends, [])
  return !isPaused
})

test('a stream that gives what is no piece is destroyed, the body fails once, and no listener but that of errors is left', async () => {
  const stream = new PassThrough({ objectMode: true })
  const listeners = () => ['data', 'end', 'close'].map((name) => stream.listenerCount(name))
  const before = listeners()
  const { ends } = sending(stream)
  stream.write(1)
  stream.write(2)
  await turns(3)
  assert.equal(stream.destroyed, true)
  assert.deepEqual(
    ends.map((error) => (error as { code?: string }).code),
    ['ERR_UPLOAD_SOURCE'],
  )
  assert.deepEqual(listeners(), before)
})
