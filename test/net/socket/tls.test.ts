// TLS to an engine: which certificates are accepted, the messages of failures, and tunnels and uploads as over any socket.
// Certificates are made by openssl when the tests run.

import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import test, { type TestContext } from 'node:test'
import tls from 'node:tls'
import { type ConnectOptions, connect, type Engine } from '../../../src/index.ts'
import {
  answer,
  attach,
  failure,
  frame,
  outcome,
  says,
  serve,
  turns,
  upgraded,
} from '../../engine/response/tunnel-kit.ts'
import { type Certificates, makeCertificates, withoutOpenssl } from '../../support/certificates.ts'
import { eventually } from '../../support/eventually.ts'
import { type Script, Wire } from '../../support/scripted-peer.ts'

const skip = withoutOpenssl()
let made: Certificates | undefined
const folder = mkdtempSync(path.join(tmpdir(), 'fairlead-tls-'))
test.after(() => rmSync(folder, { recursive: true }))

interface Peer {
  port: number
  accepted: number
  open: Set<net.Socket>
  failures: unknown[]
}

/** A TLS server that plays a script, as ScriptedPeer does, and an engine on it, by default with our certificates. */
async function secured(
  t: TestContext,
  script: Script,
  options: ConnectOptions = {},
  server: tls.TlsOptions = {},
): Promise<{ engine: Engine; peer: Peer; made: Certificates }> {
  made ??= makeCertificates(folder)
  const peer: Peer = { port: 0, accepted: 0, open: new Set(), failures: [] }
  const settings = { ...made.server, ca: made.ca, requestCert: true, rejectUnauthorized: true, ...server }
  const listener = tls.createServer({ ...settings, allowHalfOpen: true } as tls.TlsOptions, (socket) => {
    const index = peer.accepted++
    peer.open.add(socket)
    socket.on('close', () => peer.open.delete(socket))
    Promise.resolve(script(new Wire(socket), index)).catch((error: unknown) => peer.failures.push(error))
  })
  const raw = new Set<net.Socket>()
  listener.on('tlsClientError', () => {})
  listener.on('connection', (socket: net.Socket) => raw.add(socket.on('close', () => raw.delete(socket))))
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  peer.port = (listener.address() as net.AddressInfo).port
  const engine = connect({
    host: `tcp://127.0.0.1:${peer.port}`,
    apiVersion: '1.45',
    tls: { ca: made.ca, ...made.client },
    ...options,
  })
  t.after(async () => {
    await engine.close()
    for (const socket of [...peer.open, ...raw]) socket.destroy()
    const closed = once(listener, 'close')
    listener.close()
    await closed
    if (peer.failures.length > 0) throw peer.failures[0]
  })
  return { engine, peer, made }
}

/** Responds to every request. */
const pong: Script = async (wire) => {
  while ((await wire.take(1)) !== '') {
    await wire.head()
    wire.send(answer('200 OK', '{"pong":true}'))
  }
  wire.end()
}

test('both sides show certificates; one connection carries request after request', { skip }, async (t) => {
  const { engine, peer } = await secured(t, async (wire, index) => {
    assert.equal((wire.socket as tls.TLSSocket).getPeerCertificate().subject.CN, 'client')
    await pong(wire, index)
  })
  for (let i = 0; i < 3; i++) assert.deepEqual(await engine.get('/info'), { pong: true })
  assert.equal(peer.accepted, 1)
})

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  const pinned = { minVersion: version, maxVersion: version }

  test(`${version}: a tunnel’s half-close, with output after it`, { skip }, async (t) => {
    const { engine } = await secured(
      t,
      async (wire) => {
        assert.equal((wire.socket as tls.TLSSocket).getProtocol(), version)
        await wire.head()
        wire.send(Buffer.concat([Buffer.from(upgraded()), frame(1, 'first')]))
        assert.equal(await wire.take(100), 'b\na\n')
        await turns()
        wire.send(frame(1, ' late'))
        wire.end()
      },
      {},
      pinned,
    )
    const tunnel = await attach(engine)
    await tunnel.write('b\na\n')
    tunnel.end()
    assert.deepEqual(await outcome(tunnel), { frames: ['stdout first late'], code: undefined })
  })

  test(`${version}: 16 MiB both ways at once, with a slow reader, identical`, { skip }, async (t) => {
    const { engine } = await secured(
      t,
      async (wire) => {
        await wire.head()
        wire.send(upgraded())
        wire.socket.removeAllListeners('data')
        wire.socket.pipe(wire.socket)
      },
      {},
      pinned,
    )
    const tunnel = await attach(engine, { tty: true })
    const sent = createHash('sha256')
    const writer = (async () => {
      for (let i = 0; i < 16; i++) {
        const piece = randomBytes(1_048_576)
        sent.update(piece)
        await tunnel.write(piece)
      }
      tunnel.end()
    })()
    const received = createHash('sha256')
    let count = 0
    for await (const piece of tunnel) {
      received.update(piece)
      if (count++ % 16 === 0) await turns(3)
    }
    await writer
    assert.equal(received.digest('hex'), sent.digest('hex'))
  })

  test(`${version}: a client without a required certificate is rejected`, { skip }, async (t) => {
    const { made } = await secured(t, pong, {}, pinned)
    const { engine, peer } = await secured(t, pong, { tls: { ca: made.ca } }, pinned)
    const { code, message } = await failure(engine.get('/info'))
    // With TLS 1.2 within the handshake. With 1.3 the client completes the handshake before the server has checked it.
    assert.ok(code === 'ERR_CONNECT' || code === 'ERR_CONNECTION_RESET', code)
    assert.match(message, /tls\.cert/)
    assert.equal(peer.accepted, 0)
  })
}

for (const [name, options, said] of [
  ['an authority that did not sign it', (made) => ({ ca: made.stranger }), /tls\.ca/],
  ['the system’s authorities', () => true, /tls\.ca/],
  ['another name', (made) => ({ ca: made.ca, servername: 'elsewhere.example' }), /tls\.servername/],
] as [string, (made: Certificates) => ConnectOptions['tls'], RegExp][]) {
  test(`the server’s certificate is checked against ${name}: rejected, with the reason`, { skip }, async (t) => {
    const { made } = await secured(t, pong)
    const { engine, peer } = await secured(t, pong, { tls: options(made) }, { requestCert: false })
    const error = await failure(engine.get('/info'))
    assert.deepEqual([error.code, error.blame], ['ERR_CONNECT', 'network'])
    assert.match(error.message, said)
    assert.deepEqual(engine.connections, { dialling: 0, idle: 0, busy: 0, waiting: 0 })
    await eventually(() => peer.open.size === 0)
  })
}

test('a name for the certificate other than the host’s; and no check at all', { skip }, async (t) => {
  const { made } = await secured(t, pong)
  const named = await secured(t, pong, { tls: { ca: made.ca, ...made.client, servername: 'localhost' } })
  assert.deepEqual(await named.engine.get('/info'), { pong: true })
  const trusting = await secured(t, pong, { tls: { rejectUnauthorized: false } }, { requestCert: false })
  assert.deepEqual(await trusting.engine.get('/info'), { pong: true })
})

test('several authorities: as a list, and as one bundle', { skip }, async (t) => {
  const { made } = await secured(t, pong)
  for (const ca of [[made.stranger, made.ca], Buffer.concat([made.stranger, made.ca]), [String(made.ca)]]) {
    const { engine } = await secured(t, pong, { tls: { ca, ...made.client } })
    assert.deepEqual(await engine.get('/info'), { pong: true })
  }
})

test('TLS to a port that speaks plain HTTP', { skip }, async (t) => {
  const { peer } = await serve(
    t,
    async (wire) => {
      await wire.take(5)
      wire.send('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
      wire.end()
    },
    { listen: 'tcp' },
  )
  const engine = connect({ host: peer.host, tls: true })
  t.after(() => engine.close())
  const error = await failure(engine.get('/info'))
  assert.equal(error.code, 'ERR_CONNECT')
  assert.match(error.message, /does the port speak plain HTTP\?/)
})

test('plain HTTP to a port that speaks TLS and closes without a byte', { skip }, async (t) => {
  const { peer } = await secured(t, pong)
  const engine = connect({ host: `tcp://127.0.0.1:${peer.port}` })
  t.after(() => engine.close())
  const error = await failure(engine.get('/info'))
  assert.equal(error.code, 'ERR_CONNECTION_CLOSED')
})

test('plain HTTP to a port that speaks TLS, as Go’s servers and as OpenSSL’s alert say it', async (t) => {
  const go = 'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n'
  const { engine } = await serve(t, says(go), { listen: 'tcp' })
  assert.match((await failure(engine.get('/info'))).message, /400 Client sent an HTTP request to an HTTPS server\.$/)
  const { engine: other } = await serve(t, says(Uint8Array.of(0x15, 3, 1, 0, 2, 2, 70)), { listen: 'tcp' })
  const error = await failure(other.get('/info'))
  assert.equal(error.code, 'ERR_HEAD_SYNTAX')
  assert.match(error.message, /TLS/)
})

test('a handshake that hangs ends at the connect limit, or by the signal', async (t) => {
  const { peer } = await serve(t, () => {}, { listen: 'tcp' })
  const engine = connect({ host: peer.host, apiVersion: '1.45', tls: true, timeouts: { connect: 50 } })
  t.after(() => engine.close())
  assert.equal((await failure(engine.get('/info'))).code, 'ERR_CONNECT_TIMEOUT')
  const patient = connect({ host: peer.host, apiVersion: '1.45', tls: true })
  t.after(() => patient.close())
  const controller = new AbortController()
  const call = patient.get('/info', { signal: controller.signal })
  await eventually(() => peer.accepted === 2)
  controller.abort()
  assert.equal((await failure(call)).name, 'AbortError')
  await eventually(() => patient.connections.dialling === 0)
})

test('an early response while uploading is delivered, 20 times of 20', { skip }, async (t) => {
  const { engine } = await secured(t, async (wire) => {
    await wire.head()
    wire.socket.pause()
    wire.socket.end(answer('404 Not Found', '{"message":"no such path"}').replace('\r\n', '\r\nConnection: close\r\n'))
    wire.socket.once('finish', () => wire.socket.destroy())
  })
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < 512; i++) yield new Uint8Array(65_536)
  }
  for (let run = 0; run < 20; run++) {
    const put = engine.untyped.put('/containers/{id}/archive', { path: { id: 'c1' }, body: pieces() })
    await assert.rejects(put, { code: 'ERR_ENGINE', reason: 'no such path' })
  }
})

test('an upgraded socket is a TLS socket, read late and in full', { skip }, async (t) => {
  const { engine } = await secured(t, async (wire) => {
    await wire.head()
    wire.send(`${upgraded()}with the head `)
    await turns(5)
    wire.send('and later')
    assert.equal(await wire.take(2), 'ok')
    wire.end()
  })
  const { socket } = await engine.untyped.upgrade('/session')
  assert.ok(socket instanceof tls.TLSSocket)
  await turns(20)
  socket.write('ok')
  assert.equal(await text(socket), 'with the head and later')
  socket.end()
})

test('tls is for tcp hosts', () => {
  assert.throws(() => connect({ host: 'unix:///run/docker.sock', tls: true }), { code: 'ERR_OPTION' })
})
