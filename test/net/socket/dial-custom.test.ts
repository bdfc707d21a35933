// connect({ dial }): any stream of bytes is a connection, with the same requests, reuse, half-close and give-away as a
// socket of fairlead's own, and its failures are reported.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import net from 'node:net'
import { Duplex, PassThrough } from 'node:stream'
import test, { type TestContext } from 'node:test'
import { VERSION } from '../../../src/engine/request/library-version.ts'
import { type ConnectOptions, connect, type DialFunction, type Engine } from '../../../src/index.ts'
import { ATTACH_HEAD, answer, attach, failure, frame, outcome, upgraded } from '../../engine/response/tunnel-kit.ts'
import { eventually } from '../../support/eventually.ts'
import { type Script, ScriptedPeer } from '../../support/scripted-peer.ts'
import { earlyAndLate, lastWords, takeSocket, typeAndEnd } from '../half-close.ts'

const PING = `GET /v1.45/_ping HTTP/1.1\r\nHost: docker\r\nUser-Agent: fairlead/${VERSION}\r\n\r\n`
const OK = answer('200 OK', 'OK', 'text/plain')

/** A stream that is no socket: it passes everything to one and back. */
function plainDuplex(socket: net.Socket): Duplex {
  const back = new PassThrough()
  socket.on('error', () => back.destroy())
  socket.pipe(back)
  const duplex = Duplex.from({ readable: back, writable: socket })
  duplex.on('close', () => socket.destroy())
  return duplex
}

const to = (peer: ScriptedPeer) => net.connect({ path: new URL(peer.host).pathname, allowHalfOpen: true })

const ways: Record<string, (peer: ScriptedPeer) => ReturnType<DialFunction>> = {
  'a socket that still connects': to,
  'a promise of a socket': async (peer) => {
    const socket = to(peer)
    await once(socket, 'connect')
    return socket
  },
  'a Duplex that is no socket': (peer) => plainDuplex(to(peer)),
}

async function dialled(
  t: TestContext,
  way: (peer: ScriptedPeer) => ReturnType<DialFunction>,
  script: Script,
): Promise<{ engine: Engine; peer: ScriptedPeer; dialled: () => number }> {
  const peer = await ScriptedPeer.start(script)
  let count = 0
  const dial = () => {
    count++
    return way(peer)
  }
  const engine = connect({ dial, apiVersion: '1.45' })
  t.after(async () => {
    await engine.close()
    await peer.close()
  })
  return { engine, peer, dialled: () => count }
}

for (const [name, way] of Object.entries(ways)) {
  test(`${name}: 100 requests on one`, async (t) => {
    const { engine, dialled: count } = await dialled(t, way, async (wire) => {
      for (let i = 0; i < 100; i++) {
        await wire.expect(PING)
        wire.send(OK)
      }
    })
    for (let i = 0; i < 100; i++) assert.equal(await engine.get('/_ping'), 'OK')
    assert.equal(count(), 1)
    assert.deepEqual(engine.connections, { dialling: 0, idle: 1, busy: 0, waiting: 0 })
  })

  test(`${name}: a half-closed tunnel receives the rest of the output`, async (t) => {
    const { engine } = await dialled(t, way, async (wire) => {
      await lastWords(wire, ATTACH_HEAD)
    })
    await typeAndEnd(engine)
  })

  test(`${name}: given away by upgrade()`, async (t) => {
    const { engine } = await dialled(t, way, async (wire) => {
      await earlyAndLate(wire)
    })
    await takeSocket(engine)
  })

  test(`${name}: a reader that pauses stops the peer, and misses nothing`, async (t) => {
    const total = 8_388_608
    let written = 0
    const { engine } = await dialled(t, way, async (wire) => {
      await wire.head()
      wire.send(`HTTP/1.1 200 OK\r\nContent-Length: ${total}\r\n\r\n`)
      const piece = Buffer.alloc(65_536, 'x')
      while (written < total) {
        written += piece.length
        if (!wire.socket.write(piece)) await once(wire.socket, 'drain')
      }
    })
    const response = await engine.untyped.request('GET', '/images/x/get')
    let read = 0
    let held = 0
    for await (const bytes of response) {
      if (read === 0) {
        let before = -1
        await eventually(
          () => {
            const still = written === before
            before = written
            return still
          },
          { every: 100 },
        )
        held = written
      }
      read += bytes.length
    }
    assert.ok(held < total / 2, `${held} were written`)
    assert.equal(read, total)
  })

  test(`${name}: closing the engine closes it`, async (t) => {
    const { engine, peer } = await dialled(t, way, async (wire) => {
      await wire.head()
      wire.send(OK)
    })
    await engine.get('/_ping')
    assert.equal(peer.open.size, 1)
    await engine.close()
    await eventually(() => assert.equal(peer.open.size, 0))
  })
}

const failing = async (t: TestContext, dial: unknown, options: ConnectOptions = {}) => {
  const engine = connect({ dial: dial as DialFunction, apiVersion: '1.45', ...options })
  t.after(() => engine.close())
  return failure(engine.get('/_ping'))
}

test('an error of dial, a value that is no stream, and a stream that breaks are reported', async (t) => {
  const thrown = await failing(t, () => {
    throw new Error('no way there')
  })
  assert.equal(thrown.code, 'ERR_CONNECT')
  assert.equal(thrown.message, "GET /_ping: cannot connect to the given 'dial': no way there")
  const failed = await failing(t, () => net.connect({ path: '/nonexistent/engine.sock' }))
  assert.equal(failed.code, 'ERR_CONNECT')
  assert.match(failed.message, /ENOENT/)
  const none = await failing(t, () => 'a string')
  assert.equal(none.code, 'ERR_OPTION')
  assert.match(none.message, /expected a Duplex/)
  const broken = await failing(t, () => {
    const stream = new PassThrough()
    setImmediate(() => stream.destroy(new Error('it broke')))
    return Duplex.from({ readable: stream, writable: new PassThrough() })
  })
  assert.equal(broken.code, 'ERR_CONNECTION_RESET')
  assert.match(broken.message, /before the response began: it broke/)
  const words = await failing(t, () => {
    const stream = new PassThrough()
    stream.setEncoding('utf8').write('text')
    return stream
  })
  assert.equal(words.code, 'ERR_CONNECTION_RESET')
  assert.match(words.message, /not a Uint8Array/)
})

test('the signal of a dial aborts when the dial takes too long or is no longer needed', async (t) => {
  let signal: AbortSignal | undefined
  const never = (given: AbortSignal) => {
    signal = given
    return new Promise<Duplex>(() => {})
  }
  const late = await failing(t, never, { timeouts: { connect: 30 } })
  assert.equal(late.code, 'ERR_CONNECT_TIMEOUT')
  assert.equal(signal?.aborted, true)
  const engine = connect({ dial: never, apiVersion: '1.45' })
  t.after(() => engine.close())
  const stop = new AbortController()
  const call = failure(engine.get('/_ping', { signal: stop.signal }))
  await eventually(() => assert.equal(signal?.aborted, false))
  stop.abort()
  assert.equal((await call).code, 'ERR_ABORTED')
  assert.equal(signal?.aborted, true)
})

test('a stream that comes too late is destroyed', async (t) => {
  const stream = new PassThrough()
  let give = (_stream: Duplex): void => {}
  const dial = () =>
    new Promise<Duplex>((resolve) => {
      give = resolve
    })
  assert.equal((await failing(t, dial, { timeouts: { connect: 10 } })).code, 'ERR_CONNECT_TIMEOUT')
  give(stream)
  await eventually(() => assert.equal(stream.destroyed, true))
})

test('an idle limit counts on any stream', async (t) => {
  const { engine } = await dialled(t, ways['a Duplex that is no socket']!, async (wire) => {
    await wire.head()
    wire.send('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab')
    await wire.ended()
  })
  const error = await failure(engine.get('/_ping', { timeouts: { idle: 30 } }))
  assert.equal(error.code, 'ERR_IDLE_TIMEOUT')
})

test('dial together with a host or TLS, or that is no function, is rejected', () => {
  const dial = () => new PassThrough()
  for (const options of [{ dial, host: 'unix:///x' }, { dial, tls: true }, { dial: 'x' }]) {
    assert.throws(() => connect(options as ConnectOptions), { code: 'ERR_OPTION' })
  }
})

test('a reset within a tunnel is the end of one over a unix socket only', async (t) => {
  const peer = await ScriptedPeer.start(async (wire) => {
    await wire.head()
    wire.send(Buffer.concat([Buffer.from(upgraded()), frame(1, 'so far')]))
    await wire.expect('typed')
    wire.reset()
  }, 'tcp')
  t.after(() => peer.close())
  const { hostname, port } = new URL(peer.host)
  const toTcp = () => net.connect({ host: hostname, port: Number(port), allowHalfOpen: true })
  for (const dial of [toTcp, () => plainDuplex(toTcp())]) {
    const engine = connect({ dial, apiVersion: '1.45' })
    t.after(() => engine.close())
    const tunnel = await attach(engine)
    await tunnel.write('typed')
    const { frames, code } = await outcome(tunnel)
    assert.deepEqual(frames, ['stdout so far'])
    assert.match(code ?? 'a good end', /^ERR_CONNECTION_(RESET|CLOSED)$/)
  }
})

test('a response before the end of an upload survives the failed write', async (t) => {
  const { engine } = await dialled(t, to, async (wire) => {
    await wire.head()
    wire.send('HTTP/1.1 507 Insufficient Storage\r\nContent-Length: 4\r\n\r\nfull')
    wire.socket.destroySoon()
  })
  async function* endless() {
    for (;;) yield Buffer.alloc(65_536)
  }
  const error = await failure(engine.untyped.post('/images/load', { body: endless() }))
  assert.equal(error.code, 'ERR_ENGINE')
})
