// The web's side of the streams: pulling, desired sizes, BYOB readers, tee, pipes, and a tunnel as a pair of streams.

import assert from 'node:assert/strict'
import test from 'node:test'
import { FairleadError } from '../../../src/error.ts'
import { duplex, outputs, readable, stdio } from '../../../src/web.ts'
import { frameText } from '../../engine/kit.ts'
import { ATTACH_HEAD, attach, frame, RAW, serve, turns, upgraded } from '../../engine/response/tunnel-kit.ts'
import { ScriptedSource, sourceOf, utf8Of } from '../../stream/support.ts'
import { eventually } from '../../support/eventually.ts'

const NONE = { dialling: 0, idle: 0, busy: 0, waiting: 0 }
const reset = new FairleadError('ERR_CONNECTION_RESET', 'reset')
const multiplexed = (kind: number, text: string) => new Uint8Array(Buffer.from(frameText(kind, text), 'latin1'))
const textOf = (stream: ReadableStream<Uint8Array>) => new Response(stream).text()

function byob(stream: ReadableStream<Uint8Array>): ReadableStreamBYOBReader {
  return stream.getReader({ mode: 'byob' } as never) as unknown as ReadableStreamBYOBReader
}

test('the source starts with the first read, pauses at the mark, and resumes when the queue is empty', async () => {
  const source = new ScriptedSource()
  const stream = readable(source, { highWaterMark: 10 })
  await turns()
  assert.deepEqual(source.operations, [])
  const reader = stream.getReader()
  const first = reader.read()
  assert.deepEqual(source.operations, ['start'])
  source.data(utf8Of('12345'))
  assert.equal(String(Buffer.from((await first).value!)), '12345')
  source.data(utf8Of('67890'))
  await turns()
  assert.equal(source.paused, false)
  source.data(utf8Of('abcde'))
  await turns()
  assert.equal(source.paused, true)
  await reader.read()
  await reader.read()
  assert.equal(source.paused, true)
  const last = reader.read()
  assert.equal(source.paused, false)
  source.end()
  assert.equal((await last).done, true)
  await reader.closed
  assert.deepEqual(source.operations, ['start', 'pause', 'resume'])
})

test('a pipe to a slow writer pauses the source', async () => {
  const source = new ScriptedSource()
  const stream = readable(source, { highWaterMark: 10 })
  const written: number[] = []
  let go = (): void => {}
  const sink = new WritableStream<Uint8Array>({
    write: (piece) =>
      new Promise((resolve) => {
        written.push(piece.length)
        go = resolve
      }),
  })
  const piping = stream.pipeTo(sink)
  await turns()
  for (let i = 0; i < 5; i++) {
    source.data(new Uint8Array(8))
    await turns()
  }
  assert.equal(source.paused, true)
  assert.deepEqual(written, [8])
  source.end()
  while (written.length < 5) {
    go()
    await turns()
  }
  go()
  await piping
  assert.deepEqual(written, [8, 8, 8, 8, 8])
})

test('BYOB: the reader’s memory is filled, the end is reported, and elements wider than bytes are whole or an error', async () => {
  const source = new ScriptedSource()
  const reader = byob(readable(source))
  const first = reader.read(new Uint8Array(4))
  await turns(1)
  source.data(utf8Of('abcdef'))
  assert.equal(Buffer.from((await first).value as Uint8Array).toString(), 'abcd')
  assert.equal(Buffer.from((await reader.read(new Uint8Array(4))).value as Uint8Array).toString(), 'ef')
  const last = reader.read(new Uint8Array(4))
  source.end()
  const { value, done } = await last
  assert.deepEqual([done, value?.byteLength], [true, 0])
  const odd = new ScriptedSource()
  const wide = byob(readable(odd))
  const read = wide.read(new Uint16Array(2))
  await turns(1)
  odd.data(new Uint8Array(3))
  assert.equal((await read).value?.length, 1)
  const rest = wide.read(new Uint16Array(2))
  odd.end()
  await assert.rejects(rest, TypeError)
})

test('transferred memory is shared with no other piece', async () => {
  const pieces = [utf8Of('one'), utf8Of('two'), utf8Of('three')]
  const reader = readable(sourceOf(pieces)).getReader()
  const got: string[] = []
  for (let { value } = await reader.read(); value !== undefined; { value } = await reader.read()) {
    const clone = structuredClone(value, { transfer: [value.buffer as ArrayBuffer] })
    got.push(Buffer.from(clone).toString())
  }
  assert.equal(got.join(''), 'onetwothree')
})

test('tee delivers all bytes to both halves; cancelling both cancels the source', async () => {
  const [left, right] = readable(sourceOf([utf8Of('one'), utf8Of('two')])).tee()
  assert.deepEqual(await Promise.all([textOf(left), textOf(right)]), ['onetwo', 'onetwo'])
  const source = new ScriptedSource()
  const halves = readable(source).tee()
  await Promise.all(halves.map((half) => half.cancel('enough')))
  assert.deepEqual(source.operations.at(-1), 'cancel')
})

test('an error rejects the read that waits, and the closed promise', async () => {
  const source = new ScriptedSource()
  const reader = readable(source).getReader()
  const read = reader.read()
  await turns(1)
  source.data(utf8Of('came'))
  source.fail(reset)
  assert.equal(Buffer.from((await read).value!).toString(), 'came')
  await assert.rejects(reader.read(), reset)
  await assert.rejects(reader.closed, reset)
  assert.deepEqual(source.operations, ['start'])
})

test('an unread output blocks the other; cancelled, its bytes are dropped; cancelling both cancels the source', async () => {
  const source = new ScriptedSource()
  const { stdout, stderr } = outputs(source, { highWaterMark: 100 })
  const reader = stdout.getReader()
  const read = reader.read()
  await turns(1)
  source.data(multiplexed(2, 'e'.repeat(120)))
  source.data(multiplexed(1, 'one'))
  assert.equal(Buffer.from((await read).value!).toString(), 'one')
  await turns()
  assert.equal(source.paused, true)
  await stderr.cancel('not wanted')
  assert.equal(source.paused, false)
  source.data(multiplexed(2, 'e'.repeat(120)))
  source.data(multiplexed(1, 'two'))
  assert.equal(Buffer.from((await reader.read()).value!).toString(), 'two')
  assert.equal(source.cancelled, false)
  await reader.cancel()
  assert.equal(source.cancelled, true)
})

test('a tunnel as a pair: text and bytes in, close() is the half-close, output after it', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.expect(ATTACH_HEAD)
    wire.send(upgraded(RAW))
    await wire.expect('one\xc3\xa9')
    await wire.ended()
    wire.send('late')
    wire.end()
  })
  const { readable: output, writable } = duplex(await attach(engine, { tty: true }))
  const writer = writable.getWriter()
  await writer.write('one')
  await writer.write(new TextEncoder().encode('é'))
  await writer.close()
  assert.equal(await textOf(output), 'late')
  assert.deepEqual(engine.connections, NONE)
})

test('stdio: three streams of one tunnel', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(upgraded())
    await wire.expect('in')
    await wire.ended()
    wire.send(Buffer.concat([frame(1, 'out1'), frame(2, 'err'), frame(1, 'out2')]))
    wire.end()
  })
  const { stdin, stdout, stderr } = stdio(await attach(engine))
  await new Blob(['in']).stream().pipeTo(stdin as WritableStream<Uint8Array>)
  assert.deepEqual(await Promise.all([textOf(stdout), textOf(stderr)]), ['out1out2', 'err'])
  assert.deepEqual(engine.connections, NONE)
})

test('aborting the input closes the connection although a write waits, and the output fails with that', async (t) => {
  const { engine, peer } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(upgraded())
    wire.socket.pause()
    await new Promise((resolve) => wire.socket.once('close', resolve))
  })
  const { readable: output, writable } = duplex(await attach(engine))
  const reader = output.getReader()
  const read = reader.read()
  const writer = writable.getWriter()
  const write = writer.write(new Uint8Array(8_000_000))
  await turns()
  const reason = new Error('the file broke')
  await Promise.all([writer.abort(reason), write.catch(() => undefined)])
  await assert.rejects(read, { code: 'ERR_CLOSED', cause: reason })
  assert.deepEqual(engine.connections, NONE)
  for (const socket of peer.open) socket.destroy()
})

test('cancelling the output closes the connection; later writes are discarded', async (t) => {
  const { engine, peer } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(upgraded())
    await wire.ended()
  })
  const { readable: output, writable } = duplex(await attach(engine))
  await output.cancel()
  assert.deepEqual(engine.connections, NONE)
  const writer = writable.getWriter()
  await writer.write('nobody receives this')
  await writer.close()
  await eventually(() => peer.open.size === 0)
})
