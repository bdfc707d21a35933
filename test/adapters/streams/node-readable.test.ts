// Node's side of the Readables: chunk sizes, read(n), pipeline, destroy, and the two outputs of one stream.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import test from 'node:test'
import { FairleadError } from '../../../src/error.ts'
import { outputs, readable } from '../../../src/node.ts'
import { chunked, frameText, serve, turns } from '../../engine/kit.ts'
import { ScriptedSource, sourceOf, utf8Of } from '../../stream/support.ts'

const reset = new FairleadError('ERR_CONNECTION_RESET', 'reset')
const frame = (kind: number, text: string) => new Uint8Array(Buffer.from(frameText(kind, text), 'latin1'))

/** The chunks of a stream as latin1, in the order of 'data'. */
function dataOf(stream: Readable): string[] {
  const chunks: string[] = []
  stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString('latin1')))
  return chunks
}

test('the source does not start before the stream is read', async () => {
  const source = new ScriptedSource()
  const stream = readable(source)
  await turns()
  assert.deepEqual(source.operations, [])
  stream.resume()
  await turns()
  assert.deepEqual(source.operations, ['start'])
  stream.destroy()
})

test('the bytes of one read are one chunk, copied before the read ends', async () => {
  const source = new ScriptedSource()
  const stream = readable(source)
  const chunks = dataOf(stream)
  await turns(1)
  const handler = source.handler!
  const memory = utf8Of(Array.from({ length: 100 }, (_, i) => `[${i}]`).join('\n'))
  handler.onReadStart?.()
  // Without the line feeds, as a decoder skips bytes.
  for (let start = 0, end = 0; start < memory.length; start = end + 1) {
    end = memory.indexOf(0x0a, start)
    if (end < 0) end = memory.length
    handler.onData(memory, start, end)
  }
  assert.deepEqual(chunks, [])
  handler.onReadEnd?.()
  memory.fill(0)
  await turns(1)
  assert.deepEqual(chunks, [Array.from({ length: 100 }, (_, i) => `[${i}]`).join('')])
  // A source without onReadStart: each piece counts as a read.
  source.data(utf8Of('one'))
  source.data(utf8Of('two'))
  await turns(1)
  assert.deepEqual(chunks.slice(1), ['one', 'two'])
  source.end()
  await once(stream, 'end')
})

test('a chunk that is kept holds only its own memory; a small one holds Node’s pool', async () => {
  const source = new ScriptedSource()
  const stream = readable(source)
  const kept: Buffer[] = []
  stream.on('data', (chunk: Buffer) => kept.push(chunk))
  await turns(1)
  for (const size of [1, 10, 100, 5000, 16_383, 16_384, 60_000, 3, 2000]) {
    source.data(new Uint8Array(size))
    await turns(1)
  }
  assert.equal(kept.length, 9)
  for (const { length, buffer } of kept) {
    // Newer Nodes round up a little.
    const most = (length < Buffer.poolSize / 2 ? Buffer.poolSize : length) + 1024
    assert.ok(buffer.byteLength <= most, `${length} bytes in ${buffer.byteLength}`)
  }
  stream.destroy()
})

test('the source is paused at the high-water mark and resumed below it', async () => {
  const source = new ScriptedSource()
  const stream = readable(source, { highWaterMark: 10 })
  assert.equal(stream.readableHighWaterMark, 10)
  assert.equal(stream.read(), null)
  source.data(utf8Of('12345'))
  await turns()
  assert.equal(source.paused, false)
  source.data(utf8Of('67890'))
  await turns()
  assert.equal(source.paused, true)
  assert.equal(String(stream.read(3)), '123')
  await turns()
  assert.equal(source.paused, false)
  // Newer Nodes return the rest piece by piece.
  assert.equal(`${stream.read()}${stream.read() ?? ''}`, '4567890')
  source.end()
  stream.resume()
  await once(stream, 'end')
  assert.deepEqual(source.operations, ['start', 'pause', 'resume'])
})

test('a reader that waits for more bytes than exist receives the error', async () => {
  const source = new ScriptedSource()
  const stream = readable(source)
  const read: unknown[] = []
  stream.on('readable', () => {
    const chunk = stream.read(10) as Buffer | null
    read.push(chunk === null ? null : chunk.toString())
  })
  await turns()
  source.data(utf8Of('only'))
  await turns()
  source.fail(reset)
  const [error] = (await once(stream, 'error')) as [Error]
  assert.equal(error, reset)
  assert.deepEqual(
    read.filter((chunk) => chunk !== null),
    [],
  )
})

test('a paused stream emits the error after it was read', async () => {
  const source = new ScriptedSource()
  const stream = readable(source)
  const chunks = dataOf(stream)
  let error: unknown
  stream.on('error', (reported) => {
    error = reported
  })
  await turns()
  stream.pause()
  source.data(utf8Of('kept'))
  await turns()
  source.fail(reset)
  await turns()
  assert.deepEqual([chunks, error], [[], undefined])
  stream.resume()
  await turns()
  assert.deepEqual([chunks, error], [['kept'], reset])
  // It failed by itself: nothing is cancelled.
  assert.deepEqual(source.operations, ['start'])
})

test('an abort is emitted before the unread bytes', async () => {
  const source = new ScriptedSource()
  const stream = readable(source)
  stream.read()
  source.data(utf8Of('unwanted'))
  await turns()
  const abort = new FairleadError('ERR_ABORTED', 'aborted')
  abort.name = 'AbortError'
  source.fail(abort)
  const [error] = (await once(stream, 'error')) as [Error]
  assert.equal(error, abort)
  assert.equal(stream.destroyed, true)
})

test('pipeline: everything arrives; the source’s error rejects it, and a broken destination cancels the source', async () => {
  const whole = new PassThrough()
  const chunks = dataOf(whole)
  await pipeline(readable(sourceOf([utf8Of('one'), utf8Of('two')])), whole)
  assert.equal(chunks.join(''), 'onetwo')
  await assert.rejects(pipeline(readable(sourceOf([utf8Of('one')], reset)), new PassThrough().resume()), reset)
  const source = new ScriptedSource()
  const broken = new PassThrough()
  const piping = pipeline(readable(source), broken)
  await turns()
  broken.destroy(new Error('mine'))
  await assert.rejects(piping, { message: 'mine' })
  assert.deepEqual(source.operations, ['start', 'cancel'])
})

test('destroy inside a listener: no event follows, and the source is cancelled once, with the error as its reason', async () => {
  const source = new ScriptedSource()
  const stream = readable(source)
  const mine = new Error('mine')
  let calls = 0
  stream.on('data', () => {
    calls++
    stream.destroy(mine)
  })
  stream.on('error', () => undefined)
  await turns()
  source.data(new Uint8Array(20_000))
  source.data(new Uint8Array(20_000))
  await new Promise((resolve) => stream.once('close', resolve))
  assert.equal(calls, 1)
  assert.deepEqual(source.operations, ['start', 'cancel'])
  assert.equal(source.reason, mine)
})

test('lines, frames and records are object streams by Node’s own Readable.from, destroyed at once', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunked(frameText(1, 'a\nb\n')).slice(0, -5)}`)
    await wire.ended()
  })
  const lines = Readable.from((await engine.request('GET', '/containers/{id}/logs', { path: { id: 'x' } })).lines())
  const [first] = (await once(lines, 'data')) as [{ text: string }]
  assert.equal(first.text, 'a')
  lines.destroy()
  await once(lines, 'close')
  assert.equal(engine.connections.busy, 0)
})

test('an unread output blocks the other; after destroy() its bytes are dropped', async () => {
  const source = new ScriptedSource()
  const { stdout, stderr } = outputs(source, { highWaterMark: 100 })
  const chunks = dataOf(stdout)
  await turns()
  source.data(frame(2, 'e'.repeat(60)))
  source.data(frame(1, 'one'))
  await turns()
  assert.equal(source.paused, false)
  source.data(frame(2, 'e'.repeat(60)))
  await turns()
  assert.equal(source.paused, true)
  assert.equal(stderr.readableLength, 120)
  stderr.destroy()
  assert.equal(source.paused, false)
  source.data(frame(2, 'e'.repeat(600)))
  source.data(frame(1, 'two'))
  await turns()
  assert.deepEqual([chunks, source.paused, source.cancelled], [['one', 'two'], false, false])
  source.end()
  await once(stdout, 'end')
  assert.equal(source.cancelled, false)
})

test('when both outputs are destroyed the source is cancelled', async () => {
  const source = new ScriptedSource()
  const { stdout, stderr } = outputs(source)
  stdout.resume()
  await turns()
  stdout.destroy()
  assert.equal(source.cancelled, false)
  stderr.destroy()
  assert.equal(source.cancelled, true)
  const unread = new ScriptedSource()
  for (const stream of Object.values(outputs(unread))) stream.destroy()
  assert.deepEqual(unread.operations, ['cancel'])
})

test('kinds: echoed stdin goes to stdout, the daemon’s messages to stderr; a TTY’s stream is all stdout', async () => {
  const both = async (source: ScriptedSource, tty: boolean) => {
    const { stdout, stderr } = outputs(source, { tty })
    const [out, err] = [dataOf(stdout), dataOf(stderr)]
    await Promise.all([once(stdout, 'end'), once(stderr, 'end')])
    return [out.join(''), err.join('')]
  }
  const all = [frame(0, 'in '), frame(3, 'system '), frame(1, 'out'), frame(2, 'err')]
  assert.deepEqual(await both(sourceOf(all), false), ['in out', 'system err'])
  assert.deepEqual(await both(sourceOf([utf8Of('raw')]), true), ['raw', ''])
})

test('a response decides whether its stream is raw, unless tty is given', async (t) => {
  const { engine } = await serve(
    t,
    async (wire) => {
      await wire.head()
      const type = 'Content-Type: application/vnd.docker.raw-stream\r\n'
      wire.send(`HTTP/1.1 200 OK\r\n${type}Transfer-Encoding: chunked\r\n\r\n${chunked('of a terminal')}`)
    },
    { apiVersion: '1.42' },
  )
  const { stdout, stderr } = outputs(await engine.request('GET', '/containers/{id}/logs', { path: { id: 'x' } }))
  stderr.destroy()
  const chunks = dataOf(stdout)
  await once(stdout, 'end')
  assert.deepEqual(chunks, ['of a terminal'])
})

test('a value without a source is rejected', () => {
  for (const odd of [undefined, null, 1, {}, { source: 1 }, 'text']) {
    assert.throws(() => readable(odd as never), { code: 'ERR_OPTION' })
    assert.throws(() => outputs(odd as never), { code: 'ERR_OPTION' })
  }
})
