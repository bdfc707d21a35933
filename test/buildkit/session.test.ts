// A build session with a daemon that does what a test says: the services, and what a daemon that breaks the protocol gets.

import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  BytesMessage,
  CheckAgentRequest,
  CheckAgentResponse,
  CredentialsRequest,
  CredentialsResponse,
  GetSecretRequest,
  GetSecretResponse,
  HealthCheckResponse,
  StatusResponse,
} from '../../src/buildkit/proto/messages.ts'
import { encode } from '../../src/buildkit/proto/protobuf.ts'
import { type BuildServices, type BuildSession, buildImage, openBuildSession } from '../../src/buildkit.ts'
import { connect, type Engine } from '../../src/index.ts'
import { eventually } from '../support/eventually.ts'
import { tempDir } from '../support/temp.ts'
import { Call, type FakeDaemon, fakeDaemon, framed, http2On } from './fake-daemon.ts'

const SECRET = '/moby.buildkit.secrets.v1.Secrets/GetSecret'

async function opened(t: TestContext, services: BuildServices) {
  const daemon = await fakeDaemon(t)
  const engine = connect(daemon.host)
  t.after(() => engine.close())
  const [socket, session] = await Promise.all([daemon.socket(), openBuildSession(engine, services)])
  const http2 = http2On(socket)
  t.after(() => http2.destroy())
  return {
    daemon,
    engine,
    session,
    http2,
    socket,
    call: (method: string, metadata = {}) => new Call(http2, method, metadata),
  }
}

/** The values of one header field, a line each. */
function lines(daemon: FakeDaemon, name: string): string[] {
  const found: string[] = []
  for (let i = 0; i < daemon.sessionHeaders.length; i += 2) {
    if (daemon.sessionHeaders[i]!.toLowerCase() === name) found.push(daemon.sessionHeaders[i + 1]!)
  }
  return found
}

test('each method is a header line of its own; the key and the id are there', async (t) => {
  const { daemon, session } = await opened(t, { secrets: {}, folders: {}, auth: {}, sharedKey: 'mine' })
  assert.deepEqual(lines(daemon, 'x-docker-expose-session-uuid'), [session.id])
  assert.deepEqual(lines(daemon, 'x-docker-expose-session-sharedkey'), ['mine'])
  assert.deepEqual(lines(daemon, 'x-docker-expose-session-grpc-method').sort(), [
    '/grpc.health.v1.Health/Check',
    '/moby.buildkit.secrets.v1.Secrets/GetSecret',
    '/moby.filesync.v1.Auth/Credentials',
    '/moby.filesync.v1.Auth/FetchToken',
    '/moby.filesync.v1.Auth/GetTokenAuthority',
    '/moby.filesync.v1.Auth/VerifyTokenAuthority',
    '/moby.filesync.v1.FileSync/DiffCopy',
  ])
})

test('health, unknown methods, secrets, credentials', async (t) => {
  const auth = {
    'https://index.docker.io/v1/': { username: 'me', password: 'pass' },
    'ghcr.io': { identitytoken: 'token' },
  }
  process.env.FAIRLEAD_BUILD_SECRET = 'from the environment'
  t.after(() => delete process.env.FAIRLEAD_BUILD_SECRET)
  const secrets = {
    text: 'tëxt',
    bytes: Buffer.of(0, 255),
    env: { env: 'FAIRLEAD_BUILD_SECRET' },
    none: () => undefined,
  }
  const { call } = await opened(t, { auth, secrets })
  const health = call('/grpc.health.v1.Health/Check').send(BytesMessage, {}).end()
  assert.deepEqual(await health.next(HealthCheckResponse), { status: 1 })
  assert.equal((await health.status).status, '0')
  assert.equal((await call('/moby.filesync.v1.Auth/Other').end().status).status, '12')
  assert.equal((await call('/nothing').end().status).status, '12')
  const secret = async (id: string) => {
    const asked = call(SECRET).send(GetSecretRequest, { id }).end()
    const data = (await asked.next(GetSecretResponse))?.data
    return [(await asked.status).status, data && Buffer.from(data).toString('latin1')]
  }
  assert.deepEqual(await secret('text'), ['0', Buffer.from('tëxt').toString('latin1')])
  assert.deepEqual(await secret('bytes'), ['0', '\0\xff'])
  assert.deepEqual(await secret('env'), ['0', 'from the environment'])
  for (const id of ['none', 'other', 'constructor', '__proto__', '']) assert.equal((await secret(id))[0], '5', id)
  const credentials = async (host: string) => {
    const asked = call('/moby.filesync.v1.Auth/Credentials').send(CredentialsRequest, { host }).end()
    const { username, secret } = (await asked.next(CredentialsResponse))!
    return [username, secret]
  }
  assert.deepEqual(await credentials('registry-1.docker.io'), ['me', 'pass'])
  assert.deepEqual(await credentials('ghcr.io'), ['', 'token'])
  assert.deepEqual(await credentials('example.com'), ['', ''])
})

test('an agent gets only requests to list and to sign, in their order; its answers come back whole', async (t) => {
  const socket = path.join(tempDir(t), 'agent')
  const seen: number[] = []
  // Answers each request by its type, in two pieces.
  const agent = createServer((connection) => {
    connection.on('data', (bytes: Buffer) => {
      seen.push(bytes[4]!)
      connection.write(Buffer.of(0, 0, 0))
      setImmediate(() => connection.write(Buffer.of(2, 100, bytes[4]!)))
    })
  })
  await new Promise<void>((resolve) => agent.listen(socket, resolve))
  t.after(() => agent.close())
  const { call } = await opened(t, { ssh: { default: socket, gone: path.join(tempDir(t), 'none') } })
  const known = call('/moby.sshforward.v1.SSH/CheckAgent').send(CheckAgentRequest, {}).end()
  assert.deepEqual(await known.next(CheckAgentResponse), {})
  assert.equal(
    (await call('/moby.sshforward.v1.SSH/CheckAgent').send(CheckAgentRequest, { id: 'x' }).end().status).status,
    '5',
  )
  const forward = call('/moby.sshforward.v1.SSH/ForwardAgent', { 'buildkit.ssh.id': 'default' })
  const requests = [11, 17, 13, 27, 19, 11].map((type) => Buffer.of(0, 0, 0, 1, type))
  const all = Buffer.concat(requests)
  forward.send(BytesMessage, { data: all.subarray(0, 7) }).send(BytesMessage, { data: all.subarray(7) })
  let answers = Buffer.alloc(0)
  while (answers.length < 3 * 6 + 3 * 5) answers = Buffer.concat([answers, (await forward.next(BytesMessage))!.data])
  const one = (type: number) => [0, 0, 0, 2, 100, type]
  const no = [0, 0, 0, 1, 5]
  assert.deepEqual([...answers], [...one(11), ...no, ...one(13), ...no, ...no, ...one(11)])
  assert.deepEqual(seen, [11, 13, 11])
  forward.end()
  assert.equal((await forward.status).status, '0')
  const gone = call('/moby.sshforward.v1.SSH/ForwardAgent', { 'buildkit.ssh.id': 'gone' })
  assert.equal((await gone.status).status, '2')
})

test('a daemon that breaks the protocol ends the session with ERR_BUILD_SESSION', async (t) => {
  const broken: Record<string, Buffer> = {
    'a message of 4 GiB': Buffer.of(0, 255, 255, 255, 255, 1),
    'a message over the limit': Buffer.of(0, 1, 0, 0, 1),
    'a compressed message': Buffer.of(1, 0, 0, 0, 0),
    'no protobuf': framed(Buffer.of(0x0a, 0x7f, 1)),
    'a group': framed(Buffer.of(0x0b)),
    'a number without an end': framed(Buffer.alloc(11, 0xff)),
  }
  for (const [what, bytes] of Object.entries(broken)) {
    const { call, session } = await opened(t, { secrets: {} })
    call(SECRET).stream.write(bytes)
    const error = await session.closed
    assert.equal(error?.code, 'ERR_BUILD_SESSION', what)
    assert.equal(error?.blame, 'peer')
  }
  const { socket, session } = await opened(t, {})
  socket.write('no HTTP/2 at all, and some more bytes to be sure')
  assert.equal((await session.closed)?.code, 'ERR_BUILD_SESSION')
})

test('the end: close(), the signal, the daemon, the engine', async (t) => {
  const ends: ((session: BuildSession, stop: AbortController, close: () => void, engine: Engine) => unknown)[] = [
    (session) => session.close(),
    (_, stop) => stop.abort(),
    (_, __, close) => close(),
    (_, __, ___, engine) => engine.close(),
  ]
  for (const end of ends) {
    const stop = new AbortController()
    const { call, engine, session, socket } = await opened(t, {
      secrets: { s: () => new Promise(() => undefined) },
      signal: stop.signal,
    })
    const waiting = call(SECRET).send(GetSecretRequest, { id: 's' }).end()
    await sleep(20)
    await end(session, stop, () => socket.destroy(), engine)
    assert.equal(await session.closed, undefined)
    assert.equal((await waiting.status).status, '')
  }
  const engine = connect((await fakeDaemon(t)).host)
  t.after(() => engine.close())
  await assert.rejects(openBuildSession(engine, { signal: AbortSignal.abort() }), { code: 'ERR_ABORTED' })
})

/** A record of the trace. */
function trace(bytes: Uint8Array): string {
  return `${JSON.stringify({ id: 'moby.buildkit.trace', aux: Buffer.from(bytes).toString('base64') })}\r\n`
}

test('a build whose stream is cut, ends early, or is nonsense', async (t) => {
  const vertex = encode(StatusResponse, { vertexes: [{ digest: 'd', name: 'n', started: { seconds: 1 } }] })
  const streams: [string, string, boolean][] = [
    ['', 'ERR_BUILD_SESSION', true],
    [trace(vertex), 'ERR_BUILD_SESSION', true],
    [trace(vertex), 'ERR_TRUNCATED_BODY', false],
    [trace(Buffer.of(0x0a, 0x7f)), 'ERR_BUILD_SESSION', true],
    [`${JSON.stringify({ id: 'moby.buildkit.trace', aux: 5 })}\r\n`, 'ERR_BUILD_SESSION', true],
    [`${JSON.stringify({ id: 'moby.image.id', aux: { ID: 5 } })}\r\n`, 'ERR_RECORD_SYNTAX', true],
    [
      trace(encode(StatusResponse, { logs: Array.from({ length: 20_001 }, (_, n) => ({ vertex: `${n}` })) })),
      'ERR_BUILD_SESSION',
      true,
    ],
    [trace(Buffer.concat(Array.from({ length: 100_001 }, () => Buffer.of(0x0a, 0)))), 'ERR_BUILD_SESSION', true],
  ]
  for (const [records, code, isWhole] of streams) {
    const daemon = await fakeDaemon(t)
    const engine = connect(daemon.host)
    const build = buildImage(engine, { files: { Dockerfile: 'FROM scratch\n' } })
    const failed = assert.rejects(build.done(), { code }, code)
    const [{ response }] = await Promise.all([daemon.build(), daemon.socket()])
    response.write(records)
    if (isWhole) response.end()
    else setTimeout(() => response.socket?.destroy(), 20)
    await failed
    await engine.close()
  }
})

test('a daemon that breaks the session ends the build, and is asked to cancel', async (t) => {
  const daemon = await fakeDaemon(t)
  const engine = connect(daemon.host)
  t.after(() => engine.close())
  const build = buildImage(engine, { files: { Dockerfile: 'FROM scratch\n' } }, { secrets: { s: 'x' } })
  const failed = assert.rejects(build.done(), { code: 'ERR_BUILD_SESSION', message: /4294967295 bytes/ })
  const [{ request, response }, socket] = await Promise.all([daemon.build(), daemon.socket()])
  response.write(trace(encode(StatusResponse, {})))
  const http2 = http2On(socket)
  t.after(() => http2.destroy())
  new Call(http2, SECRET).stream.write(Buffer.of(0, 255, 255, 255, 255))
  await failed
  const { searchParams } = new URL(request.url!, 'http://x')
  await eventually(() => assert.deepEqual(daemon.cancels, [searchParams.get('buildid')]))
})
