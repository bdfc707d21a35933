// engine.upgrade: the real socket, as a plain net.Socket would be, with what came after the head in front.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import net from 'node:net'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import test from 'node:test'
import { VERSION } from '../../src/engine/request/library-version.ts'
import { eventually } from '../support/eventually.ts'
import { answer, failure, RAW, says, serve, turns, upgraded } from './response/tunnel-kit.ts'

const SESSION = '/session'
const h2c = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n'
const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'

test('h2c for a session: the exact request, and the bytes after the head come first', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.expect(
      `POST /v1.45/session HTTP/1.1\r\nHost: docker\r\nUser-Agent: fairlead/${VERSION}\r\n` +
        'X-Docker-Expose-Session-Uuid: u1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 0\r\n\r\n',
    )
    await turns()
    wire.quiet()
    wire.send(h2c + preface)
    await wire.expect('pong')
    wire.send('more')
    wire.end()
  })
  const headers = { 'X-Docker-Expose-Session-Uuid': 'u1' }
  const { status, headers: answered, socket } = await engine.upgrade(SESSION, { protocol: 'h2c', headers })
  assert.deepEqual([status, answered.get('upgrade')], [101, 'h2c'])
  assert.ok(socket instanceof net.Socket)
  socket.write('pong')
  assert.equal(await text(socket), `${preface}more`)
  socket.end()
})

/** The ways to read a socket. */
const readings: [string, (socket: net.Socket) => Promise<string>][] = [
  [
    "'data'",
    async (socket) => {
      let all = ''
      socket.on('data', (bytes: Buffer) => {
        all += bytes
      })
      await once(socket, 'end')
      return all
    },
  ],
  ['pipe()', (socket) => text(socket.pipe(new PassThrough()))],
  ['for await', (socket) => text(socket)],
  [
    "'readable' and read()",
    async (socket) => {
      let all = ''
      socket.on('readable', () => {
        for (let bytes = socket.read() as Buffer | null; bytes !== null; bytes = socket.read()) all += bytes
      })
      await once(socket, 'end')
      return all
    },
  ],
  [
    "resume() and 'data' later still",
    async (socket) => {
      const all: Buffer[] = []
      socket.once('data', (bytes: Buffer) => {
        all.push(bytes)
        socket.pause()
        setImmediate(() => socket.on('data', (more: Buffer) => all.push(more)).resume())
      })
      await once(socket, 'end')
      return Buffer.concat(all).toString()
    },
  ],
]

for (const [name, read] of readings) {
  for (const late of [0, 1, 30]) {
    for (const glued of ['', 'with the head ']) {
      test(`${name} ${late} turns later, ${glued ? 'bytes with the head' : 'the head alone'}: everything, in order`, async (t) => {
        const { engine } = await serve(t, async (wire) => {
          await wire.head()
          wire.send(h2c + glued)
          await turns(3)
          wire.send('soon after ')
          await turns(60)
          wire.send('at last')
          wire.end()
        })
        const { socket } = await engine.upgrade(SESSION, { protocol: 'h2c' })
        await turns(late)
        assert.equal(await read(socket), `${glued}soon after at last`)
        socket.end()
      })
    }
  }
}

test('FIN in the head’s own packet, read late', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.socket.end(`${upgraded()}last words`)
  })
  const { socket } = await engine.untyped.upgrade(SESSION)
  await turns()
  assert.equal(await text(socket), 'last words')
  socket.end()
})

test('nothing of the library stays on the socket, and its pool knows it no more', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(upgraded())
    await wire.expect('x'.repeat(500_000))
    wire.send('kept')
    await wire.ended()
    wire.end()
  })
  const { signal } = new AbortController()
  const plain = new net.Socket()
  const { socket } = await engine.untyped.upgrade(SESSION, { signal, timeouts: { idle: 10 } })
  await turns(5)
  for (const event of ['data', 'error', 'close', 'timeout', 'drain', 'readable']) {
    assert.equal(socket.listenerCount(event), plain.listenerCount(event), event)
  }
  assert.deepEqual(engine.connections, { dialling: 0, idle: 0, busy: 0, waiting: 0 })
  await engine.close()
  if (!socket.write('x'.repeat(500_000))) await once(socket, 'drain')
  assert.equal(String((await once(socket, 'data'))[0]), 'kept')
  socket.setTimeout(20)
  await once(socket, 'timeout')
  socket.end()
  await once(socket, 'close')
})

test('a socket dialled for reuse is not given away: an upgrade dials its own', async (t) => {
  const { engine, peer } = await serve(t, async (wire) => {
    for (let method = await wire.take(5); method !== ''; method = await wire.take(5)) {
      await wire.head()
      wire.send(method === 'POST ' ? upgraded() : answer('200 OK', '{}'))
    }
    wire.end()
  })
  await engine.get('/info')
  const { socket } = await engine.untyped.upgrade(SESSION)
  assert.equal(peer.accepted, 2)
  assert.equal(engine.connections.idle, 1)
  socket.destroy()
  await eventually(() => peer.open.size === 1)
})

test('an error response rejects with its message, and closes the connection or keeps it', async (t) => {
  const { engine } = await serve(t, async (wire, index) => {
    await wire.head()
    if (index === 0) wire.send(`HTTP/1.1 404 Not Found\r\n${RAW}\r\nNo such container: c1\r\n`)
    else wire.send(answer('400 Bad Request', '{"message":"no upgrade"}'))
    wire.end()
  })
  assert.match((await failure(engine.untyped.upgrade(SESSION))).message, /404 No such container: c1$/)
  assert.match((await failure(engine.untyped.upgrade(SESSION))).message, /400 no upgrade$/)
})

test('aborted before the head: the socket goes; aborted after: it is the caller’s', async (t) => {
  const { engine, peer } = await serve(t, async (wire, index) => {
    await wire.head()
    if (index === 1) wire.send(`${upgraded()}still here`)
    await wire.ended()
    wire.end()
  })
  const first = new AbortController()
  const opening = engine.untyped.upgrade(SESSION, { signal: first.signal })
  await eventually(() => peer.accepted === 1)
  first.abort()
  assert.equal((await failure(opening)).name, 'AbortError')
  await eventually(() => peer.open.size === 0)
  const second = new AbortController()
  const { socket } = await engine.untyped.upgrade(SESSION, { signal: second.signal })
  second.abort()
  assert.equal(String((await once(socket, 'data'))[0]), 'still here')
  socket.end()
  await once(socket, 'end')
})

test('a 200 until close is a socket as well; one with a length or in chunks is not', async (t) => {
  const { engine } = await serve(t, async (wire, index) => {
    await wire.head()
    const fields = ['', 'Content-Length: 5\r\n', 'Transfer-Encoding: chunked\r\n'][index]
    wire.send(`HTTP/1.1 200 OK\r\n${RAW}${fields}\r\n${index === 2 ? '5\r\nhello\r\n0\r\n\r\n' : 'hello'}`)
    wire.end()
  })
  const { status, socket } = await engine.untyped.upgrade(SESSION)
  assert.equal(status, 200)
  assert.equal(await text(socket), 'hello')
  socket.end()
  assert.equal((await failure(engine.untyped.upgrade(SESSION))).code, 'ERR_TUNNEL_READ_ONLY')
  assert.equal((await failure(engine.untyped.upgrade(SESSION))).code, 'ERR_TUNNEL_READ_ONLY')
  assert.equal(engine.connections.busy, 0)
})

test('the end of what was sent in the meantime is reported on reading', async (t) => {
  const { engine } = await serve(t, says(upgraded(), 'all'))
  const { socket } = await engine.untyped.upgrade(SESSION)
  await turns(30)
  socket.setEncoding('utf8')
  let all = ''
  socket.on('data', (piece: string) => {
    all += piece
  })
  await once(socket, 'end')
  assert.equal(all, 'all')
  socket.destroy()
})
