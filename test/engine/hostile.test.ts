// Answers that are unusual or malicious, end to end: each gives its documented result or error, none hangs, none takes
// memory beyond a named limit; and the engine serves on afterwards.

import assert from 'node:assert/strict'
import test from 'node:test'
import type { EngineResponse } from '../../src/engine/response/response.ts'
import { MAX_HEAD_BYTES } from '../../src/wire/head-parser.ts'
import { all, answer, chunked, failure, frameText, JSON_TYPE, serve, turn } from './kit.ts'

const OK = 'HTTP/1.1 200 OK\r\n'
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`

/** Answers the first request so, every later one well. */
async function hostile(t: Parameters<typeof serve>[0], bytes: string, ends = false) {
  const { engine } = await serve(t, async (wire, index) => {
    if (index > 0) return wire.answerAll(answer('200 OK', JSON_TYPE, '1'))
    await wire.head()
    wire.send(bytes)
    if (ends) wire.end()
  })
  return {
    engine,
    async servesOn(): Promise<void> {
      while (engine.connections.busy > 0) await turn()
      assert.equal(engine.connections.idle, 0, 'the connection is not to be used again')
      assert.equal(await engine.untyped.get('/next'), 1)
    },
  }
}

const refusedHeads: [name: string, bytes: string, code: string][] = [
  ['10,000 header fields', `${OK}${'A: b\r\n'.repeat(10_000)}\r\n`, 'ERR_HEAD_TOO_LARGE'],
  ['a header of 1 MB', `${OK}A: ${'b'.repeat(1_000_000)}\r\n\r\n`, 'ERR_HEAD_TOO_LARGE'],
  ['a head that never ends', `${OK}A: ${'b'.repeat(MAX_HEAD_BYTES)}`, 'ERR_HEAD_TOO_LARGE'],
  ['two lengths that differ', `${OK}Content-Length: 5, 6\r\n\r\nabcdef`, 'ERR_FRAMING'],
  ['two fields of lengths that differ', `${OK}Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef`, 'ERR_FRAMING'],
  ['a length of 2^64', `${OK}Content-Length: 18446744073709551616\r\n\r\n`, 'ERR_FRAMING'],
  ['an unknown coding', `${OK}Transfer-Encoding: gzip, chunked\r\n\r\n`, 'ERR_FRAMING'],
  ['a TLS server', '\x15\x03\x01\x00\x02\x02\x46', 'ERR_HEAD_SYNTAX'],
  ['HTTP/2', 'HTTP/2.0 200 OK\r\n\r\n', 'ERR_HTTP_VERSION'],
  ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n', 'ERR_HEAD_SYNTAX'],
  ['a folded line', `${OK}A: b\r\n c\r\n\r\n`, 'ERR_HEAD_SYNTAX'],
  ['an upgrade nobody asked for', 'HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\n', 'ERR_UNASKED_UPGRADE'],
  ['interim answers without end', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(1000), 'ERR_FRAMING'],
]

for (const [name, bytes, code] of refusedHeads) {
  test(`${name}: ${code}`, async (t) => {
    const { engine, servesOn } = await hostile(t, bytes)
    const error = await failure(engine.untyped.get('/x'))
    assert.equal(error.code, code)
    assert.equal(error.blame, 'peer')
    assert.ok(error.message.length < 300)
    await servesOn()
  })
}

const refusedBodies: [name: string, bytes: string, ends: boolean, code: string, before: string][] = [
  ['a chunk size of 2^64', `${CHUNKED}1\r\na\r\n10000000000000000\r\n`, false, 'ERR_CHUNK_TOO_LARGE', 'a'],
  ['a chunk size that is none', `${CHUNKED}1\r\na\r\n-1\r\n`, false, 'ERR_CHUNK_SYNTAX', 'a'],
  [
    'chunk extensions without end',
    `${CHUNKED}1;${'x'.repeat(100_000)}`,
    false,
    'ERR_CHUNK_TOO_LARGE|ERR_CHUNK_SYNTAX',
    '',
  ],
  ['trailers without end', `${CHUNKED}0\r\n${'A: b\r\n'.repeat(10_000)}`, false, 'ERR_TRAILERS_TOO_LARGE', ''],
  ['an error page where a chunk is due', `${CHUNKED}1\r\na\r\n<html>`, false, 'ERR_CHUNK_SYNTAX', 'a'],
]

for (const [name, bytes, ends, code, before] of refusedBodies) {
  test(`${name}: ${code}`, async (t) => {
    const { engine, servesOn } = await hostile(t, bytes, ends)
    let seen = ''
    const error = await failure(
      (async () => {
        for await (const piece of await engine.untyped.request('GET', '/x'))
          seen += Buffer.from(piece).toString('latin1')
      })(),
    )
    assert.match(error.code!, new RegExp(`^(${code})$`))
    assert.equal(error.blame, 'peer')
    assert.equal(seen, before)
    await servesOn()
  })
}

async function frames(
  response: EngineResponse,
): Promise<{ text: string; error: (Error & { code?: string }) | undefined }> {
  let text = ''
  try {
    for await (const { stream, data } of response.frames()) text += `${stream}:${Buffer.from(data).toString('latin1')};`
  } catch (error) {
    return { text, error: error as Error }
  }
  return { text, error: undefined }
}

test('frames of one byte, one a chunk and thousands a read', async (t) => {
  const count = 20_000
  const one = frameText(1, 'x')
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(CHUNKED + chunked(...Array(count).fill(one)))
    await wire.head()
    wire.send(`${OK}Content-Length: ${count * one.length}\r\n\r\n${one.repeat(count)}`)
  })
  for (let i = 0; i < 2; i++) {
    const got = await all((await engine.untyped.request('GET', '/x')).frames())
    assert.equal(got.length, count)
    assert.ok(got.every(({ stream, data }) => stream === 'stdout' && data.length === 1))
  }
})

test('a frame of 2^32-1 bytes announced: what comes of it is delivered, nothing is allocated for it', async (t) => {
  const bytes = `${CHUNKED}${chunked(`${frameText(2, 'a')}\x01\0\0\0\xff\xff\xff\xffpart`)}`
  const { engine } = await hostile(t, bytes)
  const before = process.memoryUsage().arrayBuffers
  const { text, error } = await frames(await engine.untyped.request('GET', '/x'))
  assert.equal(text, 'stderr:a;stdout:part;')
  assert.equal(error?.code, 'ERR_TRUNCATED_FRAME')
  assert.match(error.message, /4294967291 bytes/)
  assert.ok(process.memoryUsage().arrayBuffers - before < 16 * 1024 * 1024)
})

test('a frame of type 3 is the daemon’s own message', async (t) => {
  const { engine } = await hostile(t, CHUNKED + chunked(frameText(3, 'Error grabbing logs'), frameText(1, 'on')))
  assert.deepEqual(await frames(await engine.untyped.request('GET', '/x')), {
    text: 'system:Error grabbing logs;stdout:on;',
    error: undefined,
  })
})

test('a frame of type 9 is rejected, after those before it', async (t) => {
  const { engine, servesOn } = await hostile(t, (CHUNKED + chunked(frameText(1, 'a'), frameText(9, 'b'))).slice(0, -5))
  const { text, error } = await frames(await engine.untyped.request('GET', '/x'))
  assert.equal(text, 'stdout:a;')
  assert.equal(error?.code, 'ERR_FRAME_TYPE')
  assert.match(error.message, /offset 9/)
  await servesOn()
})

test('a length of 2^53-1 announced sets nothing aside', async (t) => {
  const { engine, servesOn } = await hostile(t, `${OK}Content-Length: 9007199254740991\r\n\r\nabc`, true)
  assert.equal((await failure(engine.untyped.get('/x'))).code, 'ERR_TRUNCATED_BODY')
  await servesOn()
})

test('a body over the limit is rejected as soon as that is known (user-pains 28)', async (t) => {
  const { engine, servesOn } = await hostile(t, CHUNKED + chunked('a'.repeat(70_000), 'b'.repeat(70_000)))
  const response = await engine.untyped.request('GET', '/x')
  const error = await failure(response.bytes({ limit: 100_000 }))
  assert.equal(error.code, 'ERR_BODY_TOO_LARGE')
  assert.equal(error.blame, 'caller')
  await servesOn()
})

test('a log that is valid JSON comes back byte-exact (user-pains 12)', async (t) => {
  for (const text of ['{"level":"info"}', '123', '[]', '0', 'null', '']) {
    const { engine } = await serve(t, (wire) => wire.answerAll(answer('200 OK', '', text)))
    const logs = () =>
      engine.untyped.request('GET', '/containers/{id}/logs', { path: { id: 'x' }, query: { stdout: true } })
    assert.ok((await (await logs()).bytes()) instanceof Uint8Array)
    assert.equal(await (await logs()).text(), text)
    assert.equal(
      Buffer.concat((await all((await logs()).frames({ tty: true }))).map(({ data }) => data)).toString(),
      text,
    )
  }
})

test('what a stream is, multiplexed or a TTY’s, is taken from its type only where that is certain', async (t) => {
  const raw = 'Content-Type: application/vnd.docker.raw-stream\r\n'
  const multiplexed = 'Content-Type: application/vnd.docker.multiplexed-stream\r\n'
  const framed = frameText(1, 'a')
  const table: [apiVersion: string, path: string, type: string, body: string, options: { tty: boolean } | undefined][] =
    [
      ['1.42', '/containers/x/logs', raw, 'a', undefined],
      ['1.42', '/containers/x/logs', multiplexed, framed, undefined],
      ['1.42', '/containers/x/attach', raw, framed, undefined],
      ['1.41', '/containers/x/logs', raw, framed, undefined],
      ['1.41', '/containers/x/logs', '', framed, undefined],
      ['1.41', '/containers/x/logs', '', 'a', { tty: true }],
      ['1.42', '/containers/x/logs', raw, framed, { tty: false }],
    ]
  for (const [apiVersion, path, type, body, options] of table) {
    const { engine } = await serve(t, (wire) => wire.answerAll(answer('200 OK', type, body)), { apiVersion })
    const ask = () => engine.untyped.request('GET', path)
    const where = `${apiVersion} ${path} ${type}`
    assert.deepEqual(
      (await all((await ask()).frames(options))).map(({ stream, data }) => [stream, Buffer.from(data).toString()]),
      [['stdout', 'a']],
      where,
    )
    let pushed = ''
    await (await ask()).onFrame((kind, bytes, start, end) => {
      pushed += `${kind}${Buffer.from(bytes.subarray(start, end)).toString()}`
    }, options)
    assert.equal(pushed, '1a', where)
    assert.deepEqual(await all((await ask()).lines(options)), [{ stream: 'stdout', text: 'a', complete: false }], where)
  }
})

test('what onFrame throws ends the stream and comes back unchanged', async (t) => {
  const { engine, servesOn } = await hostile(t, CHUNKED + chunked(frameText(1, 'a'), frameText(1, 'b')))
  const mine = new Error('mine')
  let calls = 0
  const error = await failure(
    (await engine.untyped.request('GET', '/x')).onFrame(() => {
      calls++
      throw mine
    }),
  )
  assert.equal(error, mine)
  assert.equal(calls, 1)
  await servesOn()
})
