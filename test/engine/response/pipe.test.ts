// pipe(): the pace of the slower output, ends passed on, nothing left behind on the outputs (user-pains 6 and 7).

import assert from 'node:assert/strict'
import { PassThrough, Writable } from 'node:stream'
import test from 'node:test'
import { all, chunked, failure, frameText, serve, turn, turns, watch } from '../kit.ts'
import { ask, frames, HEAD, listeners, Sink } from './pipe-kit.ts'

test('both outputs get theirs and finish; nothing is left on them', async (t) => {
  const { response } = await ask(t, (wire) => wire.send(HEAD + chunked(...frames)))
  const stdout = new Sink()
  const stderr = new Sink()
  const before = listeners(stdout)
  await response.pipe({ stdout, stderr })
  assert.equal(stdout.text, 'out1inout2')
  assert.equal(stderr.text, 'err1sys')
  assert.ok(stdout.writableFinished && stderr.writableFinished)
  await turn()
  assert.deepEqual(listeners(stdout), before)
  assert.deepEqual(listeners(stderr), before)
})

test('one output alone, none at all, one for both, and a TTY’s stream', async (t) => {
  const { engine } = await serve(t, (wire) => wire.answerAll(HEAD + chunked(...frames)))
  const logs = () => engine.untyped.request('GET', '/containers/x/logs')
  const stderr = new Sink()
  await (await logs()).pipe({ stderr })
  assert.equal(stderr.text, 'err1sys')
  await (await logs()).pipe({})
  const both = new Sink()
  await (await logs()).pipe({ stdout: both, stderr: both })
  assert.equal(both.text, 'out1err1insysout2')
  assert.ok(both.writableFinished)
  const raw = new Sink()
  await (await logs()).pipe({ stdout: raw }, { tty: true })
  assert.equal(raw.text, frames.join(''))
  assert.equal(engine.connections.idle, 1)
})

test('keepOpen leaves outputs open, and waits for room in them', async (t) => {
  const { engine } = await serve(t, (wire) => wire.answerAll(HEAD + chunked(frameText(1, 'a'.repeat(100)))))
  const stdout = new Sink(5, 10)
  const before = listeners(stdout)
  await (await engine.untyped.request('GET', '/x')).pipe({ stdout, keepOpen: true })
  assert.ok(!stdout.writableNeedDrain)
  await (await engine.untyped.request('GET', '/x')).pipe({ stdout, stderr: stdout, keepOpen: true })
  assert.equal(stdout.text, 'a'.repeat(200))
  assert.ok(!stdout.writableEnded && !stdout.destroyed)
  assert.deepEqual(listeners(stdout), before)
  const roomy = new Sink()
  await (await engine.untyped.request('GET', '/x')).pipe({ stdout: roomy, keepOpen: true })
  assert.ok(!roomy.writableEnded)
})

test('the process’s own outputs are never ended, nor destroyed', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(HEAD + chunked(frameText(1, '')))
    await wire.head()
    wire.send(HEAD)
    wire.end()
  })
  await (await engine.untyped.request('GET', '/x')).pipe({ stdout: process.stdout, stderr: process.stderr })
  assert.ok(!process.stdout.writableEnded && !process.stderr.writableEnded)
  const cut = await engine.untyped.request('GET', '/x')
  assert.equal((await failure(cut.pipe({ stdout: process.stdout, stderr: process.stderr }))).code, 'ERR_TRUNCATED_BODY')
  assert.ok(!process.stdout.destroyed && !process.stderr.destroyed)
})

test('an output that takes nothing stops the sender; nothing is lost when it takes again', async (t) => {
  const payload = 'x'.repeat(65_528)
  const total = 400
  let sent = 0
  const { response } = await ask(t, (wire) => {
    wire.send('HTTP/1.1 200 OK\r\n\r\n')
    const piece = Buffer.from(frameText(1, payload), 'latin1')
    const more = (): void => {
      while (sent < total) {
        sent++
        if (!wire.socket.write(piece)) return
      }
      wire.end()
    }
    wire.socket.on('drain', more)
    more()
  })
  let open = (): void => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  let taken = 0
  const stdout = new Writable({
    write(chunk: Buffer, _, done) {
      taken += chunk.length
      void opened.then(() => done())
    },
  })
  const piped = watch(response.pipe({ stdout }))
  await turns(200)
  const before = sent
  assert.ok(before < 40, `${before} frames of 64 KiB`)
  await turns(100)
  assert.equal(sent, before)
  assert.ok(!piped.settled)
  open()
  while (!piped.settled) await turn()
  assert.equal(piped.error, undefined)
  assert.equal(taken, total * payload.length)
})

test('a slow output and a fast one: the pace is the slow one’s, both are whole', async (t) => {
  const pieces = Array.from({ length: 200 }, (_, i) => frameText((i % 2) + 1, `${i};`.repeat(200)))
  const { response } = await ask(t, (wire) => wire.send(HEAD + chunked(...pieces)))
  const stdout = new Sink(1, 1000)
  const stderr = new Sink(0, 10)
  await response.pipe({ stdout, stderr })
  const expected = (kind: number) => Array.from({ length: 100 }, (_, i) => `${2 * i + kind - 1};`.repeat(200)).join('')
  assert.equal(stdout.text, expected(1))
  assert.equal(stderr.text, expected(2))
})

test('a pipe into a pipeline: what is read there is what was sent', async (t) => {
  const { response } = await ask(t, (wire) => wire.send(HEAD + chunked(...frames)))
  const stdout = new PassThrough()
  const piped = response.pipe({ stdout })
  assert.equal(Buffer.concat(await all(stdout)).toString(), 'out1inout2')
  await piped
})

test('the writes made of one read are one', async (t) => {
  const writes: number[] = []
  const stdout = new Writable({
    write(chunk: Buffer, _, done) {
      writes.push(chunk.length)
      done()
    },
  })
  const big = 'y'.repeat(200_000)
  const { response } = await ask(t, (wire) =>
    wire.send(HEAD + chunked(...Array(100).fill(frameText(1, 'abc')), frameText(1, big))),
  )
  await response.pipe({ stdout })
  assert.equal(
    writes.reduce((sum, size) => sum + size, 0),
    300 + big.length,
  )
  assert.ok(writes.length < 20, `${writes.length} writes`)
})

test('an empty frame at the end of a read does not disturb the next read', async (t) => {
  let read = (): void => {}
  const { response } = await ask(t, async (wire) => {
    wire.send(HEAD)
    wire.send(chunked(frameText(2, 'e'.repeat(30_000)), frameText(1, '')).slice(0, -5))
    await new Promise<void>((resolve) => {
      read = resolve
    })
    wire.send(chunked(frameText(1, 'a') + frameText(1, 'b')))
  })
  const [stdout, stderr] = [new Sink(), new Sink()]
  const piped = response.pipe({ stdout, stderr })
  while (stderr.text.length < 30_000) await turns(5)
  await turns()
  read()
  await piped
  assert.equal(stdout.text, 'ab')
})
