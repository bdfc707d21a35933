// The memory that a reader gives a plain socket for its next read: used for that read only, by that socket only, by few sockets at a
// time, and not left in a socket after a callback that throws.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import test, { type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { MAX_LOANS } from '../../../src/net/socket/lent-memory.ts'
import { plainSocket } from '../../../src/net/socket/onread.ts'
import { setListener } from '../../../src/net/socket/socket-listener.ts'
import { READ_MEMORY_BYTES, readInto, takesMemory } from '../../../src/stream/read/read-memory.ts'

const skip = process.platform === 'win32' ? 'each socket has its own buffer there' : false

type OnRead = (bytes: Uint8Array, count: number) => void

/** Connects plain sockets to a server's; `send` writes to one of them and waits until the client has read it. */
async function pairs(t: TestContext) {
  const accepted: Socket[] = []
  const server = createServer((socket) => accepted.push(socket.on('error', () => {}))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  t.after(() => {
    for (const socket of accepted) socket.destroy()
    server.close()
  })
  return async (onRead: OnRead) => {
    let reads = 0
    const listener = {
      onRead(bytes: Uint8Array, count: number) {
        reads++
        onRead(bytes, count)
        return true
      },
      onWriteFail() {},
      onSocketError() {},
      onSocketEnd() {},
      onSocketClose() {},
      onSocketTimeout() {},
      onSocketDrain() {},
    }
    const socket = plainSocket(listener, false, false)
    setListener(socket, listener)
    const known = accepted.length
    socket.connect({ port, host: '127.0.0.1' })
    await once(socket, 'connect')
    while (accepted.length === known) await sleep(1)
    const peer = accepted.at(-1)!
    t.after(() => socket.destroy())
    const send = async (text: string): Promise<void> => {
      const before = reads
      peer.write(text)
      while (reads === before && !socket.destroyed) await sleep(1)
    }
    return { socket, send }
  }
}

test('one read of one socket, from its first byte on; then the shared buffer again', { skip }, async (t) => {
  const open = await pairs(t)
  const memory = new Uint8Array(READ_MEMORY_BYTES)
  const seen: Uint8Array[] = []
  let asks = true
  const one = await open((bytes, count) => {
    seen.push(bytes)
    if (bytes === memory) assert.equal(Buffer.from(memory.subarray(0, count)).toString(), 'two')
    assert.equal(takesMemory(new Uint8Array(1)), false)
    if (!asks) return
    asks = false
    assert.equal(takesMemory(bytes), true)
    readInto(memory, bytes)
    assert.equal(takesMemory(bytes), false)
  })
  const others: Uint8Array[] = []
  const two = await open((bytes) => others.push(bytes))
  await one.send('one')
  await two.send('other')
  await one.send('two')
  await two.send('other')
  await one.send('three')
  assert.deepEqual(
    seen.map((bytes) => bytes === memory),
    [false, true, false],
  )
  assert.equal(Buffer.from(memory.subarray(0, 5)).toString(), 'two\0\0')
  assert.equal(seen[0], seen[2])
  assert.deepEqual(
    others.map((bytes) => bytes === seen[0]),
    [true, true],
  )
})

test('outside of a read, and for memory that is not that read’s, nothing is taken', () => {
  const bytes = new Uint8Array(1)
  assert.equal(takesMemory(bytes), false)
  readInto(new Uint8Array(READ_MEMORY_BYTES), bytes)
  assert.equal(takesMemory(bytes), false)
})

test('few sockets at a time; a read and a close make room', { skip }, async (t) => {
  const open = await pairs(t)
  const took: boolean[] = []
  let asks = true
  const sockets = []
  for (let at = 0; at <= MAX_LOANS; at++) {
    sockets.push(
      await open((bytes) => {
        took.push(takesMemory(bytes))
        if (asks) readInto(new Uint8Array(READ_MEMORY_BYTES), bytes)
      }),
    )
  }
  for (const { send } of sockets) await send('x')
  assert.deepEqual(took, [...Array(MAX_LOANS).fill(true), false])
  asks = false
  await sockets[0]!.send('x')
  asks = true
  await sockets.at(-1)!.send('x')
  assert.deepEqual(took.slice(-2), [true, true])
  await sockets[0]!.send('x')
  assert.equal(took.pop(), false)
  sockets[1]!.socket.destroy()
  await once(sockets[1]!.socket, 'close')
  await sockets[0]!.send('x')
  assert.equal(took.pop(), true)
})

test('a callback that throws: the socket reads no more into memory that its reader may have kept', {
  skip,
}, async (t) => {
  const open = await pairs(t)
  const memory = new Uint8Array(READ_MEMORY_BYTES)
  const { socket, send } = await open((bytes) => {
    if (bytes === memory) throw new Error('of the listener')
    readInto(memory, bytes)
  })
  const thrown: Error[] = []
  process.setUncaughtExceptionCaptureCallback((error) => thrown.push(error))
  t.after(() => process.setUncaughtExceptionCaptureCallback(null))
  await send('one')
  await send('two')
  assert.match(String(thrown), /of the listener/)
  assert.ok(socket.destroyed)
})
