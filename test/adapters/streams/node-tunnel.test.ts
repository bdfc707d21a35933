// Tunnels as Node streams: writes reach the wire unchanged, end() is the half-close, destroy() closes, and nothing hangs
// whichever side ends first.

import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { PassThrough, Readable, type Stream } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import test from 'node:test'
import { duplex, stdio } from '../../../src/node.ts'
import { ATTACH_HEAD, attach, frame, RAW, says, serve, turns, upgraded } from '../../engine/response/tunnel-kit.ts'
import { eventually } from '../../support/eventually.ts'

const NONE = { dialling: 0, idle: 0, busy: 0, waiting: 0 }

/** The names of a stream's end events, in their order. */
function endsOf(stream: Stream): string[] {
  const events: string[] = []
  for (const name of ['end', 'finish', 'error', 'close']) stream.on(name, () => events.push(name))
  return events
}

const closed = (stream: Stream) => new Promise((resolve) => stream.once('close', resolve))

/** Writes while the peer reads. */
async function* endless(): AsyncGenerator<Buffer> {
  for (;;) {
    await turns(1)
    yield Buffer.alloc(1000)
  }
}

test('an attach: stdin unchanged, the half-close, output after it, the end', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.expect(ATTACH_HEAD)
    wire.send(upgraded())
    wire.send(frame(1, 'early'))
    await wire.expect('one\xc3\xa9')
    await wire.ended()
    wire.send(frame(2, 'late'))
    wire.end()
  })
  const stream = duplex(await attach(engine))
  const ends = endsOf(stream)
  stream.write('one')
  stream.end(Buffer.from('é'))
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  assert.deepEqual(Buffer.concat(chunks), Buffer.concat([frame(1, 'early'), frame(2, 'late')]))
  await eventually(() => assert.deepEqual(ends, ['finish', 'end', 'close']))
  assert.deepEqual(engine.connections, NONE)
})

test('waiting writes are sent together, in their order', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(upgraded(RAW))
    await wire.expect('abcdef')
    wire.end()
    await wire.ended()
  })
  const stream = duplex(await attach(engine, { tty: true }))
  stream.cork()
  for (const letter of 'abcdef') stream.write(letter)
  stream.uncork()
  stream.resume()
  await closed(stream)
})

test('while the peer does not read, write() returns false; then drain follows, and everything arrives', async (t) => {
  const hash = createHash('sha256')
  let received = ''
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(upgraded(RAW))
    wire.socket.pause()
    wire.socket.removeAllListeners('data')
    await turns(50)
    const got = createHash('sha256')
    for await (const piece of wire.socket) got.update(piece as Buffer)
    received = got.digest('hex')
    wire.end()
  })
  const stream = duplex(await attach(engine, { tty: true }))
  let full = 0
  for (let i = 0; i < 64; i++) {
    const piece = randomBytes(100_000)
    hash.update(piece)
    if (!stream.write(piece)) {
      full++
      await once(stream, 'drain')
    }
  }
  stream.end()
  stream.resume()
  await closed(stream)
  assert.ok(full > 0)
  assert.equal(received, hash.digest('hex'))
})

test('when the output ends, the writing side ends by itself; with allowHalfOpen it waits for end()', async (t) => {
  const script = says(upgraded(), frame(1, 'bye'))
  const { engine } = await serve(t, script)
  const stream = duplex(await attach(engine))
  const ends = endsOf(stream)
  stream.resume()
  await closed(stream)
  assert.deepEqual(ends, ['end', 'finish', 'close'])
  const open = duplex(await attach(engine), { allowHalfOpen: true })
  const openEnds = endsOf(open)
  open.resume()
  await once(open, 'end')
  // It is discarded, as by a pipe whose reader has closed.
  await new Promise((resolve) => open.write('nobody receives this', resolve))
  assert.deepEqual(openEnds, ['end'])
  open.end()
  await closed(open)
  assert.deepEqual(openEnds, ['end', 'finish', 'close'])
})

test('destroy() closes the connection, before and while it is read', async (t) => {
  const { engine, peer } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(upgraded())
    await wire.ended()
  })
  duplex(await attach(engine)).destroy()
  assert.deepEqual(engine.connections, NONE)
  const stream = duplex(await attach(engine)).resume()
  await turns()
  stream.destroy()
  assert.deepEqual(engine.connections, NONE)
  await eventually(() => peer.open.size === 0)
})

test('an abort destroys it with an AbortError', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(upgraded())
    await wire.ended()
  })
  const abort = new AbortController()
  const stream = duplex(await attach(engine, { signal: abort.signal })).resume()
  await turns()
  abort.abort()
  const [error] = (await once(stream, 'error')) as [Error]
  assert.equal(error.name, 'AbortError')
  assert.deepEqual(engine.connections, NONE)
})

test('a read-only tunnel rejects writes', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
    await wire.ended()
  })
  const stream = duplex(await attach(engine, { tty: false }))
  stream.write('x')
  const [error] = (await once(stream, 'error')) as [Error & { code: string }]
  assert.equal(error.code, 'ERR_TUNNEL_READ_ONLY')
  assert.deepEqual(engine.connections, NONE)
})

test('stdio: three streams of one tunnel, each in its order', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.expect(ATTACH_HEAD)
    wire.send(upgraded())
    await wire.expect('in')
    await wire.ended()
    wire.send(Buffer.concat([frame(1, 'out1'), frame(2, 'err'), frame(1, 'out2')]))
    wire.end()
  })
  const { stdin, stdout, stderr } = stdio(await attach(engine))
  stdin.end('in')
  const text = async (stream: Readable) => Buffer.concat(await stream.toArray()).toString()
  assert.deepEqual(await Promise.all([text(stdout), text(stderr)]), ['out1out2', 'err'])
  assert.equal(stdin.writableFinished, true)
  assert.deepEqual(engine.connections, NONE)
})

test('stdio: when the process ends, stdin is closed, and a pipeline into it ends', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(upgraded())
    await wire.take(2000)
    wire.end()
    await wire.ended()
  })
  const { stdin, stdout, stderr } = stdio(await attach(engine))
  stdout.resume()
  stderr.resume()
  await assert.rejects(pipeline(endless, stdin), { code: 'ERR_STREAM_PREMATURE_CLOSE' })
  assert.equal(stdin.destroyed, true)
  assert.equal(stdin.errored, null)
})

test('stdio: destroying stdin closes the connection, and both outputs fail with that', async (t) => {
  const { engine, peer } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(upgraded())
    await wire.until('part')
    await wire.ended()
  })
  const { stdin, stdout, stderr } = stdio(await attach(engine))
  const mine = new Error('the file broke')
  const failing = pipeline(async function* () {
    yield 'part'
    await turns()
    throw mine
  }, stdin)
  const outs = [stdout, stderr].map((stream) => once(stream.resume(), 'end').catch((error: unknown) => error))
  await assert.rejects(failing, mine)
  for (const error of (await Promise.all(outs)) as (Error & { code: string })[]) {
    assert.equal(error.code, 'ERR_CLOSED')
    assert.equal(error.cause, mine)
  }
  assert.deepEqual(engine.connections, NONE)
  await eventually(() => peer.open.size === 0)
})

test('stdio: both outputs destroyed close the connection, and stdin with it', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(upgraded())
    await wire.ended()
  })
  const { stdin, stdout, stderr } = stdio(await attach(engine))
  stdout.resume()
  await turns()
  stdout.destroy()
  stderr.destroy()
  await closed(stdin)
  assert.deepEqual(engine.connections, NONE)
})

test('a pipeline through a duplex: input, tunnel, output', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(upgraded(RAW))
    wire.socket.removeAllListeners('data')
    for await (const piece of wire.socket) wire.send(Buffer.from(String(piece).toUpperCase()))
    wire.end()
  })
  const output = new PassThrough()
  const text = output.toArray()
  await pipeline(Readable.from(['one ', 'two']), duplex(await attach(engine, { tty: true })), output)
  assert.equal(Buffer.concat(await text).toString(), 'ONE TWO')
  assert.deepEqual(engine.connections, NONE)
})
