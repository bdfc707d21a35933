// Control with a hostile or broken peer: connections that are cut, at any byte, peers that are none, and random frames.
// Invariants: every build settles, with a typed error; nothing is thrown elsewhere; no connection and no timer is left.

import assert from 'node:assert/strict'
import { performServerHandshake } from 'node:http2'
import { createServer } from 'node:net'
import path from 'node:path'
import type { Duplex } from 'node:stream'
import test, { type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { GrpcClient } from '../../src/buildkit/control/client.ts'
import { SolveResponse } from '../../src/buildkit/control/control-messages.ts'
import { buildImage, openBuildSession } from '../../src/buildkit.ts'
import { connect, type FairleadError } from '../../src/index.ts'
import { takeTimers } from '../../src/net/base/timers.ts'
import { eventually } from '../support/eventually.ts'
import { holdings } from '../support/handles.ts'
import fc from '../support/property.ts'
import { repeated } from '../support/soak.ts'
import { tempDir } from '../support/temp.ts'
import { controlDaemon } from './control-daemon.ts'
import { begun, FILES, IMAGE, tell } from './control-kit.ts'
import { duplexPair } from './duplex-pair.ts'
import { framed } from './fake-daemon.ts'
import { anyFrame, CASES } from './hostile-kit.ts'

/** As src/buildkit/control/client.ts has them. */
const GREETING_MS = 10_000
const LIVENESS_MS = 30_000

const DIGEST = { exporter: new Map([['containerimage.digest', IMAGE]]) }

test('an answer that is a web page, or an error of HTTP', async () => {
  for (const [status, type] of [
    [404, 'text/html'],
    [200, 'text/html'],
    [503, 'application/grpc'],
  ] as const) {
    const [here, there] = duplexPair()
    respond(there, status, type)
    const call = new GrpcClient(here).call('Solve')
    await assert.rejects(call.response(SolveResponse), { code: 'ERR_BUILD_SESSION', message: /Solve/ })
    here.destroy()
  }
})

function respond(socket: Duplex, status: number, type: string): void {
  performServerHandshake(socket).on('stream', (stream) => {
    stream.respond({ ':status': status, 'content-type': type })
    stream.end('<html>')
  })
}

test('a peer of HTTP/1.1, one that closes, and one that is silent', async (t) => {
  const answers: Record<string, (socket: Duplex) => void> = {
    'HTTP/1.1 301': (socket) =>
      socket.end('HTTP/1.1 301 Moved Permanently\r\nLocation: /%2A\r\nContent-Length: 0\r\n\r\n'),
    closes: (socket) => socket.destroy(),
    silent: () => undefined,
  }
  for (const [what, answer] of Object.entries(answers)) {
    await t.test(what, async (t) => {
      const through = (socket: Duplex): Duplex => {
        answer(socket.resume())
        return duplexPair()[0]
      }
      const daemon = await controlDaemon(t, { through })
      const engine = connect(daemon.host)
      t.after(() => engine.close())
      if (what === 'silent') {
        t.mock.timers.enable({ apis: ['setTimeout'] })
        takeTimers()
        t.after(() => {
          t.mock.timers.reset()
          takeTimers()
        })
      }
      const opened = assert.rejects(openBuildSession(engine, { via: 'control' }), { code: 'ERR_NO_BUILDKIT' })
      while (!daemon.seen.includes('h2')) await new Promise((resolve) => setImmediate(resolve))
      if (what === 'silent') t.mock.timers.tick(GREETING_MS)
      await opened
      await eventually(() => assert.ok(daemon.connections <= 1))
    })
  }
})

/** A daemon that answers a build whole, over a transport that is cut after so many of its bytes; what has come of the build. */
async function cutAfter(t: TestContext, most: number): Promise<{ code: string; bytes: number }> {
  let bytes = 0
  const through = (socket: Duplex): Duplex => {
    const [here, there] = duplexPair()
    socket.on('data', (data: Buffer) => there.write(data)).on('end', () => there.end())
    socket.on('close', () => there.destroy()).resume()
    there.on('data', (data: Buffer) => {
      const rest = most - bytes
      bytes += data.length
      socket.write(data.subarray(0, rest))
      if (data.length >= rest) socket.destroy()
    })
    there.on('close', () => socket.destroy())
    return here
  }
  const daemon = await controlDaemon(t, { through })
  const engine = connect(daemon.host)
  const build = buildImage(engine, FILES)
  void daemon.call('Status').then(async (progress) => {
    await tell(progress)
    progress.finish()
  })
  void daemon.call('Solve').then((solve) => solve.send(SolveResponse, DIGEST).finish())
  const code = await build.done().then(
    () => 'built',
    (error: FairleadError) => error.code,
  )
  await engine.close()
  return { code, bytes }
}

test('a connection that is cut at any byte', async (t) => {
  const settled = holdings()
  await t.test('cuts', async (t) => {
    const { code, bytes: all } = await cutAfter(t, Number.POSITIVE_INFINITY)
    assert.equal(code, 'built')
    const found = new Map<string, number>()
    const step = repeated({ soak: 1, usually: 7 })
    for (let most = 0; most < all; most += step) {
      const { code } = await cutAfter(t, most)
      found.set(code, (found.get(code) ?? 0) + 1)
    }
    t.diagnostic(`of ${all} bytes: ${JSON.stringify([...found])}`)
    // What is cut behind the result does not matter.
    const known = ['ERR_NO_BUILDKIT', 'ERR_BUILD_SESSION', 'ERR_CONNECTION_CLOSED', 'built']
    assert.deepEqual(
      [...found.keys()].filter((code) => !known.includes(code)),
      [],
    )
    assert.ok(found.has('ERR_CONNECTION_CLOSED') && found.has('ERR_NO_BUILDKIT'))
  })
  await settled()
})

const SERVER_PREFACE = Buffer.of(0, 0, 0, 4, 0, 0, 0, 0, 0)

const frame = anyFrame(0, 1, 1, 1, 3, 3, 2, 0x7fffffff)

test('random frames: each call ends, with a typed error', async () => {
  const pieces = fc.array(fc.oneof(frame, fc.uint8Array({ maxLength: 30 })), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(pieces, fc.boolean(), async (pieces, greets) => {
      const [here, there] = duplexPair()
      there.on('error', () => undefined).resume()
      const client = new GrpcClient(here)
      const calls = [client.call('Solve'), client.call('Status')]
      const ends = calls.map(async (call) => {
        try {
          while ((await call.read()) !== undefined);
          return 'ended'
        } catch (error) {
          return (error as FairleadError).code
        }
      })
      if (greets) there.write(SERVER_PREFACE)
      for (const piece of pieces) there.write(piece)
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
      client.close()
      there.destroy()
      const known = ['ERR_BUILD_SESSION', 'ERR_CONNECTION_CLOSED', 'ERR_ENGINE_STREAM', 'ERR_NO_BUILDKIT', 'ended']
      for (const end of await Promise.all(ends)) assert.ok(known.includes(end), String(end))
      const error = await client.closed
      assert.ok(error === undefined || error.code === 'ERR_BUILD_SESSION')
    }),
    { numRuns: CASES },
  )
})

test('a peer that breaks HTTP/2 so that Node says nothing, and one that falls silent', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
  takeTimers()
  t.after(() => {
    t.mock.timers.reset()
    takeTimers()
  })
  const turns = async (): Promise<void> => {
    for (let n = 0; n < 20; n++) await new Promise((resolve) => setImmediate(resolve))
  }
  // PUSH_PROMISE with too much padding: http2 sends GOAWAY and reads no more.
  for (const piece of [Buffer.from('000002059f000000022939', 'hex'), Buffer.alloc(0)]) {
    const [here, there] = duplexPair()
    there.on('error', () => undefined).resume()
    const client = new GrpcClient(here)
    const failed = assert.rejects(client.call('Solve').read(), { code: 'ERR_BUILD_SESSION', message: /ping|broke/ })
    there.write(SERVER_PREFACE)
    there.write(piece)
    await turns()
    // Node 24 notices some of them at once.
    if (!here.destroyed) {
      t.mock.timers.tick(LIVENESS_MS)
      await turns()
      assert.equal(here.destroyed, false)
      t.mock.timers.tick(LIVENESS_MS)
    }
    await failed
    assert.equal((await client.closed)?.code, 'ERR_BUILD_SESSION')
    there.destroy()
  }
  // One that answers stays.
  const daemon = await controlDaemon(t)
  const engine = connect(daemon.host)
  t.after(() => engine.close())
  const session = await openBuildSession(engine)
  for (let n = 0; n < 5; n++) {
    t.mock.timers.tick(LIVENESS_MS)
    await new Promise((resolve) => process.nextTick(() => setImmediate(resolve)))
    await turns()
  }
  let ended = false
  session.closed.then(() => {
    ended = true
  })
  await turns()
  assert.equal(ended, false)
  session.close()
  await session.closed
})

test('a daemon that reads nothing, and one that wants no calls, leave no connection', async (t) => {
  for (const piece of [Buffer.alloc(0), Buffer.from('0000080700000000000000000100000000', 'hex')]) {
    const [here, there] = duplexPair()
    there.on('error', () => undefined)
    const client = new GrpcClient(here)
    there.write(SERVER_PREFACE)
    assert.equal(await client.greeted(), true)
    if (piece.length > 0) {
      // GOAWAY without an error: the first call may go on.
      const failed = assert.rejects(client.call('Session').read(), { code: 'ERR_CONNECTION_CLOSED' })
      there.resume()
      await sleep(20)
      there.write(piece)
      await sleep(20)
      assert.equal(here.destroyed, false)
      assert.throws(() => client.call('Solve'), { code: 'ERR_CONNECTION_CLOSED' })
      await failed
    } else {
      const call = client.call('Solve')
      const failed = assert.rejects(call.read(), { code: 'ERR_CONNECTION_CLOSED' })
      call.write(SolveResponse, { exporter: new Map([['large', 'x'.repeat(3_000_000)]]) })?.catch(() => undefined)
      await sleep(20)
      client.close()
      await failed
    }
    assert.equal(await client.closed, undefined)
    assert.throws(() => client.call('Status'), { code: 'ERR_CONNECTION_CLOSED' })
    assert.ok(here.destroyed)
    there.destroy()
  }
  const daemon = await controlDaemon(t)
  const engine = connect(daemon.host)
  t.after(() => engine.close())
  const build = buildImage(engine, FILES)
  const [session] = await Promise.all([daemon.call('Session'), build.ready()])
  session.stream.session!.goaway(0)
  build.close()
  await eventually(() => assert.ok(daemon.connections <= 1))
})

test('a daemon that sends faster than its messages are read is held back', async (t) => {
  const { build, progress } = await begun(t)
  await tell(progress)
  const piece = framed(Buffer.concat([Buffer.of(0x1a, 0x84, 0x80, 0x04, 0x22, 0x80, 0x80, 0x04), Buffer.alloc(65_536)]))
  for (let n = 0; n < 100; n++) progress.stream.write(piece)
  // Nobody reads: what the daemon may send is HTTP/2's window and what both sides' sockets hold, not more.
  for (let before = -1; before !== progress.stream.writableLength; await sleep(100)) {
    before = progress.stream.writableLength
  }
  assert.ok(progress.stream.writableLength > 4_000_000, 'the daemon waits')
  build.close()
  await progress.closed
})

test('a proxy that closes what it does not know', async (t) => {
  const host = path.join(tempDir(t), 'gone.sock')
  const server = createServer((socket) => socket.on('error', () => undefined).destroy())
  await new Promise<void>((resolve) => server.listen(host, resolve))
  t.after(() => server.close())
  const engine = connect(`unix://${host}`)
  t.after(() => engine.close())
  await assert.rejects(openBuildSession(engine, { via: 'control' }), { code: /^ERR_CONNECT/ })
})
