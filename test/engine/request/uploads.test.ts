// Request bodies that come in pieces: exact bytes with and without a length, back-pressure, sources that fail or keep not
// to their length, responses that come before the end, and that a source is released in every case.

import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import test from 'node:test'
import type { Engine, RequestOptions } from '../../../src/index.ts'
import { answer, FIELDS, failure, JSON_TYPE, serve, turn, turns, watch } from '../kit.ts'

const TAR = 'Content-Type: application/x-tar\r\n'

function headOf(framing: string): string {
  return `PUT /v1.41/x HTTP/1.1\r\n${FIELDS}${TAR}${framing}\r\n\r\n`
}

const put = (engine: Engine, options: RequestOptions) => engine.untyped.put('/x', options)

/** A source of these pieces, and what became of it. */
class Pieces implements AsyncIterable<Uint8Array> {
  given = 0
  released = false
  opened = false
  readonly #next: (index: number) => Promise<Uint8Array | undefined> | Uint8Array | undefined

  constructor(next: (index: number) => Promise<Uint8Array | undefined> | Uint8Array | undefined) {
    this.#next = next
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    this.opened = true
    return {
      next: async () => {
        const value = await this.#next(this.given++)
        return value === undefined ? { value, done: true } : { value, done: false }
      },
      return: async () => {
        this.released = true
        return { value: undefined, done: true }
      },
    }
  }
}

const text = (...pieces: string[]): Pieces =>
  new Pieces((i) => (pieces[i] === undefined ? undefined : Buffer.from(pieces[i])))

const created = answer('201 Created', JSON_TYPE, '1')

test('of unknown length it goes in chunks, empty pieces left out; the connection is used again', async (t) => {
  const { engine, peer } = await serve(t, async (wire) => {
    await wire.expect(`${headOf('Transfer-Encoding: chunked')}3\r\nabc\r\na\r\n0123456789\r\n0\r\n\r\n`)
    wire.send(created)
    await wire.expect(`${headOf('Transfer-Encoding: chunked')}0\r\n\r\n`)
    wire.send(created)
    await wire.expect(`${headOf('Transfer-Encoding: chunked')}2\r\nok\r\n0\r\n\r\n`)
    wire.send(created)
  })
  assert.equal(await put(engine, { body: text('abc', '', '0123456789') }), 1)
  assert.equal(await put(engine, { body: text() }), 1)
  assert.equal(await put(engine, { body: Readable.from([Buffer.from('ok')]) }), 1)
  assert.equal(peer.accepted, 1)
})

test('of known length it goes as it is', async (t) => {
  const { engine, peer } = await serve(t, async (wire) => {
    await wire.expect(`${headOf('Content-Length: 5')}abcde`)
    wire.send(created)
    await wire.expect(`${headOf('Content-Length: 4')}blob`)
    wire.send(created)
  })
  assert.equal(await put(engine, { body: text('abc', 'de'), bodyLength: 5 }), 1)
  assert.equal(await put(engine, { body: new Blob(['blob']) }), 1)
  assert.equal(peer.accepted, 1)
})

test('a peer that does not read stops the source', async (t) => {
  const piece = Buffer.alloc(65_536, 'x')
  const count = 200
  let release = (): void => {}
  const { engine } = await serve(t, async (wire) => {
    wire.socket.pause()
    await new Promise<void>((resolve) => {
      release = resolve
    })
    wire.socket.resume()
    await wire.expect(headOf(`Content-Length: ${count * piece.length}`))
    for (let i = 0; i < count; i++) assert.equal((await wire.take(piece.length)).length, piece.length)
    wire.send(created)
  })
  const pieces = new Pieces((i) => (i < count ? piece : undefined))
  const sent = watch(put(engine, { body: pieces, bodyLength: count * piece.length }))
  await turns(50)
  const given = pieces.given
  assert.ok(given > 0 && given < 30, `${given} pieces`)
  await turns(50)
  assert.equal(pieces.given, given)
  release()
  while (!sent.settled) await turn()
  assert.equal(sent.value, 1)
  assert.equal(pieces.given, count + 1)
})

const badSources: [
  name: string,
  body: () => Pieces | ReadableStream<Uint8Array>,
  length: number | undefined,
  code: string,
  cause: RegExp | undefined,
][] = [
  [
    'one that throws',
    () => new Pieces((i) => (i === 0 ? Buffer.from('ab') : Promise.reject(new Error('disk')))),
    undefined,
    'ERR_UPLOAD_SOURCE',
    /disk/,
  ],
  [
    'one that throws, with a length',
    () => new Pieces(() => Promise.reject(new Error('disk'))),
    9,
    'ERR_UPLOAD_SOURCE',
    /disk/,
  ],
  ['one that is too short', () => text('ab'), 3, 'ERR_UPLOAD_LENGTH', undefined],
  ['one that is too long', () => text('ab', 'cd'), 3, 'ERR_UPLOAD_LENGTH', undefined],
  ['one that gives no bytes', () => new Pieces(() => 7 as never), undefined, 'ERR_UPLOAD_SOURCE', undefined],
  ['one that cannot be opened', lockedStream, undefined, 'ERR_UPLOAD_SOURCE', /lock/],
]

function lockedStream(): ReadableStream<Uint8Array> {
  const stream = new ReadableStream<Uint8Array>()
  stream.getReader()
  return stream
}

for (const [name, body, length, code, cause] of badSources) {
  test(`a bad source: ${name}`, async (t) => {
    let received = ''
    const { engine, peer } = await serve(t, async (wire) => {
      await wire.head()
      received = await wire.take(1000)
      await wire.ended()
    })
    const error = await failure(put(engine, { body: body(), bodyLength: length }))
    assert.equal(error.code, code)
    assert.equal(error.blame, 'caller')
    if (cause !== undefined) assert.match(String(error.cause), cause)
    while (peer.open.size > 0) await turn()
    assert.doesNotMatch(received, /0\r\n\r\n$/, 'the peer must not take it for complete')
    assert.deepEqual(engine.connections, { dialling: 0, idle: 0, busy: 0, waiting: 0 })
  })
}

for (const keep of [true, false]) {
  test(`a response before the body's end is delivered, the connection closed, the source released (${keep ? 'open' : 'closed'} peer)`, async (t) => {
    const { engine, peer } = await serve(t, async (wire) => {
      await wire.head()
      wire.send(answer('400 Bad Request', JSON_TYPE, '{"message":"no"}'))
      if (!keep) wire.end()
      await wire.ended()
    })
    const pieces = new Pieces(async (i) => {
      if (i > 0) await new Promise<void>(() => {})
      return Buffer.from('abc')
    })
    const error = await failure(put(engine, { body: pieces }))
    assert.equal(error.message, 'PUT /x: 400 no')
    await turn()
    assert.ok(pieces.released)
    while (peer.open.size > 0) await turn()
  })
}

test('a response while the peer reads no more reaches a sender that is blocked', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.socket.pause()
    await turns(50)
    wire.send(answer('413 Too Large', JSON_TYPE, '{"message":"no"}'))
    wire.socket.destroySoon()
  })
  const pieces = new Pieces(() => Buffer.alloc(65_536))
  const error = await failure(put(engine, { body: pieces }))
  assert.equal(error.message, 'PUT /x: 413 no')
  await turn()
  assert.ok(pieces.released)
})

test('a response and a closed connection reach a sender whose next write fails', async (t) => {
  for (const listen of ['unix', 'tcp'] as const) {
    const { engine } = await serve(
      t,
      async (wire) => {
        await wire.head()
        wire.socket.pause()
        wire.send(answer('400 Bad Request', 'Connection: close\r\n', 'no'))
        wire.socket.destroySoon()
      },
      { listen },
    )
    for (let i = 0; i < 20; i++) {
      const pieces = new Pieces(async () => {
        await turn()
        return Buffer.alloc(1000)
      })
      assert.equal((await failure(put(engine, { body: pieces }))).message, 'PUT /x: 400 no')
    }
  }
})

test('a write that fails without a response is reported', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.socket.destroy()
  })
  const pieces = new Pieces(async (i) => {
    await turn()
    return i < 5 ? Buffer.alloc(1000) : new Promise<undefined>(() => {})
  })
  assert.match((await failure(put(engine, { body: pieces }))).code ?? '', /^ERR_CONNECTION_(CLOSED|RESET)$/)
})

test('after a response to a body in memory that was not sent whole, the connection is not reused', async (t) => {
  const { engine, peer } = await serve(t, async (wire, index) => {
    await wire.head()
    if (index === 0) wire.socket.pause()
    wire.send(created)
    await wire.ended()
  })
  const big = Buffer.alloc(8 * 1024 * 1024)
  assert.equal(await put(engine, { body: big }), 1)
  assert.deepEqual(engine.connections, { dialling: 0, idle: 0, busy: 0, waiting: 0 })
  assert.equal(await put(engine, { body: 'small' }), 1)
  assert.equal(peer.accepted, 2)
})

test('abort while uploading', async (t) => {
  const { engine, peer } = await serve(t, (wire) => wire.ended())
  const controller = new AbortController()
  const pieces = new Pieces(async (i) => {
    if (i === 2) controller.abort()
    return Buffer.from('abc')
  })
  assert.equal((await failure(put(engine, { body: pieces, signal: controller.signal }))).code, 'ERR_ABORTED')
  await turn()
  assert.ok(pieces.released)
  while (peer.open.size > 0) await turn()
})

test('a connection that breaks off while uploading lets the source go', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.end()
    wire.socket.destroy()
  })
  const pieces = new Pieces(async () => {
    await turn()
    return Buffer.alloc(1000)
  })
  assert.match((await failure(put(engine, { body: pieces }))).code ?? '', /^ERR_CONNECTION_(CLOSED|RESET)$/)
  await turn()
  assert.ok(pieces.released)
})

test('a source whose request was never sent is released: no Engine, a rejected version, closed, aborted', async (t) => {
  const released: Pieces[] = []
  const body = (): Pieces => {
    const pieces = text('abc')
    released.push(pieces)
    return pieces
  }
  const { engine, peer } = await serve(t, (wire) => wire.answerAll('HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n'), {
    apiVersion: undefined,
  })
  assert.equal((await failure(put(engine, { body: body() }))).code, 'ERR_ENGINE')
  const pinned = await serve(t, (wire) => wire.ended(), { pool: { connections: 1 } })
  const controller = new AbortController()
  const first = failure(put(pinned.engine, { body: text('a') }))
  const waiting = failure(put(pinned.engine, { body: body(), signal: controller.signal }))
  await turns()
  controller.abort()
  assert.equal((await waiting).code, 'ERR_ABORTED')
  await pinned.engine.close()
  assert.equal((await first).code, 'ERR_CLOSED')
  assert.equal((await failure(put(pinned.engine, { body: body() }))).code, 'ERR_CLOSED')
  await engine.close()
  await peer.close()
  const gone = await serve(t, () => {})
  await gone.peer.close()
  assert.equal((await failure(put(gone.engine, { body: body() }))).code, 'ERR_CONNECT')
  const stream = Readable.from(['a'])
  assert.equal((await failure(put(gone.engine, { body: stream }))).code, 'ERR_CONNECT')
  await turn()
  assert.ok(stream.destroyed)
  assert.deepEqual(
    released.map((pieces) => pieces.released),
    Array(4).fill(true),
  )
})
