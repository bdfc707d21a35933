// Tunnels at the wire: the exact requests of attach and exec, nothing before the response's head, and every kind of response
// that an Engine or a proxy gives. The bytes of real engines are in vectors/engines.

import assert from 'node:assert/strict'
import test from 'node:test'
import { VERSION } from '../../../src/engine/request/library-version.ts'
import { EngineError } from '../../../src/error.ts'
import type { Wire } from '../../support/scripted-peer.ts'
import {
  ATTACH_HEAD,
  answer,
  attach,
  bytesOf,
  EXEC,
  failure,
  frame,
  MULTIPLEXED,
  outcome,
  RAW,
  says,
  serve,
  turns,
  upgraded,
} from './tunnel-kit.ts'

test('attach sends exactly its head, and not one byte before the response', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.expect(ATTACH_HEAD)
    await turns()
    wire.quiet()
    wire.send(upgraded())
    await wire.expect('typed\n')
    wire.end()
  })
  const tunnel = await attach(engine)
  assert.deepEqual([tunnel.status, tunnel.multiplexed, tunnel.writable], [101, true, true])
  await tunnel.write('typed\n')
  assert.deepEqual(await outcome(tunnel), { frames: [], code: undefined })
})

test('exec start sends exactly its JSON', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.expect(
      'POST /v1.45/exec/e1/start HTTP/1.1\r\n' +
        `Host: docker\r\nUser-Agent: fairlead/${VERSION}\r\n` +
        'Content-Type: application/json\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 28\r\n\r\n' +
        '{"Detach":false,"Tty":false}',
    )
    await turns()
    wire.quiet()
    wire.send(upgraded(RAW))
    wire.send(frame(1, 'done'))
    wire.end()
  })
  const tunnel = await engine.tunnel(EXEC, { path: { id: 'e1' }, body: { Detach: false, Tty: false } })
  assert.deepEqual(await outcome(tunnel), { frames: ['stdout done'], code: undefined })
})

const payload = Buffer.concat([frame(1, 'one\n'), frame(2, 'two\n')])
const whole = { frames: ['stdout one\n', 'stderr two\n'], code: undefined }

for (const [name, head, status] of [
  ['101 UPGRADED', upgraded(), 101],
  ['101 Switching Protocols', upgraded().replace('UPGRADED', 'Switching Protocols'), 101],
  ['101 without a reason', upgraded().replace(' UPGRADED', ' '), 101],
  ['101 with Content-Length: 0', upgraded(`${MULTIPLEXED}Content-Length: 0\r\n`), 101],
  ['101 with Transfer-Encoding: chunked', upgraded(`${MULTIPLEXED}Transfer-Encoding: chunked\r\n`), 101],
  ['101 without Connection and Upgrade', `HTTP/1.1 101 UPGRADED\r\n${MULTIPLEXED}\r\n`, 101],
  ['100 and then 101', `HTTP/1.1 100 Continue\r\n\r\n${upgraded()}`, 101],
  ['200 until close', `HTTP/1.1 200 OK\r\n${MULTIPLEXED}\r\n`, 200],
  ['200 of HTTP/1.0', `HTTP/1.0 200 OK\r\n${MULTIPLEXED}\r\n`, 200],
] as const) {
  test(`${name} is a stream both ways`, async (t) => {
    const { engine } = await serve(t, async (wire) => {
      await wire.head()
      wire.send(head)
      wire.send(payload)
      assert.equal(await wire.take(3), 'hi\n')
      await wire.ended()
      wire.end()
    })
    const tunnel = await attach(engine)
    assert.equal(tunnel.status, status)
    assert.equal(tunnel.writable, true)
    await tunnel.write(Buffer.from('hi\n'))
    tunnel.end()
    assert.deepEqual(await outcome(tunnel), whole)
  })
}

test('200 in chunks can be read, and says on writing why it cannot be written; end() does nothing', async (t) => {
  const size = payload.length.toString(16)
  const head = `HTTP/1.1 200 OK\r\n${MULTIPLEXED}Transfer-Encoding: chunked\r\n\r\n${size}\r\n`
  let wire: Wire | undefined
  let hasEnded = false
  const { engine } = await serve(t, async (opened) => {
    await opened.head()
    opened.send(Buffer.concat([Buffer.from(head), payload]))
    wire = opened
    await opened.ended()
    hasEnded = true
    opened.quiet()
  })
  const tunnel = await attach(engine)
  assert.equal(tunnel.writable, false)
  const error = await failure(tunnel.write('lost'))
  assert.deepEqual([error.code, error.blame], ['ERR_TUNNEL_READ_ONLY', 'peer'])
  tunnel.end()
  await turns()
  assert.equal(hasEnded, false)
  wire!.send('\r\n0\r\n\r\n')
  assert.deepEqual(await outcome(tunnel), whole)
})

test('a detached exec gets a 200 without a body: a tunnel that has ended, whose connection stays', async (t) => {
  const { engine, peer } = await serve(t, async (wire) => {
    for (let i = 0; i < 2; i++) {
      await wire.head()
      await wire.expect('{"Detach":true}')
      wire.send('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
    }
  })
  for (let i = 0; i < 2; i++) {
    const tunnel = await engine.tunnel(EXEC, { path: { id: 'e1' }, body: { Detach: true } })
    assert.deepEqual(await outcome(tunnel), { frames: [], code: undefined })
    assert.equal((await failure(tunnel.write('x'))).code, 'ERR_TUNNEL_READ_ONLY')
  }
  assert.equal(peer.accepted, 1)
})

for (const [name, text, status, reason] of [
  [
    'plain text until close under a misleading type, as Docker rejects an attach',
    `HTTP/1.1 404 Not Found\r\n${RAW}\r\nNo such container: c1\r\n`,
    404,
    'No such container: c1',
  ],
  ['JSON with a length', answer('409 Conflict', '{"message":"container is paused"}'), 409, 'container is paused'],
  ['nothing at all', 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n', 502, ''],
  ['a proxy’s page', answer('403 Forbidden', '<html>no</html>', 'text/html'), 403, '<html>no</html>'],
  ['a redirect', answer('301 Moved Permanently', '', 'text/plain'), 301, ''],
] as const) {
  test(`an error response rejects with its message: ${name}`, async (t) => {
    const { engine } = await serve(t, says(text))
    const error = await failure(attach(engine))
    assert.ok(error instanceof EngineError)
    assert.deepEqual([error.code, error.status, error.reason], ['ERR_ENGINE', status, reason])
    assert.deepEqual([error.method, error.path], ['POST', '/containers/c1/attach'])
    assert.equal(engine.connections.busy, 0)
  })
}

test('an error response with a length leaves its connection to the next request', async (t) => {
  const { engine, peer } = await serve(t, async (wire) => {
    while ((await wire.take(1)) !== '') {
      await wire.head()
      wire.send(answer('404 Not Found', '{"message":"No such container: c1"}'))
    }
  })
  for (let i = 0; i < 3; i++) assert.equal((await failure(attach(engine))).code, 'ERR_ENGINE')
  assert.equal(peer.accepted, 1)
})

test('an unrequested 101 is rejected', async (t) => {
  const { engine } = await serve(t, says(upgraded(), 'bytes of no answer'))
  const error = await failure(engine.get('/info'))
  assert.deepEqual([error.code, error.blame], ['ERR_UNASKED_UPGRADE', 'peer'])
})

test('an invalid response, or one that ends within its head, is reported as that', async (t) => {
  const { engine } = await serve(t, async (wire, index) => {
    await wire.head()
    if (index === 0) wire.send('SSH-2.0-OpenSSH_9.2\r\n')
    if (index === 1) wire.send(upgraded().slice(0, 40))
    wire.end()
  })
  assert.equal((await failure(attach(engine))).code, 'ERR_HEAD_SYNTAX')
  assert.equal((await failure(attach(engine))).code, 'ERR_TRUNCATED_HEAD')
  assert.equal((await failure(attach(engine))).code, 'ERR_CONNECTION_CLOSED')
})

test('the stream is taken once', async (t) => {
  const { engine } = await serve(t, says(upgraded(), payload))
  const tunnel = await attach(engine)
  assert.deepEqual(await bytesOf(tunnel), payload)
  assert.equal((await failure(bytesOf(tunnel))).code, 'ERR_BODY_TAKEN')
})

test('a tunnel takes its connection out of the pool for good, and leaves the idle ones there', async (t) => {
  const { engine, peer } = await serve(t, async (wire) => {
    for (let head = ''; !head.startsWith('POST'); ) {
      head = await wire.head()
      wire.send(head.startsWith('POST') ? upgraded() : answer('200 OK', '{}'))
    }
    wire.end()
  })
  await Promise.all([engine.get('/info'), engine.get('/info')])
  assert.deepEqual(engine.connections, { dialling: 0, idle: 2, busy: 0, waiting: 0 })
  const tunnel = await attach(engine)
  assert.deepEqual(engine.connections, { dialling: 0, idle: 1, busy: 1, waiting: 0 })
  assert.deepEqual(await outcome(tunnel), { frames: [], code: undefined })
  assert.deepEqual(engine.connections, { dialling: 0, idle: 1, busy: 0, waiting: 0 })
  await engine.get('/info')
  assert.equal(peer.accepted, 2)
  await outcome(await attach(engine))
})
