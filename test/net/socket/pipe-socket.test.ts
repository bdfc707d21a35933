// A PipeSocket anywhere: end() shuts nothing down and writes an empty piece behind everything else. What a pipe in message mode makes of it
// is in test/windows/half-close.test.ts.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import test from 'node:test'
import { PipeSocket } from '../../../src/net/socket/pipe-socket.ts'

test('end(): all that was written, an empty write, and the socket stays open both ways', async (t) => {
  const events: string[] = []
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('data', (bytes) => events.push(`${bytes}`))
    socket.on('end', () => events.push('end'))
    setTimeout(() => socket.end('late'), 100)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const written: number[] = []
  class Seen extends PipeSocket {
    override _write(chunk: Uint8Array, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
      written.push(chunk.length)
      super._write(chunk, encoding, done)
    }
  }
  const socket = new Seen({ allowHalfOpen: true })
  socket.connect((server.address() as AddressInfo).port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write('all')
  socket.end()
  await once(socket, 'finish')
  assert.deepEqual(written, [3, 0])
  const [late] = await once(socket, 'data')
  assert.equal(String(late), 'late')
  assert.deepEqual(events, ['all'])
  socket.destroy()
})
