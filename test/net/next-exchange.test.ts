// Each timer and listener of a connection belongs to one exchange. Here the next exchange on the same connection goes on for
// longer than every limit of the one before, and is not affected by it.

import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import test, { mock, type TestContext } from 'node:test'
import type { RequestOptions } from '../../src/engine/request/options.ts'
import { takeTimers } from '../../src/net/base/timers.ts'
import { answer, chunked, JSON_TYPE, serve, turn, turns, type Watched, watch } from '../engine/kit.ts'
import type { Wire } from '../support/scripted-peer.ts'

const BIG = Buffer.alloc(4 * 1024 * 1024, 'x')
BIG[BIG.length - 1] = 0x21
const ok = answer('200 OK', JSON_TYPE, '1')
const STREAM = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'

function* pieces(): Generator<Uint8Array> {
  for (let at = 0; at < BIG.length; at += 65_536) yield BIG.subarray(at, at + 65_536)
}

/** Bodies that leave the socket in different ways. */
const bodies: Record<string, () => RequestOptions> = {
  'a Readable': () => ({ body: Readable.from(pieces(), { objectMode: false }) }),
  'a Readable in one piece': () => ({ body: Readable.from([BIG], { objectMode: true }) }),
  'a Readable of known length': () => ({
    body: Readable.from(pieces(), { objectMode: false }),
    bodyLength: BIG.length,
  }),
  'an iterator': () => ({ body: pieces() }),
  'an iterator in one piece': () => ({ body: [BIG].values() }),
  bytes: () => ({ body: BIG }),
  text: () => ({ body: BIG.toString('latin1') }),
  'a Blob': () => ({ body: new Blob([BIG]) }),
}

/** Takes requests with a body that ends with `!`, and responds to the others with a stream that the test drives. */
function uploads(streams: Wire[], upload: (wire: Wire) => void | Promise<void>) {
  return async (wire: Wire): Promise<void> => {
    for (let head = await wire.nextHead(); head !== undefined; head = await wire.nextHead()) {
      if (head.startsWith('POST')) {
        wire.socket.pause()
        await turns(3)
        wire.socket.resume()
        await wire.until(head.includes('chunked') ? '0\r\n\r\n' : '!')
        await upload(wire)
      } else {
        streams.push(wire)
        wire.send(`${STREAM}${chunked('a').slice(0, -5)}`)
      }
    }
  }
}

function mockTimeouts(t: TestContext): void {
  mock.timers.enable({ apis: ['setTimeout'] })
  takeTimers()
  t.after(() => {
    mock.timers.reset()
    takeTimers()
  })
}

/** Waits some turns of the event loop until it has settled: one that never does fails the test instead of holding it up. */
async function settles(watched: Watched<unknown>): Promise<void> {
  for (let i = 0; i < 500 && !watched.settled; i++) await turn()
  assert.ok(watched.settled, 'it never settles')
}

for (const [name, body] of Object.entries(bodies)) {
  test(`head: the limit of an upload, ${name}, is over with its head and does not reach the next exchange`, async (t) => {
    mockTimeouts(t)
    const streams: Wire[] = []
    const { engine, peer } = await serve(
      t,
      uploads(streams, (wire) => wire.send(ok)),
    )
    assert.equal(await engine.untyped.post('/build', { ...body(), timeouts: { head: 500 } }), 1)
    const stream = await engine.untyped.request('GET', '/follow')
    const read = watch(stream.text())
    mock.timers.tick(600)
    await turns(10)
    mock.timers.tick(60_000)
    await turns(10)
    assert.ok(!read.settled, String(read.error))
    streams[0]!.send('1\r\nb\r\n0\r\n\r\n')
    await settles(read)
    assert.equal(read.value, 'ab')
    assert.equal(peer.accepted, 1)
  })
}

test('head: an upload whose response goes on for longer than the limit', async (t) => {
  mockTimeouts(t)
  const wires: Wire[] = []
  const { engine } = await serve(
    t,
    uploads([], (wire) => {
      wires.push(wire)
      wire.send(STREAM)
    }),
  )
  const { body } = bodies['a Readable']!()
  const build = await engine.untyped.request('POST', '/build', { body, timeouts: { head: 500 } })
  const records = build.records<number>()
  for (let n = 0; n < 12; n++) {
    wires[0]!.send(`2\r\n${n % 10}\n\r\n`)
    assert.equal((await records.next()).value, n % 10)
    mock.timers.tick(300)
    await turns(6)
  }
  wires[0]!.send('0\r\n\r\n')
  assert.ok((await records.next()).done)
})

test('head: the next request has a limit of its own, from its own last byte on', async (t) => {
  mockTimeouts(t)
  const streams: Wire[] = []
  const { engine, peer } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(ok)
    streams.push(wire)
    await wire.ended()
  })
  assert.equal(await engine.untyped.get('/x', { timeouts: { head: 500 } }), 1)
  const second = watch(engine.untyped.get('/y', { timeouts: { head: 900 } }))
  mock.timers.tick(600)
  await turns(6)
  assert.ok(!second.settled)
  mock.timers.tick(301)
  await settles(second)
  assert.equal(second.error?.code, 'ERR_HEAD_TIMEOUT')
  assert.match(second.error!.message, /900 ms/)
  assert.equal(peer.accepted, 1)
})

test('idle: the limit of a body, read or paused, does not reach the next exchange', async (t) => {
  const streams: Wire[] = []
  const { engine, peer } = await serve(
    t,
    uploads(streams, () => {}),
    { pool: { connections: 1 } },
  )
  for (const isPaused of [false, true]) {
    const limited = await engine.untyped.request('GET', '/limited', { timeouts: { idle: 25 } })
    let text = ''
    const ended = new Promise<void>((resolve, reject) => {
      limited.source.start({
        onData(bytes, start, end) {
          text += Buffer.from(bytes.subarray(start, end)).toString()
          if (isPaused) limited.source.pause()
        },
        onEnd: resolve,
        onFail: reject,
      })
    })
    if (isPaused) {
      await new Promise((resolve) => setTimeout(resolve, 60))
      limited.source.resume()
    }
    streams.at(-1)!.send('1\r\nb\r\n0\r\n\r\n')
    while (text.length < 2) {
      await turn()
      if (isPaused) limited.source.resume()
    }
    await ended
    const free = await engine.untyped.request('GET', '/free')
    const read = watch(free.text())
    await new Promise((resolve) => setTimeout(resolve, 80))
    assert.ok(!read.settled, String(read.error))
    streams.at(-1)!.send('0\r\n\r\n')
    await settles(read)
    assert.equal(read.value, 'a')
    limited.source.pause()
    limited.source.cancel()
  }
  assert.equal(peer.accepted, 1)
})

test('untaken: the limit of a body that was taken late, or never needed to be, does not reach the next exchange', async (t) => {
  mockTimeouts(t)
  const streams: Wire[] = []
  const { engine, peer } = await serve(
    t,
    uploads(streams, () => {}),
    { timeouts: { untaken: 1000 } },
  )
  const first = await engine.untyped.request('GET', '/x')
  mock.timers.tick(900)
  streams[0]!.send('0\r\n\r\n')
  assert.equal(await first.text(), 'a')
  const second = await engine.untyped.request('GET', '/y')
  mock.timers.tick(200)
  await turns(5)
  const read = watch(second.text())
  mock.timers.tick(5000)
  await turns(5)
  assert.ok(!read.settled)
  streams[1]!.send('0\r\n\r\n')
  await settles(read)
  assert.equal(read.value, 'a')
  assert.equal(peer.accepted, 1)
})

test('signal: one that aborts after its call is over does not touch the next exchange', async (t) => {
  const streams: Wire[] = []
  const { engine, peer } = await serve(
    t,
    uploads(streams, (wire) => wire.send(ok)),
  )
  const controller = new AbortController()
  const { signal } = controller
  assert.equal(await engine.untyped.post('/x', { body: ['!'].values(), signal }), 1)
  const stream = await engine.untyped.request('GET', '/y')
  const read = watch(stream.text())
  controller.abort()
  await turns(5)
  assert.ok(!read.settled)
  streams[0]!.send('0\r\n\r\n')
  await settles(read)
  assert.equal(read.value, 'a')
  assert.equal(peer.accepted, 1)
})

for (const how of ['abort', 'close', 'pause'] as const) {
  test(`the call that is just over, and ${how} of it while the next one is being sent`, async (t) => {
    const streams: Wire[] = []
    const { engine } = await serve(
      t,
      uploads(streams, (wire) => wire.send(ok)),
      { pool: { connections: 1 } },
    )
    const controller = new AbortController()
    const first = await engine.untyped.request('GET', '/x', { signal: controller.signal })
    const read = watch(first.text())
    const late: AsyncIterable<Uint8Array> = {
      // Opened as the connection passes from the first call to this one.
      [Symbol.asyncIterator]() {
        if (how === 'abort') controller.abort()
        else if (how === 'close') first.close()
        else first.source.pause()
        return Readable.from([Buffer.from('abc!')])[Symbol.asyncIterator]()
      },
    }
    const next = watch(engine.untyped.post('/y', { body: late }))
    await turns(3)
    streams[0]!.send('0\r\n\r\n')
    for (let i = 0; i < 500 && !next.settled; i++) await turn()
    assert.equal(next.error, undefined)
    assert.equal(next.value, 1)
    await turns(3)
    if (how === 'pause') assert.equal(read.value, 'a')
    else assert.ok(['ERR_ABORTED', 'ERR_CLOSED'].includes(read.error?.code ?? '') || read.value === 'a')
  })
}

test('drain: an upload that ended early leaves no event for the next exchange', async (t) => {
  // The response comes before the body is sent: the connection is not used again, and the next upload is whole.
  let bytes = 0
  const { engine, peer } = await serve(t, async (wire, index) => {
    await wire.head()
    if (index === 0) return wire.send(ok)
    wire.socket.on('data', (piece: Buffer) => {
      bytes += piece.length
    })
    await wire.until('!')
    wire.send(ok)
  })
  const first = new Readable({ read() {} })
  first.push(BIG)
  assert.equal(await engine.untyped.post('/x', { body: first }), 1)
  assert.ok(first.destroyed)
  assert.equal(await engine.untyped.post('/y', { body: Readable.from(pieces()), bodyLength: BIG.length }), 1)
  assert.ok(bytes <= BIG.length)
  assert.equal(peer.accepted, 2)
})
