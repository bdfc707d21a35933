// Connections that break, are slow, or are given up. The M numbers are docker-modem's defects, as numbered in
// docs/migrating-from-dockerode.md.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Duplex, Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import test from 'node:test'
import { takeTimers } from '../../../src/net/base/timers.ts'
import { answer, frameText, JSON_TYPE, turns } from '../../engine/kit.ts'
import { eventually } from '../../support/eventually.ts'
import { attachOf, dial, FIELDS, failure, serve, UPGRADED } from './kit.ts'

const TRUNCATED = [
  'HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\nshort',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nshort',
]

for (const bytes of TRUNCATED) {
  test(`M6: a body that is cut short rejects: ${bytes.slice(17, 30)}`, async (t) => {
    const { modem } = await serve(t, async (wire) => {
      await wire.head()
      wire.send(bytes)
      wire.end()
    })
    assert.equal((await failure(dial(modem, { path: '/info' }))).code, 'ECONNRESET')
  })

  test(`a stream that is cut short delivers what came, then the error: ${bytes.slice(17, 30)}`, async (t) => {
    const { modem } = await serve(t, async (wire) => {
      await wire.head()
      wire.send(bytes)
      wire.end()
    })
    const stream: Readable = await dial(modem, { path: '/x', isStream: true })
    const pieces: string[] = []
    const error = await failure(
      (async () => {
        for await (const piece of stream) pieces.push(String(piece))
      })(),
    )
    assert.deepEqual([pieces, error.code], [['short'], 'ECONNRESET'])
    assert.match(error.message, /^aborted: /)
    assert.deepEqual([Reflect.get(stream, 'aborted'), Reflect.get(stream, 'complete')], [true, false])
  })
}

test('a stream that breaks without an error listener closes, and the process goes on', async (t) => {
  const { modem } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(TRUNCATED[0]!)
    wire.end()
  })
  const stream: Readable = await dial(modem, { path: '/x', isStream: true })
  const events: string[] = []
  for (const name of ['data', 'aborted', 'end']) stream.on(name, () => events.push(name))
  await new Promise((resolve) => stream.once('close', resolve))
  assert.deepEqual(events, ['data', 'aborted'])
})

test('M7: an attach with stdin whose connection is reset emits an error', async (t) => {
  const { modem } = await serve(
    t,
    async (wire) => {
      await wire.head()
      wire.send(`${UPGRADED}data`)
      await wire.take(1)
      wire.reset()
    },
    { listen: 'tcp' },
  )
  const stream: Duplex = await dial(modem, attachOf({}))
  const [piece] = await once(stream, 'data')
  assert.equal(String(piece), 'data')
  const errors: Error[] = []
  stream.on('error', (error) => errors.push(error))
  const closed = new Promise((resolve) => stream.once('close', resolve))
  stream.write('x')
  await closed
  assert.deepEqual(
    errors.map((error) => Reflect.get(error, 'code')),
    ['ECONNRESET'],
  )
})

for (const hijack of [false, true]) {
  test(`M8: end() closes stdin alone: ${hijack ? 'a socket' : 'a Duplex'}`, async (t) => {
    const { modem } = await serve(t, async (wire) => {
      await wire.head()
      wire.send(UPGRADED)
      await wire.expect('in')
      await wire.ended()
      wire.send('late output')
      wire.end()
    })
    const stream: Duplex = await dial(modem, attachOf(hijack ? { hijack } : {}))
    stream.end('in')
    assert.equal(await text(stream), 'late output')
    if (!stream.closed) await once(stream, 'close')
  })
}

test('M8: writes go at the pace of the peer', async (t) => {
  let release = (): void => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const { modem } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(UPGRADED)
    wire.socket.pause()
    await released
    wire.socket.resume()
    let bytes = 0
    for (let piece = await wire.take(65_536); piece !== ''; piece = await wire.take(65_536)) bytes += piece.length
    wire.send(String(bytes))
    wire.end()
  })
  const stream: Duplex = await dial(modem, attachOf({}))
  const block = Buffer.alloc(65_536)
  for (let i = 0; i < 64; i++) stream.write(block)
  await turns()
  assert.ok(stream.writableLength > 0, 'it holds back')
  release()
  stream.end()
  assert.equal(await text(stream), String(64 * 65_536))
})

test('M9: the connection limit covers connecting alone, not a late response', async (t) => {
  let answerNow = (): void => {}
  const asked = new Promise<void>((resolve) => {
    answerNow = resolve
  })
  const { modem } = await serve(
    t,
    async (wire) => {
      await wire.head()
      await asked
      wire.send(answer('200 OK', JSON_TYPE, '1'))
    },
    { connectionTimeout: 50 },
  )
  const waiting = dial(modem, { path: '/containers/c1/wait', method: 'POST' })
  // Longer than the limit.
  setTimeout(answerNow, 120)
  assert.equal(await waiting, 1)
})

for (const [what, options] of [
  ['an answer', { path: '/info' }],
  ['a hijack', attachOf({ hijack: true })],
] as const) {
  test(`M9: a timeout covers ${what} that does not come, and the error says so`, async (t) => {
    const { modem } = await serve(t, async (wire) => void (await wire.head()), { timeout: 30 })
    const error = await failure(dial(modem, options))
    assert.equal(error.code, 'ETIMEDOUT')
    assert.match(error.message, /30 ms/)
    assert.equal(error.cause.code, 'ERR_HEAD_TIMEOUT')
  })
}

test('a timeout covers silence within a stream', async (t) => {
  const { modem } = await serve(
    t,
    async (wire) => {
      await wire.head()
      wire.send('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n')
    },
    { timeout: 30 },
  )
  const stream: Readable = await dial(modem, { path: '/x', isStream: true })
  assert.equal((await failure(text(stream))).code, 'ETIMEDOUT')
})

test('M13: a redirect is a response with its status, and is not followed', async (t) => {
  const { modem, peer } = await serve(t, async (wire) => {
    await wire.head()
    wire.send('HTTP/1.1 301 Moved Permanently\r\nLocation: http://elsewhere.invalid/x\r\nContent-Length: 0\r\n\r\n')
  })
  const error = await failure(dial(modem, { path: '/x' }))
  assert.equal(error.statusCode, 301)
  assert.equal(error.message, '(HTTP code 301) unexpected - redirected to http://elsewhere.invalid/x ')
  assert.equal(peer.accepted, 1)
})

test('M21: a stream destroyed unread releases its connection', async (t) => {
  const { modem, peer } = await serve(t, async (wire) => {
    await wire.head()
    wire.send('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n')
  })
  const open: Readable[] = []
  for (let i = 0; i < 30; i++) open.push(await dial(modem, { path: '/stats', isStream: true }))
  assert.equal(peer.open.size, 30)
  for (const stream of open) stream.destroy()
  await eventually(() => assert.equal(peer.open.size, 0))
})

test('M21: a stream that is never touched is closed after a minute', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  takeTimers()
  t.after(takeTimers)
  const { modem, peer } = await serve(t, async (wire) => {
    await wire.head()
    wire.send('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n')
  })
  const stream: Readable = await dial(modem, { path: '/stats', isStream: true })
  t.mock.timers.tick(60_000)
  t.mock.timers.reset()
  takeTimers()
  await eventually(() => assert.equal(peer.open.size, 0))
  const error = await failure(buffer(stream))
  assert.equal(error.code, 'ERR_BODY_UNTAKEN')
})

test('an attach with stdin counts as in use from the start, without a read or a write', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  takeTimers()
  t.after(takeTimers)
  const { modem, peer } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(`${UPGRADED}waiting `)
    await wire.expect('late')
    wire.send('output')
    wire.end()
  })
  const stream: Duplex = await dial(modem, attachOf({}))
  t.mock.timers.tick(600_000)
  t.mock.timers.reset()
  takeTimers()
  await turns()
  assert.equal(peer.open.size, 1)
  stream.end('late')
  assert.equal(await text(stream), 'waiting output')
})

test('50 followed logs and a ping: the ping has its own connection, kept for the next, and no stream waits for it', async (t) => {
  let followed = 0
  const { modem, peer } = await serve(t, async (wire) => {
    for (let head = await wire.nextHead(); head !== undefined; head = await wire.nextHead()) {
      if (head.startsWith('GET /_ping ')) {
        assert.equal(head, `GET /_ping HTTP/1.1\r\n${FIELDS}\r\n`)
        wire.send(answer('200 OK', 'Content-Type: text/plain\r\n', 'OK'))
      } else {
        followed++
        const frame = frameText(1, 'line\n')
        wire.send(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${frame.length.toString(16)}\r\n${frame}\r\n`)
      }
    }
  })
  const streams: Readable[] = []
  let bytes = 0
  for (let i = 0; i < 50; i++) {
    const stream: Readable = await dial(modem, {
      path: `/containers/c${i}/logs?`,
      isStream: true,
      options: { follow: true },
    })
    stream.on('data', (piece: Buffer) => {
      bytes += piece.length
    })
    streams.push(stream)
  }
  for (let i = 0; i < 20; i++) assert.equal(String(await dial(modem, { path: '/_ping' })), 'OK')
  assert.deepEqual([followed, bytes, peer.accepted, peer.open.size], [50, 50 * 13, 51, 51])
  for (const stream of streams) stream.destroy()
})
