// A socket whose failed writes do not lose what the peer has sent: the unit, and early responses to uploads over it.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import net from 'node:net'
import { Readable } from 'node:stream'
import test, { type TestContext } from 'node:test'
import { makePatient, PatientSocket } from '../../../src/net/socket/patient-socket.ts'
import { removeListener, setListener } from '../../../src/net/socket/socket-listener.ts'
import { answer, serve, turns } from '../../engine/response/tunnel-kit.ts'
import { eventually } from '../../support/eventually.ts'
import { localSocket } from '../../support/local-socket.ts'
import { tempDir } from '../../support/temp.ts'

/** The two kinds: without TLS, and any other socket, TLS among them. */
const KINDS = {
  'a socket': (_: (error: NodeJS.ErrnoException) => void): net.Socket => new PatientSocket({ allowHalfOpen: true }),
  'a socket that was made patient': (onWriteFail: (error: NodeJS.ErrnoException) => void): net.Socket =>
    makePatient(new net.Socket({ allowHalfOpen: true }), onWriteFail),
}

/** A patient socket to a server that plays `script`, with what it reports. */
async function connected(t: TestContext, script: (peer: net.Socket) => void, make = KINDS['a socket']) {
  const socketPath = localSocket(tempDir(t), 'peer.sock').path
  const server = net.createServer({ allowHalfOpen: true }, (peer) => script(peer.on('error', () => {})))
  server.listen(socketPath)
  await once(server, 'listening')
  t.after(() => server.close())
  const failures: string[] = []
  const events: string[] = []
  const onWriteFail = (error: NodeJS.ErrnoException): unknown => failures.push(error.code ?? error.message)
  const socket = make(onWriteFail)
  const nothing = (): void => {}
  setListener(socket, {
    onSocketError: () => events.push('error'),
    onSocketEnd: nothing,
    onSocketClose: nothing,
    onSocketTimeout: nothing,
    onSocketDrain: nothing,
    onWriteFail,
  })
  for (const event of ['end', 'close', 'finish']) socket.on(event, () => events.push(event))
  socket.connect({ path: socketPath })
  await once(socket, 'connect')
  return { socket, failures, events }
}

for (const [kind, make] of Object.entries(KINDS)) {
  test(`${kind}: a write to a peer that is gone is reported once; later ones are discarded; what the peer sent is read to its end`, async (t) => {
    const { socket, failures, events } = await connected(
      t,
      (peer) => {
        peer.end('the last words')
        peer.destroySoon()
      },
      make,
    )
    await turns()
    let text = ''
    for (let i = 0; i < 10; i++) socket.write(`piece ${i}`)
    await eventually(() => failures.length > 0)
    socket.write('later')
    socket.end('and the end')
    socket.on('data', (bytes: Buffer) => {
      text += bytes
    })
    await once(socket, 'end')
    assert.equal(text, 'the last words')
    assert.deepEqual(failures, ['EPIPE'])
    assert.ok(!events.includes('error'))
    await eventually(() => events.includes('finish'))
  })

  test(`${kind}: each write’s callback comes, in order and without an error`, async (t) => {
    const { socket, failures } = await connected(t, (peer) => peer.destroy(), make)
    socket.resume()
    const called: number[] = []
    const errors: unknown[] = []
    socket.cork()
    for (let i = 0; i < 5; i++) {
      socket.write('x', (error) => {
        called.push(i)
        if (error) errors.push(error)
      })
    }
    socket.uncork()
    await eventually(() => called.length === 5)
    for (let i = 5; i < 10; i++) socket.write('x', () => called.push(i))
    await eventually(() => called.length === 10)
    assert.deepEqual(called, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    assert.deepEqual(errors, [])
    assert.equal(failures.length, 1)
  })

  test(`${kind}: after the failure the writable side still emits drain, so that writers end`, async (t) => {
    const { socket, failures } = await connected(t, (peer) => peer.destroy(), make)
    socket.resume()
    const piece = Buffer.alloc(1_000_000)
    for (let i = 0; i < 20; i++) if (!socket.write(piece)) await once(socket, 'drain')
    assert.equal(failures.length, 1)
  })
}

test('any other failure is an error, as with every socket', async (t) => {
  const listened = await connected(t, () => {})
  listened.socket.destroy(new Error('listened'))
  await eventually(() => listened.events.includes('close'))
  assert.deepEqual(listened.events, ['error', 'close'])
  // Without a listener it is a socket like any other.
  const { socket, failures } = await connected(t, () => {})
  removeListener(socket)
  const failed = once(socket, 'error')
  socket.destroy(new Error('own'))
  assert.equal(((await failed.catch((error: Error) => [error])) as Error[])[0]?.message, 'own')
  socket.write('x')
  await turns()
  assert.deepEqual(failures, [])
})

test('an ordinary life: bytes both ways, half-close, close', async (t) => {
  const { socket, failures, events } = await connected(t, (peer) => peer.pipe(peer))
  socket.write('one ')
  socket.end('two')
  let text = ''
  for await (const piece of socket) text += piece
  assert.equal(text, 'one two')
  await eventually(() => events.includes('close'))
  assert.deepEqual([failures, events.includes('error')], [[], false])
})

const MIB = 1_048_576
const reason = 'the container has no such path'
const errorResponse = answer('404 Not Found', `{"message":"${reason}"}`)

/** Bodies of 32 MiB, more than any kernel buffer. */
const bodies: Record<string, () => { body: Uint8Array | Readable | AsyncIterable<Uint8Array>; bodyLength?: number }> = {
  bytes: () => ({ body: new Uint8Array(32 * MIB) }),
  'a stream in chunks': () => ({ body: Readable.from(pieces()) }),
  'a stream of known length': () => ({ body: pieces(), bodyLength: 32 * MIB }),
}

async function* pieces(): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < 512; i++) yield new Uint8Array(65_536)
}

for (const listen of ['unix', 'tcp'] as const) {
  for (const [name, make] of Object.entries(bodies)) {
    test(`a response before the upload’s end is delivered, 50 times of 50: ${name} over ${listen}`, async (t) => {
      const { engine } = await serve(
        t,
        async (wire, index) => {
          await wire.head()
          // Some get their response before a byte of the body was read, some in its middle.
          if (index % 2 === 1) await wire.take(200_000)
          wire.socket.pause()
          wire.socket.end(errorResponse.replace('\r\n', '\r\nConnection: close\r\n'))
          // Unread bytes of the body make the kernel reset the connection, on TCP at once.
          wire.socket.once('finish', () => wire.socket.destroy())
        },
        { listen },
      )
      for (let run = 0; run < 50; run++) {
        const put = engine.put('/containers/{id}/archive', { path: { id: 'c1' }, query: { path: '/' }, ...make() })
        await assert.rejects(put, { code: 'ERR_ENGINE', status: 404, reason })
      }
      assert.deepEqual(engine.connections, { dialling: 0, idle: 0, busy: 0, waiting: 0 })
    })
  }

  test(`an unread response is delivered although a write finds the peer gone, 50 times of 50, over ${listen}`, async (t) => {
    let gone = (): void => {}
    const { engine } = await serve(
      t,
      async (wire) => {
        await wire.head()
        await wire.take(1000)
        wire.socket.write(errorResponse)
        wire.socket.destroy()
        // Before the client's turn to read: its next write is the first to notice.
        gone()
      },
      { listen },
    )
    for (let run = 0; run < 50; run++) {
      async function* late(): AsyncGenerator<Uint8Array> {
        const left = new Promise<void>((resolve) => {
          gone = resolve
        })
        yield new Uint8Array(2000)
        await left
        yield* pieces()
      }
      const put = engine.put('/containers/{id}/archive', { path: { id: 'c1' }, query: { path: '/' }, body: late() })
      await assert.rejects(put, { code: 'ERR_ENGINE', status: 404, reason })
    }
  })

  test(`an early response on a connection that stays open, over ${listen}: it is delivered, and the connection is not used again`, async (t) => {
    const { engine, peer } = await serve(
      t,
      async (wire) => {
        await wire.head()
        wire.send(errorResponse)
        await wire.ended()
        wire.end()
      },
      { listen },
    )
    const put = (body: AsyncIterable<Uint8Array>) =>
      engine.put('/containers/{id}/archive', { path: { id: 'c1' }, query: { path: '/' }, body })
    let released = false
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield new Uint8Array(65_536)
      } finally {
        released = true
      }
    }
    await assert.rejects(put(endless()), { code: 'ERR_ENGINE', status: 404, reason })
    await eventually(() => released)
    await assert.rejects(put(pieces()), { code: 'ERR_ENGINE' })
    assert.equal(peer.accepted, 2)
  })
}

test('a peer that closes without a byte during an upload is an error of the connection', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    await wire.take(100_000)
    wire.socket.destroy()
  })
  const error = await engine.untyped.put('/containers/{id}/archive', { path: { id: 'c1' }, body: pieces() }).then(
    () => undefined,
    (error: { code?: string }) => error.code,
  )
  assert.ok(error === 'ERR_CONNECTION_CLOSED' || error === 'ERR_CONNECTION_RESET', error)
})
