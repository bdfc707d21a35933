// The limits of a response and of the pool, each at, below and above, at the wire: the peer sends as many as the limit allows,
// one less and one more. And what is kept of paths, and copied of reads.

import assert from 'node:assert/strict'
import { createWriteStream } from 'node:fs'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { expand, KEPT_TEMPLATES } from '../../src/engine/request/url.ts'
import { MAX_ERROR_BODY_BYTES } from '../../src/engine/response/error-response.ts'
import { pipeFrames } from '../../src/engine/response/pipe.ts'
import type { EngineError } from '../../src/error.ts'
import { IDLE_CONNECTIONS } from '../../src/net/pool.ts'
import { MAX_LINE_BYTES } from '../../src/stream/parse/lines.ts'
import { MAX_JOINED_BYTES } from '../../src/stream/read/frame-joiner.ts'
import { closeLoan, openLoan, WORTH_BYTES } from '../../src/stream/read/read-memory.ts'
import { MAX_CHUNK_EXTENSION_BYTES, MAX_CHUNK_SIZE_DIGITS, MAX_TRAILER_BYTES } from '../../src/wire/chunked-decoder.ts'
import { MAX_INTERIM } from '../../src/wire/exchange.ts'
import { MAX_FIELDS, MAX_HEAD_BYTES } from '../../src/wire/head-parser.ts'
import { ScriptedSource } from '../stream/support.ts'
import { tempDir } from '../support/temp.ts'
import { threeCases } from '../support/three-cases.ts'
import { answer, failure, frameText, JSON_TYPE, serve } from './kit.ts'

const OK = 'HTTP/1.1 200 OK\r\n'
const CHUNKED = `${OK}${JSON_TYPE}Transfer-Encoding: chunked\r\n\r\n`
const MULTIPLEXED = 'Content-Type: application/vnd.docker.multiplexed-stream\r\n'

/** Whether a response is the value 1, and not an error with this code; then its connection serves the next call, too. */
async function isRead(t: TestContext, bytes: string, code: string): Promise<boolean> {
  const { engine, peer } = await serve(t, (wire) => wire.answerAll(bytes))
  const result: unknown = await engine.untyped.get('/x').catch((error: { code: string }) => error.code)
  assert.ok(result === 1 || result === code, String(result))
  if (result === 1) assert.equal(await engine.untyped.get('/x'), 1)
  assert.equal(engine.connections.idle, result === 1 ? 1 : 0)
  assert.equal(peer.accepted, 1)
  return result === 1
}

threeCases('MAX_HEAD_BYTES', MAX_HEAD_BYTES, (count, t) => {
  const rest = `${OK}${JSON_TYPE}Content-Length: 1\r\nA: \r\n\r\n`.length
  return isRead(t, answer('200 OK', `${JSON_TYPE}A: ${'a'.repeat(count - rest)}\r\n`, '1'), 'ERR_HEAD_TOO_LARGE')
})

// Two of them are the Content-Type and the Content-Length.
threeCases('MAX_FIELDS', MAX_FIELDS, (count, t) =>
  isRead(t, answer('200 OK', JSON_TYPE + 'A: b\r\n'.repeat(count - 2), '1'), 'ERR_HEAD_TOO_LARGE'),
)

threeCases('MAX_INTERIM', MAX_INTERIM, (count, t) =>
  isRead(t, 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(count) + answer('200 OK', JSON_TYPE, '1'), 'ERR_FRAMING'),
)

threeCases('MAX_CHUNK_SIZE_DIGITS', MAX_CHUNK_SIZE_DIGITS, (count, t) =>
  isRead(t, `${CHUNKED}${'1'.padStart(count, '0')}\r\n1\r\n0\r\n\r\n`, 'ERR_CHUNK_SYNTAX'),
)

// The semicolon counts, and so do the extensions of every chunk.
threeCases('MAX_CHUNK_EXTENSION_BYTES', MAX_CHUNK_EXTENSION_BYTES, (count, t) =>
  isRead(t, `${CHUNKED}1;${'a'.repeat(count - 11)}\r\n1\r\n0;123456789\r\n\r\n`, 'ERR_CHUNK_SYNTAX'),
)

threeCases('MAX_TRAILER_BYTES', MAX_TRAILER_BYTES, (count, t) => {
  const line = 'A: \r\n'
  return isRead(
    t,
    `${CHUNKED}1\r\n1\r\n0\r\n${line}A: ${'a'.repeat(count - 2 * line.length)}\r\n\r\n`,
    'ERR_TRAILERS_TOO_LARGE',
  )
})

threeCases('MAX_ERROR_BODY_BYTES', MAX_ERROR_BODY_BYTES, async (count, t) => {
  const { engine } = await serve(t, (wire) => wire.answerAll(answer('500 Oops', '', 'a'.repeat(count))))
  const { reason } = (await failure(engine.untyped.get('/x'))) as EngineError
  assert.equal(reason.length, Math.min(count, MAX_ERROR_BODY_BYTES))
  return reason.length === count
})

threeCases('MAX_LINE_BYTES', MAX_LINE_BYTES, async (count, t) => {
  const bytes = `${'a'.repeat(count)}\n`
  const { engine } = await serve(t, (wire) =>
    wire.answerAll(answer('200 OK', 'Content-Type: application/vnd.docker.raw-stream\r\n', bytes)),
  )
  let text = ''
  const ends: boolean[] = []
  for await (const line of (await engine.untyped.request('GET', '/x')).lines({ tty: true })) {
    text += line.text
    ends.push(line.complete)
  }
  assert.equal(text.length, count)
  assert.equal(ends.at(-1), true)
  return ends.length === 1
})

threeCases('MAX_JOINED_BYTES', MAX_JOINED_BYTES, async (count, t) => {
  const { engine } = await serve(t, (wire) =>
    // After another frame: so that its bytes come in two reads.
    wire.answerAll(answer('200 OK', MULTIPLEXED, frameText(2, 'x'.repeat(60_000)) + frameText(1, 'a'.repeat(count)))),
  )
  const sizes: number[] = []
  for await (const { stream, data } of (await engine.untyped.request('GET', '/x')).frames())
    if (stream === 'stdout') sizes.push(data.length)
  assert.equal(
    sizes.reduce((sum, size) => sum + size, 0),
    count,
  )
  return sizes.length === 1
})

threeCases('IDLE_CONNECTIONS', IDLE_CONNECTIONS, async (count, t) => {
  const { engine } = await serve(t, (wire) => wire.answerAll(answer('200 OK', JSON_TYPE, '1')))
  await Promise.all(Array.from({ length: count }, () => engine.untyped.get('/x')))
  const { idle } = engine.connections
  assert.equal(idle, Math.min(count, IDLE_CONNECTIONS))
  return idle === count
})

// A template that is kept is not split again. Those of earlier tests are dropped first.
threeCases('KEPT_TEMPLATES', KEPT_TEMPLATES, (count, t) => {
  const split = t.mock.method(String.prototype, 'split')
  const isRead = (template: string): boolean => {
    const before = split.mock.callCount()
    assert.equal(expand(template), template)
    return split.mock.callCount() > before
  }
  let made = 0
  const another = () => `/limit-${count}/${made++}`
  isRead('/first')
  do assert.ok(isRead(another()))
  while (!isRead('/first'))
  // Two are kept by now: that one, and the one that made room for it.
  for (let kept = 2; kept < count; kept++) assert.ok(isRead(another()))
  return !isRead('/first')
})

// A read of this size is worth memory for the next one. A smaller one is copied, and so is the next.
threeCases('WORTH_BYTES', WORTH_BYTES - 1, async (count, t) => {
  const source = new ScriptedSource()
  const file = createWriteStream(path.join(tempDir(t), 'out'))
  const piped = pipeFrames(source, { stdout: file }, true)
  const memory = new Uint8Array(WORTH_BYTES + 1)
  openLoan(memory)
  source.handler!.onData(memory, 0, count)
  const lent = closeLoan()
  source.end()
  await piped
  assert.equal(file.bytesWritten, count)
  return lent === undefined
})
