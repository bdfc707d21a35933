// demuxStream over any Readable: one write per frame, ends, errors, pace. M1 to M5 are docker-modem's defects, as numbered in
// docs/migrating-from-dockerode.md.

import assert from 'node:assert/strict'
import { PassThrough, Readable, Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import test from 'node:test'
import { Modem } from '../../../src/modem.ts'
import { turns } from '../../engine/kit.ts'
import { frame } from '../../engine/response/tunnel-kit.ts'

const modem = new Modem({ socketPath: '/none' })

/** Records every write; is full after a given number of bytes. */
class Sink extends Writable {
  readonly writes: string[] = []
  readonly held: (() => void)[] = []
  stalls = false

  constructor(options: { highWaterMark?: number } = {}) {
    super(options)
  }

  override _write(bytes: Buffer, _encoding: string, callback: () => void): void {
    this.writes.push(bytes.toString('latin1'))
    if (this.stalls) this.held.push(callback)
    else callback()
  }
}

/** Demultiplexes a stream of these chunks; resolves with both outputs after its end. */
async function demuxed(chunks: Uint8Array[]): Promise<{ stdout: Sink; stderr: Sink }> {
  const [stdout, stderr] = [new Sink(), new Sink()]
  const stream = new Readable({ read() {} })
  modem.demuxStream(stream, stdout, stderr)
  for (const chunk of chunks) stream.push(chunk)
  stream.push(null)
  await Promise.all([finished(stdout), finished(stderr)])
  return { stdout, stderr }
}

const three = Buffer.concat([frame(1, 'one'), frame(2, 'two'), frame(1, ''), frame(1, 'three')])

test('a frame cut anywhere is one write', async () => {
  for (let cut = 0; cut <= three.length; cut++) {
    const { stdout, stderr } = await demuxed([three.subarray(0, cut), three.subarray(cut)])
    assert.deepEqual([stdout.writes, stderr.writes], [['one', 'three'], ['two']], `cut at ${cut}`)
  }
  const bytewise = await demuxed([...three].map((byte) => Buffer.of(byte)))
  assert.deepEqual([bytewise.stdout.writes, bytewise.stderr.writes], [['one', 'three'], ['two']])
})

test('M1: any number of frames in one chunk, without recursion', async () => {
  const count = 200_000
  const many = Buffer.alloc(9 * count)
  for (let i = 0; i < count; i++) many.set([1, 0, 0, 0, 0, 0, 0, 1, 0x61], 9 * i)
  const { stdout } = await demuxed([many])
  assert.equal(stdout.writes.length, count)
})

test('M2: a large frame is passed on in pieces, neither collected nor copied', async () => {
  const pieces: Buffer[] = []
  const stdout = new Writable({
    write(bytes: Buffer, _encoding, callback) {
      pieces.push(bytes)
      callback()
    },
  })
  const stream = new PassThrough()
  modem.demuxStream(stream, stdout)
  const head = frame(1, '')
  head.writeUInt32BE(16 * 65_536, 4)
  stream.write(head)
  const chunk = Buffer.alloc(65_536, 0x61)
  for (let i = 0; i < 4; i++) {
    stream.write(chunk)
    await turns(2)
    assert.equal(pieces.length, i + 1)
    assert.equal(pieces[i]!.buffer, chunk.buffer)
  }
  stream.destroy()
})

test('M3: the daemon’s messages go to stderr and echoed stdin to stdout; the outputs stay separate', async () => {
  const { stdout, stderr } = await demuxed([frame(0, 'in'), frame(3, 'daemon'), frame(1, 'out'), frame(2, 'err')])
  assert.deepEqual(
    [stdout.writes, stderr.writes],
    [
      ['in', 'out'],
      ['daemon', 'err'],
    ],
  )
})

test('M4: the outputs end; the part of a cut frame arrives before the error', async () => {
  const [stdout, stderr] = [new Sink(), new Sink()]
  const stream = Readable.from([frame(2, 'whole'), frame(1, 'truncated').subarray(0, 12)])
  modem.demuxStream(stream, stdout, stderr)
  await assert.rejects(finished(stdout), { code: 'ERR_TRUNCATED_FRAME' })
  assert.deepEqual([stdout.writes, stderr.writes], [['trun'], ['whole']])
})

test('an error of the stream is passed to outputs with an error listener; others close without an error', async () => {
  const [stdout, stderr] = [new Sink(), new Sink()]
  const stream = new PassThrough()
  modem.demuxStream(stream, stdout, stderr)
  const failure = assert.rejects(finished(stdout), { message: 'broken' })
  stream.write(frame(1, 'before'))
  await turns(2)
  stream.destroy(new Error('broken'))
  await failure
  await turns(2)
  assert.deepEqual([stdout.writes, stderr.destroyed, stderr.errored], [['before'], true, null])
})

test('when the caller destroys the stream, the outputs end', async () => {
  const stdout = new Sink()
  const stream = new PassThrough()
  modem.demuxStream(stream, stdout, stdout)
  stream.write(frame(1, 'before'))
  await turns(2)
  stream.destroy()
  await finished(stdout)
  assert.deepEqual(stdout.writes, ['before'])
})

test('M5: a slow output stops the stream until it has drained', async () => {
  const [stdout, stderr] = [new Sink({ highWaterMark: 8 }), new Sink()]
  stdout.stalls = true
  let read = 0
  const chunk = Buffer.concat([frame(1, '12345678'), frame(2, 'x')])
  const stream = new Readable({
    highWaterMark: chunk.length,
    read() {
      this.push(++read > 100 ? null : chunk)
    },
  })
  modem.demuxStream(stream, stdout, stderr)
  await turns()
  assert.ok(read < 10, `${read} chunks were read`)
  while (!stdout.writableFinished) {
    const held = stdout.held.splice(0)
    for (const callback of held) callback()
    await turns(1)
  }
  assert.deepEqual([stdout.writes.length, stderr.writes.length], [100, 100])
})

test('a closed output does not block the stream', async () => {
  const [stdout, stderr] = [new Sink({ highWaterMark: 1 }), new Sink()]
  stdout.stalls = true
  const stream = new PassThrough()
  modem.demuxStream(stream, stdout, stderr)
  stream.write(frame(1, 'full'))
  await turns(3)
  stdout.destroy()
  stream.end(Buffer.concat([frame(1, 'lost'), frame(2, 'kept')]))
  await finished(stderr)
  assert.deepEqual(stderr.writes, ['kept'])
})

for (const [name, text] of [
  ['a prompt', '/ # '],
  ['text', 'hi\r\n'],
  ['an escape', '\x01\x1b[0mhello'],
  ['one byte', '\x02'],
] as const) {
  test(`a TTY’s stream goes to stdout unchanged: ${name}`, async () => {
    const bytes = Buffer.from(text, 'latin1')
    for (const chunks of [[bytes], [...bytes].map((byte) => Buffer.of(byte))]) {
      const { stdout, stderr } = await demuxed([...chunks, Buffer.from('\x01\x00\x00\x00')])
      assert.deepEqual([stdout.writes.join(''), stderr.writes], [`${text}\x01\x00\x00\x00`, []])
    }
  })
}

test('a prompt shorter than a header is written at once', async () => {
  const stdout = new Sink()
  const stream = new PassThrough()
  modem.demuxStream(stream, stdout)
  stream.write('/ # ')
  await turns(3)
  assert.deepEqual(stdout.writes, ['/ # '])
  stream.destroy()
})

test('a stream that loses frame alignment ends with an error, not as text', async () => {
  const stdout = new Sink()
  const stream = Readable.from([frame(1, 'one'), Buffer.from('garbage!')])
  modem.demuxStream(stream, stdout)
  await assert.rejects(finished(stdout), { code: 'ERR_FRAME_TYPE' })
  assert.deepEqual(stdout.writes, ['one'])
  assert.equal(stream.destroyed, true)
})

test('outputs left open: the process’s own, those with other writers, those with end: false', async () => {
  const shared = new Sink()
  const [first, second] = [new PassThrough(), new PassThrough()]
  modem.demuxStream(first, shared)
  modem.demuxStream(second, shared, shared)
  first.end(frame(1, 'first'))
  await finished(first)
  assert.equal(shared.writableEnded, false)
  second.end(frame(2, 'second'))
  await finished(shared)
  assert.deepEqual(shared.writes, ['first', 'second'])
  const kept = new Sink()
  modem.demuxStream(Readable.from([frame(1, 'x')]), kept, kept, { end: false })
  modem.demuxStream(Readable.from([frame(1, '')]), process.stdout, process.stderr)
  await turns()
  assert.deepEqual([kept.writableEnded, process.stdout.writableEnded], [false, false])
})

test('listeners are removed', async () => {
  const stdout = new PassThrough()
  const before = stdout.eventNames().map((name) => [name, stdout.listenerCount(name)])
  const stream = Readable.from([frame(1, 'x')])
  modem.demuxStream(stream, stdout, stdout, { end: false })
  await finished(stream)
  assert.deepEqual(
    stdout.eventNames().map((name) => [name, stdout.listenerCount(name)]),
    before,
  )
})

test('a Buffer as input, and outputs that have only write()', () => {
  const writes: string[] = []
  const output = { write: (bytes: Buffer) => writes.push(String(bytes)) }
  modem.demuxStream(three, output, output)
  assert.deepEqual(writes, ['one', 'two', 'three'])
})
