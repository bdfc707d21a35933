// A request body, or a stdin, that was read before is rejected before anything is sent, in every shape and wherever it is
// given. What can be read again is sent again.

import assert from 'node:assert/strict'
import { PassThrough, Readable } from 'node:stream'
import test from 'node:test'
import type { FairleadError } from '../../../src/error.ts'
import { createFetch } from '../../../src/fetch.ts'
import { copyTo, exec, run } from '../../../src/index.ts'
import { Modem } from '../../../src/modem.ts'
import type { UploadBody } from '../../../src/stream/upload/upload.ts'
import { answer, FIELDS, failure, JSON_TYPE, serve, turns } from '../kit.ts'

const TAR = 'Content-Type: application/x-tar\r\n'
const created = answer('201 Created', JSON_TYPE, '1')
const headOf = (framing: string) => `PUT /v1.41/x HTTP/1.1\r\n${FIELDS}${TAR}${framing}\r\n\r\n`
const chunkedHead = headOf('Transfer-Encoding: chunked')

const readBefore: Record<string, () => UploadBody | Promise<UploadBody>> = {
  'a Node stream, to its end': async () => {
    const stream = Readable.from(['a'])
    for await (const _ of stream);
    return stream
  },
  'a Node stream, in part': () => {
    const stream = new PassThrough()
    stream.end('abc')
    assert.equal(String(stream.read(1)), 'a')
    return stream
  },
  'a web stream, to its end': async () => {
    const stream = new Blob(['a']).stream() as ReadableStream<Uint8Array>
    for await (const _ of stream as unknown as AsyncIterable<Uint8Array>);
    return stream
  },
  'a web stream that is locked': () => {
    const stream = new Blob(['a']).stream() as ReadableStream<Uint8Array>
    stream.getReader()
    return stream
  },
  'the body of a Response': async () => {
    const response = new Response('a')
    await response.text()
    return response.body as ReadableStream<Uint8Array>
  },
  'an async generator': async () => {
    const generator = generate()
    for await (const _ of generator);
    return generator
  },
  'an async generator, behind another': async () => {
    const generator = generate()
    for await (const _ of generator);
    return (async function* () {
      yield* generator
    })()
  },
  'a generator': () => {
    const generator = ['a'].values()
    for (const _ of generator);
    return generator
  },
}

async function* generate(): AsyncGenerator<string> {
  yield 'a'
}

for (const [what, make] of Object.entries(readBefore)) {
  test(`read before: ${what} is rejected before anything is sent`, async (t) => {
    const { engine, peer } = await serve(t, (wire) => wire.ended())
    const attempts: (() => Promise<unknown>)[] = [
      async () => engine.untyped.put('/x', { body: (await make()) as never }),
      async () => exec(engine, 'c', ['cat'], { stdin: await make() }),
      async () => run(engine, { Image: 'i' }, { stdin: await make() }),
      async () => copyTo(engine, 'c', '/', await make()),
      async () => new Modem({ engine } as never).dial({ method: 'PUT', path: '/x?', file: (await make()) as never }),
      async () =>
        createFetch(engine)('/x', { method: 'PUT', body: (await make()) as never, duplex: 'half' } as RequestInit),
    ]
    for (const attempt of attempts) {
      const error = await failure(attempt())
      // The runtime's own Request rejects some of them by itself, and a modem's error is what node:http would have.
      const known = [error, error.cause as FairleadError | undefined].find((one) => one?.blame !== undefined)
      if (known === undefined) assert.ok(attempts.indexOf(attempt) >= 4)
      else {
        assert.match(String(known.code), /^ERR_(BODY_TAKEN|UPLOAD_SOURCE)$/)
        assert.equal(known.blame, 'caller')
      }
    }
    assert.equal(peer.accepted, 0)
  })
}

test('a generator is used once, also by two requests at the same time', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.expect(`${chunkedHead}1\r\na\r\n0\r\n\r\n`)
    wire.send(created)
  })
  const body = generate()
  const first = engine.untyped.put('/x', { body })
  assert.equal((await failure(engine.untyped.put('/x', { body }))).code, 'ERR_BODY_TAKEN')
  assert.equal(await first, 1)
})

test('a Blob and a list are sent twice; a generator that waits for its first piece is waited for', async (t) => {
  const sent = `${chunkedHead}1\r\na\r\n0\r\n\r\n`
  const { engine } = await serve(t, async (wire) => {
    for (let i = 0; i < 2; i++) {
      await wire.expect(`${headOf('Content-Length: 1')}a`)
      wire.send(created)
    }
    for (let i = 0; i < 3; i++) {
      await wire.expect(sent)
      wire.send(created)
    }
    await wire.expect(`${chunkedHead}0\r\n\r\n`)
    wire.send(created)
  })
  const blob = new Blob(['a'])
  const list = { [Symbol.iterator]: () => ['a'].values() }
  for (const body of [blob, blob, list, list]) assert.equal(await engine.untyped.put('/x', { body }), 1)
  const slow = async function* (text: string) {
    await turns(3)
    if (text !== '') yield text
  }
  assert.equal(await engine.untyped.put('/x', { body: slow('a') }), 1)
  // It did not end at once, so it was not read before: it has nothing.
  assert.equal(await engine.untyped.put('/x', { body: slow('') }), 1)
})
