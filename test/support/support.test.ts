// The helpers of other tests: a bridge passes bytes and half-closes on, waiting ends, counts include what is open.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import net from 'node:net'
import test, { type TestContext } from 'node:test'
import { tcpBridge } from './bridge.ts'
import { eventually } from './eventually.ts'
import { holdings, openDescriptors, openSockets } from './handles.ts'
import { localSocket } from './local-socket.ts'
import { tempDir } from './temp.ts'

/** A unix server that echoes, and ends after its peer has ended. */
async function echo(t: TestContext): Promise<string> {
  const { path, host } = localSocket(tempDir(t), 'echo.sock')
  const server = net.createServer({ allowHalfOpen: true }, (socket) => socket.on('error', () => undefined).pipe(socket))
  server.listen(path)
  await once(server, 'listening')
  t.after(() => server.close())
  return host
}

function connectTo(host: string): net.Socket {
  const url = new URL(host)
  return net.connect({ host: url.hostname, port: Number(url.port), allowHalfOpen: true })
}

test('a bridge passes bytes and the half-close in both directions', async (t) => {
  const host = await echo(t)
  const settled = holdings()
  const bridge = await tcpBridge(host)
  const socket = connectTo(bridge.host)
  const sent = Buffer.alloc(1_000_000, 'abc')
  socket.end(sent)
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  await once(socket, 'end')
  assert.ok(Buffer.concat(chunks).equals(sent))
  await bridge.close()
  await settled()
})

test('a closed bridge ends its connections', async (t) => {
  const bridge = await tcpBridge(await echo(t))
  const socket = connectTo(bridge.host).on('error', () => undefined)
  socket.write('x')
  await once(socket, 'data')
  const closed = once(socket, 'close')
  socket.on('end', () => socket.end())
  await bridge.close()
  await closed
})

test('eventually() resolves with the result, and rejects with the last failure', async () => {
  let calls = 0
  const value = await eventually(() => {
    calls++
    assert.ok(calls > 2)
    return calls
  })
  assert.equal(value, 3)
  const never = eventually(() => Promise.reject(new Error('still not')), { within: 30 })
  await assert.rejects(never, /still not/)
  await assert.rejects(
    eventually(() => false, { within: 30 }),
    /still false/,
  )
})

test('what is open is counted, and what stays open is reported', async (t) => {
  const host = await echo(t)
  const before = { sockets: openSockets(), descriptors: openDescriptors() }
  const settled = holdings()
  const socket = net.connect(new URL(host).pathname)
  await once(socket, 'connect')
  assert.ok(openSockets() > before.sockets)
  if (before.descriptors !== undefined) assert.ok(openDescriptors()! > before.descriptors)
  await assert.rejects(settled({ within: 30 }), /open before: .* open now: /)
  socket.destroy()
  await settled()
})
