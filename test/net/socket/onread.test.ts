// What fairlead relies on of `onread`, beyond what Node documents: the callback's `this` is the socket, one buffer serves many
// sockets, and no 'data' event comes as well. Bun and Deno were tried by hand (docs/runtimes.md).

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import test from 'node:test'
import tls from 'node:tls'
import { plainSocket, READ_BYTES, readInto } from '../../../src/net/socket/onread.ts'
import { setListener } from '../../../src/net/socket/socket-listener.ts'
import { makeCertificates, withoutOpenssl } from '../../support/certificates.ts'
import { tempDir } from '../../support/temp.ts'

const SOCKETS = 20

test('reads of plain sockets come by onread, each to its own listener, through one buffer', async (t) => {
  const server = createServer((socket) => socket.end(`from ${socket.remotePort} `.repeat(4000)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  const buffers = new Set<ArrayBufferLike>()
  let reading = false

  async function read(): Promise<void> {
    let text = ''
    const listener = {
      onRead(bytes: Uint8Array, count: number) {
        assert.equal(reading, false, 'a read within a read')
        reading = true
        buffers.add(bytes.buffer)
        text += Buffer.from(bytes.subarray(0, count)).toString('latin1')
        reading = false
        return true
      },
      onWriteFail() {},
      onSocketError(error: Error) {
        throw error
      },
      onSocketEnd() {},
      onSocketClose() {},
      onSocketTimeout() {},
      onSocketDrain() {},
    }
    const socket = plainSocket(listener, false, false)
    setListener(socket, listener)
    socket.connect({ port, host: '127.0.0.1' })
    await once(socket, 'connect')
    const from = `from ${socket.localPort} `
    await once(socket, 'end')
    socket.destroy()
    assert.equal(text, from.repeat(4000))
  }

  // The first one shows that the callback gets the socket; those that follow share one callback.
  await read()
  await Promise.all(Array.from({ length: SOCKETS }, read))
  if (process.platform !== 'win32') assert.equal(buffers.size, 1)
})

test('the callback of a plain socket gets the socket as `this`, and no data event comes beside it', async (t) => {
  const server = createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const seen: unknown[] = []
  for (let at = 0; at < 2; at++) {
    // What the first one's callback receives as `this` decides about the second one's callback, which asks the socket.
    const socket = plainSocket({ onRead: () => seen.push(`dialled ${at}`) > 0, onWriteFail() {} }, false, false)
    socket.on('data', () => seen.push('data'))
    setListener(socket, { onRead: () => seen.push(`set ${at}`) > 0, ...silent })
    socket.connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' })
    await once(socket, 'end')
    socket.destroy()
  }
  assert.equal(seen.pop(), 'set 1')
  assert.equal(seen.length, 1, String(seen))
})

test('reads of a TLS socket come by onread', { skip: withoutOpenssl() }, async (t) => {
  const { server: keys } = makeCertificates(tempDir(t))
  const server = tls.createServer(keys, (socket) => socket.end('hello')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const seen: unknown[] = []
  const onread = readInto(new Uint8Array(READ_BYTES), { onRead: (_, count) => seen.push(count) > 0, onWriteFail() {} })
  const socket = tls.connect({
    port: (server.address() as AddressInfo).port,
    host: '127.0.0.1',
    rejectUnauthorized: false,
    ...{ onread },
  })
  socket.on('data', () => seen.push('data'))
  await once(socket, 'end')
  socket.destroy()
  assert.deepEqual(seen, [5])
})

const silent = {
  onSocketError() {},
  onSocketEnd() {},
  onSocketClose() {},
  onSocketTimeout() {},
  onSocketDrain() {},
}
