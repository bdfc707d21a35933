// Request bodies that a Node stream brings, which are read by its events: every state in which such a stream may be given,
// exact bytes with and without a length, text cut within a character, back-pressure, failures, and that it is let go.

import assert from 'node:assert/strict'
import { Duplex, PassThrough, Readable } from 'node:stream'
import test from 'node:test'
import { connect } from '../../../src/engine/engine.ts'
import { UPLOAD_BUFFERED } from '../../../src/net/upload/readable-sender.ts'
import { answer, FIELDS, failure, JSON_TYPE, serve, turn, turns } from '../kit.ts'

const TAR = 'Content-Type: application/x-tar\r\n'
const created = answer('201 Created', JSON_TYPE, '1')
const headOf = (framing: string) => `PUT /v1.41/x HTTP/1.1\r\n${FIELDS}${TAR}${framing}\r\n\r\n`
const chunkedHead = headOf('Transfer-Encoding: chunked')

/** A stream as it is given, and the pieces that are to arrive. */
const given: [what: string, make: () => Readable, pieces: string[]][] = [
  ['bytes', () => Readable.from([Buffer.from('ab'), Buffer.from('c')]), ['ab', 'c']],
  ['text, a character in halves', () => Readable.from(['x\ud83d', '\ude00', 'y']), ['x', '\u{1f600}', 'y']],
  ['a half character at the end', () => Readable.from(['x\ud83d']), ['x', '\ufffd']],
  ['nothing', () => Readable.from([]), []],
  ['empty pieces', () => Readable.from(['', Buffer.from('a'), '']), ['a']],
  [
    'with an encoding',
    () => {
      const stream = new PassThrough()
      stream.setEncoding('utf8')
      stream.end('é')
      return stream
    },
    ['é'],
  ],
  [
    'paused',
    () => {
      const stream = new PassThrough()
      stream.pause()
      stream.end('ab')
      return stream
    },
    ['ab'],
  ],
]

for (const [what, make, pieces] of given) {
  test(`${what}: in chunks, and under a length`, async (t) => {
    const bytes = pieces.map((piece) => Buffer.from(piece).toString('latin1'))
    const body = bytes.map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`).join('')
    const whole = bytes.join('')
    const { engine, peer } = await serve(t, async (wire) => {
      await wire.expect(`${chunkedHead}${body}0\r\n\r\n`)
      wire.send(created)
      await wire.expect(`${headOf(`Content-Length: ${whole.length}`)}${whole}`)
      wire.send(created)
    })
    assert.equal(await engine.untyped.put('/x', { body: make() }), 1)
    assert.equal(await engine.untyped.put('/x', { body: make(), bodyLength: whole.length }), 1)
    assert.equal(peer.accepted, 1)
  })
}

const broken: [what: string, make: () => Readable, code: string, cause?: string][] = [
  ['destroyed before', () => new PassThrough().destroy(), 'ERR_UPLOAD_SOURCE'],
  [
    'failed before',
    () => new PassThrough().on('error', () => {}).destroy(new Error('mine')),
    'ERR_UPLOAD_SOURCE',
    'mine',
  ],
  [
    'fails later',
    () => {
      const stream = new PassThrough()
      stream.write('a')
      setImmediate(() => stream.destroy(new Error('mine')))
      return stream
    },
    'ERR_UPLOAD_SOURCE',
    'mine',
  ],
  [
    'is closed before its end',
    () => {
      const stream = new PassThrough()
      stream.write('a')
      setImmediate(() => stream.destroy())
      return stream
    },
    'ERR_UPLOAD_SOURCE',
  ],
  ['gives what is neither bytes nor text', () => Readable.from([{ not: 'bytes' }]), 'ERR_UPLOAD_SOURCE'],
]

for (const [what, make, code, cause] of broken) {
  test(`${what}: the request fails, and the stream is destroyed`, async (t) => {
    const { engine, peer } = await serve(t, (wire) => wire.ended())
    const stream = make()
    const error = await failure(engine.untyped.put('/x', { body: stream }))
    assert.equal(error.code, code)
    if (cause !== undefined) assert.equal((error.cause as Error).message, cause)
    await turn()
    assert.ok(stream.destroyed)
    assert.deepEqual(engine.connections, { dialling: 0, idle: 0, busy: 0, waiting: 0 })
    await peer.close()
  })
}

test('more and fewer bytes than declared: ERR_UPLOAD_LENGTH, and none too many is sent', async (t) => {
  for (const [bytes, length, sent] of [
    ['abc', 2, ''],
    ['abc', 4, 'abc'],
    // The half character becomes three bytes at the end.
    ['x\ud83d', 2, 'x'],
  ] as const) {
    const received: Promise<string>[] = []
    const { engine } = await serve(t, async (wire) => {
      received.push(wire.take(10_000))
      await received[0]
    })
    const stream = Readable.from([bytes])
    assert.equal(
      (await failure(engine.untyped.put('/x', { body: stream, bodyLength: length }))).code,
      'ERR_UPLOAD_LENGTH',
    )
    assert.ok(`${headOf(`Content-Length: ${length}`)}${sent}`.startsWith(await received[0]!))
    await turn()
    assert.ok(stream.destroyed)
  }
})

test('a peer that does not read holds the stream back, and one that responds early releases it', async (t) => {
  const PIECE = 65_536
  let given = 0
  const stream = new Readable({
    highWaterMark: PIECE,
    read() {
      given += PIECE
      process.nextTick(() => this.push(Buffer.alloc(PIECE)))
    },
  })
  const stalled: (() => void)[] = []
  const { engine } = await serve(t, async (wire) => {
    wire.socket.pause()
    await new Promise<void>((resolve) => stalled.push(resolve))
    wire.send(answer('500 Internal Server Error', JSON_TYPE, '{"message":"no room"}'))
    wire.socket.resume()
    await wire.ended()
  })
  const failed = failure(engine.untyped.put('/x', { body: stream }))
  await turns(200)
  const before = given
  await turns(200)
  assert.equal(given, before)
  // What the kernel takes of a unix socket is below a megabyte; the rest is the socket's and the stream's own buffer.
  assert.ok(before < 1_048_576 + UPLOAD_BUFFERED + 3 * PIECE, `${before} bytes were asked for`)
  for (const go of stalled) go()
  assert.match((await failed).message, /no room/)
  await turn()
  assert.ok(stream.destroyed)
})

test('a stream that was sent whole has no listener more than before', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    for (;;) {
      if ((await wire.nextHead()) === undefined) return
      await wire.until('0\r\n\r\n')
      wire.send(created)
    }
  })
  for (const autoDestroy of [true, false]) {
    const stream = new Readable({ autoDestroy, read() {} })
    const events = ['data', 'end', 'close', 'readable', 'pause', 'resume']
    const counts = (): number[] => events.map((event) => stream.listenerCount(event))
    const before = counts()
    const sent = engine.untyped.put('/x', { body: stream })
    stream.push('a')
    while (stream.listenerCount('data') === 0) await turn()
    stream.push(null)
    assert.equal(await sent, 1)
    assert.deepEqual(counts(), before)
  }
})

for (const [size, pieces] of [
  [UPLOAD_BUFFERED, 2],
  [UPLOAD_BUFFERED - 1, 2],
  [UPLOAD_BUFFERED + 1, 1],
  [UPLOAD_BUFFERED / 2, 3],
] as const) {
  test(`of pieces of ${size} bytes the socket buffers ${pieces}, then the stream is paused`, async (t) => {
    // A dialled stream that takes nothing: what is written waits, to the byte.
    let take = (): void => {}
    const far = new Duplex({
      read() {},
      write(_bytes, _encoding, done) {
        take = done
      },
      final: (done) => done(),
    })
    const engine = connect({ dial: () => far, apiVersion: '1.41' })
    t.after(() => engine.close())
    let given = 0
    const stream = new Readable({ read() {} })
    const push = (): void => {
      given++
      stream.push(Buffer.alloc(size))
    }
    const sent = failure(engine.untyped.put('/x', { body: stream, bodyLength: size * 9 }))
    while (stream.listenerCount('data') === 0) await turn()
    // The head is taken: from here on the body alone is buffered.
    take()
    await turns(3)
    while (!stream.isPaused()) {
      push()
      await turns(3)
      assert.ok(given < 9)
    }
    assert.equal(given, pieces)
    take()
    await turns(5)
    await engine.close()
    await sent
  })
}

test('a signal ends it, and the stream with it', async (t) => {
  const { engine } = await serve(t, (wire) => wire.ended())
  const stream = new PassThrough()
  stream.write('a')
  const stop = new AbortController()
  const failed = failure(engine.untyped.put('/x', { body: stream, signal: stop.signal }))
  await turns(20)
  stop.abort()
  assert.equal((await failed).name, 'AbortError')
  await turn()
  assert.ok(stream.destroyed)
})
