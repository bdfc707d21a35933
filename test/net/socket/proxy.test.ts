// Through an HTTP proxy: the exact CONNECT, plain and TLS behind it, hijacks, TLS to the proxy itself, and every failure
// of a proxy.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import test, { type TestContext } from 'node:test'
import tls from 'node:tls'
import { type ConnectOptions, connect, type Engine } from '../../../src/index.ts'
import { answer, failure } from '../../engine/response/tunnel-kit.ts'
import { type Certificates, makeCertificates, withoutOpenssl } from '../../support/certificates.ts'
import { eventually } from '../../support/eventually.ts'
import { type Script, ScriptedPeer, Wire } from '../../support/scripted-peer.ts'
import { lastWords, typeAndEnd } from '../half-close.ts'

const OK = answer('200 OK', 'OK', 'text/plain')
const CONNECT = 'CONNECT engine.test:2375 HTTP/1.1\r\nHost: engine.test:2375\r\n\r\n'
const ESTABLISHED = 'HTTP/1.1 200 Connection established\r\n\r\n'

const skip = withoutOpenssl()
let made: Certificates | undefined
const folder = mkdtempSync(path.join(tmpdir(), 'fairlead-proxy-'))
test.after(() => rmSync(folder, { recursive: true }))

/** A proxy that plays a script, and an engine at a host that only the proxy could find. */
async function proxied(
  t: TestContext,
  script: Script,
  options: ConnectOptions = {},
): Promise<{ engine: Engine; proxy: ScriptedPeer }> {
  const proxy = await ScriptedPeer.start(script, 'tcp')
  const engine = connect({
    host: 'tcp://engine.test:2375',
    proxy: proxy.host.replace('tcp', 'http'),
    apiVersion: '1.45',
    ...options,
  })
  t.after(async () => {
    await engine.close()
    await proxy.close()
  })
  return { engine, proxy }
}

test('100 requests through one CONNECT', async (t) => {
  const { engine, proxy } = await proxied(t, async (wire) => {
    await wire.expect(CONNECT)
    wire.send(ESTABLISHED)
    await wire.answerAll(OK)
  })
  for (let i = 0; i < 100; i++) assert.equal(await engine.get('/_ping'), 'OK')
  assert.equal(proxy.accepted, 1)
})

test('the environment’s proxy, with a login', async (t) => {
  const script: Script = async (wire) => {
    const login = Buffer.from('me:pass word').toString('base64')
    await wire.expect(`${CONNECT.slice(0, -2)}Proxy-Authorization: Basic ${login}\r\n\r\n`)
    wire.send(ESTABLISHED)
    await wire.answerAll(OK)
  }
  const proxy = await ScriptedPeer.start(script, 'tcp')
  t.after(() => proxy.close())
  process.env.HTTP_PROXY = proxy.host.replace('tcp://', 'http://me:pass%20word@')
  t.after(() => delete process.env.HTTP_PROXY)
  const engine = connect({ host: 'tcp://engine.test:2375', apiVersion: '1.45' })
  t.after(() => engine.close())
  assert.equal(await engine.get('/_ping'), 'OK')
})

test('a hijack, half-closed, whose first bytes come with the head', async (t) => {
  const { engine } = await proxied(t, async (wire) => {
    await wire.expect(CONNECT)
    wire.send(ESTABLISHED)
    await lastWords(wire)
  })
  await typeAndEnd(engine)
})

const INTERIM = 'HTTP/1.1 100 Continue\r\n\r\n'
const EARLY = 'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n'
const established: [what: string, pieces: Iterable<string>][] = [
  ['in pieces', 'HTTP/1.0 200 OK\r\nVia: x\r\n\r\n'],
  ['behind interim responses (1xx), in one read', [`${INTERIM}${EARLY}HTTP/1.1 200 OK\r\n\r\n`]],
  ['behind interim responses (1xx), in pieces', `${INTERIM}${EARLY}HTTP/1.1 200 OK\r\n\r\n`],
  ['behind as many interim responses as are skipped', [`${INTERIM.repeat(16)}HTTP/1.1 200 OK\r\n\r\n`]],
]
for (const [what, pieces] of established) {
  test(`a response to CONNECT ${what}`, async (t) => {
    const { engine } = await proxied(t, async (wire) => {
      await wire.expect(CONNECT)
      for (const piece of pieces) {
        wire.send(piece)
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
      await wire.answerAll(OK)
    })
    assert.equal(await engine.get('/_ping'), 'OK')
  })
}

const failures: [what: string, script: Script, expected: RegExp][] = [
  [
    'an error response',
    async (wire) => {
      await wire.head()
      wire.send('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n')
    },
    /the proxy http:\/\/127\.0\.0\.1:\d+ \(the proxy option\) refused: 407 Proxy Authentication Required/,
  ],
  [
    'a switch of protocols',
    async (wire) => {
      await wire.head()
      wire.send('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n')
    },
    /refused: 101 Switching Protocols/,
  ],
  [
    'a refusal behind an interim response',
    async (wire) => {
      await wire.head()
      wire.send(`${INTERIM}HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n`)
    },
    /refused: 403 Forbidden/,
  ],
  [
    'interim responses for ever',
    async (wire) => {
      await wire.head()
      wire.send(INTERIM.repeat(17))
    },
    /refused: 100 Continue/,
  ],
  ['an end', (wire) => wire.end(), /closed the connection without a response/],
  [
    'a reset',
    async (wire) => {
      await wire.head()
      wire.reset()
    },
    /broke off: ECONNRESET/,
  ],
  [
    'no HTTP',
    async (wire) => {
      await wire.head()
      wire.send('SSH-2.0-x\r\n')
    },
    /sent no HTTP response/,
  ],
]
for (const [what, script, expected] of failures) {
  test(`${what} is reported`, async (t) => {
    const { engine } = await proxied(t, script)
    const error = await failure(engine.get('/_ping'))
    assert.equal(error.code, 'ERR_CONNECT')
    assert.match(error.message, /^GET \/_ping: cannot connect to tcp:\/\/engine\.test:2375: the proxy /)
    assert.match(error.message, expected)
  })
}

test('a proxy that does not exist, and one that never responds', async (t) => {
  const { proxy } = await proxied(t, () => {})
  const silent = connect({
    host: 'tcp://engine.test:2375',
    proxy: proxy.host.replace('tcp', 'http'),
    apiVersion: '1.45',
    timeouts: { connect: 50 },
  })
  t.after(() => silent.close())
  assert.equal((await failure(silent.get('/_ping'))).code, 'ERR_CONNECT_TIMEOUT')
  await eventually(() => assert.equal(proxy.open.size, 0))
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  await once(server.close(), 'close')
  const gone = connect({ host: 'tcp://engine.test', proxy: `127.0.0.1:${port}`, apiVersion: '1.45' })
  t.after(() => gone.close())
  const error = await failure(gone.get('/_ping'))
  assert.equal(error.code, 'ERR_CONNECT')
  assert.match(error.message, /the proxy http:\/\/127\.0\.0\.1:\d+ \(the proxy option\): ECONNREFUSED/)
})

/** A proxy that accepts CONNECT and passes everything on to `port`; with TLS if it has a certificate. */
async function realProxy(t: TestContext, port: number, server?: tls.TlsOptions): Promise<number> {
  const open = new Set<net.Socket>()
  const take = async (near: net.Socket): Promise<void> => {
    open.add(near.on('error', () => {}))
    const head = new Wire(near)
    await head.head()
    near.removeAllListeners('data')
    const far = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    open.add(far.on('error', () => near.destroy()))
    near.write(ESTABLISHED)
    near.pipe(far).pipe(near)
  }
  const listener = server
    ? tls.createServer({ ...server, allowHalfOpen: true } as tls.TlsOptions, take)
    : net.createServer({ allowHalfOpen: true }, take)
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  t.after(() => {
    for (const socket of open) socket.destroy()
    listener.close()
  })
  return (listener.address() as net.AddressInfo).port
}

for (const toProxy of ['http', 'https'] as const) {
  test(`TLS to the Engine through a proxy by ${toProxy}: requests and a hijack`, { skip }, async (t) => {
    made ??= makeCertificates(folder)
    const engineSide = tls.createServer(
      {
        ...made.server,
        ca: made.ca,
        requestCert: true,
        rejectUnauthorized: true,
        allowHalfOpen: true,
      } as tls.TlsOptions,
      async (socket) => {
        const wire = new Wire(socket.on('error', () => {}))
        await wire.head()
        wire.send(OK)
        await lastWords(wire)
      },
    )
    engineSide.listen(0, '127.0.0.1')
    await once(engineSide, 'listening')
    t.after(() => engineSide.close())
    const { port } = engineSide.address() as net.AddressInfo
    const proxyPort = await realProxy(t, port, toProxy === 'https' ? made.server : undefined)
    const engine = connect({
      host: `tcp://127.0.0.1:${port}`,
      tls: { ca: made.ca, ...made.client },
      proxy: `${toProxy}://127.0.0.1:${proxyPort}`,
      apiVersion: '1.45',
    })
    t.after(() => engine.close())
    if (toProxy === 'https') {
      // The proxy is verified against the system's authorities; ours is not one of them.
      const error = await failure(engine.get('/_ping'))
      assert.equal(error.code, 'ERR_CONNECT')
      assert.match(error.message, /the proxy https:.*(SELF_SIGNED|UNABLE_TO)/)
      return
    }
    assert.equal(await engine.get('/_ping'), 'OK')
    await typeAndEnd(engine)
    assert.equal(engine.connections.idle, 0)
  })
}

test('an Engine behind a proxy that has another certificate is reported as such', { skip }, async (t) => {
  made ??= makeCertificates(folder)
  const engineSide = tls.createServer(made.server as tls.TlsOptions).listen(0, '127.0.0.1')
  await once(engineSide, 'listening')
  t.after(() => engineSide.close())
  const { port } = engineSide.address() as net.AddressInfo
  const proxyPort = await realProxy(t, port)
  const engine = connect({
    host: `tcp://127.0.0.1:${port}`,
    tls: true,
    proxy: `127.0.0.1:${proxyPort}`,
    apiVersion: '1.45',
  })
  t.after(() => engine.close())
  const error = await failure(engine.get('/_ping'))
  assert.equal(error.code, 'ERR_CONNECT')
  assert.match(error.message, /^GET \/_ping: cannot connect to tcp:\/\/127\.0\.0\.1:\d+: (SELF_SIGNED|UNABLE_TO)/)
})

test('a proxy by https whose authority the system knows carries TLS to the Engine', { skip }, async (t) => {
  made ??= makeCertificates(folder)
  const engineSide = tls.createServer(made.server as tls.TlsOptions, async (socket) => {
    const wire = new Wire(socket.on('error', () => {}))
    await wire.answerAll(OK)
  })
  engineSide.listen(0, '127.0.0.1')
  await once(engineSide, 'listening')
  t.after(() => engineSide.close())
  const { port } = engineSide.address() as net.AddressInfo
  const proxyPort = await realProxy(t, port, made.server)
  const ca = path.join(folder, 'extra.pem')
  writeFileSync(ca, made.ca)
  const program = `
    const { connect } = await import(${JSON.stringify(new URL('../../../src/index.js', import.meta.url).href)})
    const proxy = 'https://127.0.0.1:${proxyPort}'
    const engine = connect({ host: 'tcp://127.0.0.1:${port}', tls: true, proxy, apiVersion: '1.45' })
    for (let i = 0; i < 3; i++) console.log(await engine.get('/_ping'))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: ca },
  })
  assert.equal(await text(child.stdout), 'OK\nOK\nOK\n')
})
