// pipe() when something breaks: the source, an output, or the caller's patience. Who is told, and who is destroyed.

import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import test, { type TestContext } from 'node:test'
import type { Engine } from '../../src/engine/engine.ts'
import type { Response } from '../../src/engine/response.ts'
import type { Wire } from '../support/scripted-peer.ts'
import { chunked, failure, frameText, serve, turn, turns } from './kit.ts'

const HEAD = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
const frames = [
  frameText(1, 'out1'),
  frameText(2, 'err1'),
  frameText(1, ''),
  frameText(0, 'in'),
  frameText(3, 'sys'),
  frameText(1, 'out2'),
]

/** Gathers what is written to it, `delay` turns a write. */
class Sink extends Writable {
  text = ''
  destroyedWith: Error | null | undefined
  readonly #delay: number

  constructor(delay = 0, highWaterMark = 16_384) {
    super({ highWaterMark })
    this.#delay = delay
  }

  override _write(chunk: Buffer, _: string, done: () => void): void {
    void turns(this.#delay).then(() => {
      this.text += chunk.toString('latin1')
      done()
    })
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.destroyedWith = error
    done(error)
  }
}

const NAMES = ['drain', 'error', 'close', 'finish', 'end', 'data', 'pipe', 'unpipe'] as const

function listeners(writable: Writable): Record<string, number> {
  return Object.fromEntries(NAMES.map((name) => [name, writable.listenerCount(name)]))
}

async function ask(
  t: TestContext,
  play: (wire: Wire) => void | Promise<void>,
): Promise<{ engine: Engine; response: Response }> {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    await play(wire)
  })
  return { engine, response: await engine.request('GET', '/containers/x/logs') }
}

test('the source fails: what came is written, then the outputs are destroyed with the error', async (t) => {
  const { response, engine } = await ask(t, async (wire) => {
    wire.send(HEAD + chunked(...frames).slice(0, -5))
    await turns(5)
    wire.end()
  })
  const stdout = new Sink(3)
  const stderr = new Sink()
  const before = listeners(stdout)
  const error = await failure(response.pipe({ stdout, stderr }))
  assert.equal(error.code, 'ERR_TRUNCATED_BODY')
  while (!stdout.closed || !stderr.closed) await turn()
  assert.equal(stdout.text, 'out1inout2')
  assert.equal(stderr.text, 'err1sys')
  assert.equal(stdout.destroyedWith, error)
  assert.equal(stderr.destroyedWith, error)
  await turn()
  assert.deepEqual(listeners(stdout), before)
  assert.deepEqual(engine.connections, { dialling: 0, idle: 0, busy: 0, waiting: 0 })
})

test('the source fails while an output takes nothing: pipe rejects at once', async (t) => {
  const { response } = await ask(t, async (wire) => {
    wire.send(HEAD + chunked(...frames).slice(0, -5))
    await turns(5)
    wire.end()
  })
  const stdout = new Writable({ write() {} })
  assert.equal((await failure(response.pipe({ stdout }))).code, 'ERR_TRUNCATED_BODY')
})

test('aborted: the outputs are destroyed at once', async (t) => {
  const { engine } = await serve(t, (wire) => wire.answerAll(HEAD + chunked(frameText(1, 'abc')).slice(0, -5)))
  const controller = new AbortController()
  const response = await engine.request('GET', '/x', { signal: controller.signal })
  const stdout = new Writable({ write() {} })
  const piped = failure(response.pipe({ stdout }))
  await turns(5)
  controller.abort()
  const error = await piped
  assert.equal(error.code, 'ERR_ABORTED')
  assert.ok(stdout.destroyed)
})

test('keepOpen: the source fails, and the outputs stay open', async (t) => {
  const { response } = await ask(t, async (wire) => {
    wire.send(HEAD + chunked(frameText(1, 'abc')).slice(0, -5))
    wire.end()
  })
  const stdout = new Sink()
  const before = listeners(stdout)
  assert.equal((await failure(response.pipe({ stdout, keepOpen: true }))).code, 'ERR_TRUNCATED_BODY')
  await turns(5)
  assert.equal(stdout.text, 'abc')
  assert.ok(!stdout.destroyed)
  assert.deepEqual(listeners(stdout), before)
})

const breaks: [name: string, stdout: () => Writable, cause: RegExp | undefined][] = [
  ['one that fails', () => new Writable({ write: (_c, _e, done) => done(new Error('disk full')) }), /disk full/],
  [
    'one that fails later',
    () => new Writable({ write: (_c, _e, done) => setImmediate(done, new Error('disk full')) }),
    /disk full/,
  ],
  [
    'one that throws',
    () =>
      new Writable({
        write() {
          throw new Error('disk full')
        },
      }),
    /disk full/,
  ],
  ['one that is closed meanwhile', closedSoon, undefined],
  ['one that was destroyed before', () => new Sink().destroy(), undefined],
  ['one that was ended before', () => new Sink().end(), undefined],
  ['one that is ended meanwhile', endedSoon, /before its end|write after end/],
]

function closedSoon(): Writable {
  const stdout = new Sink()
  setImmediate(() => stdout.destroy())
  return stdout
}

function endedSoon(): Writable {
  const stdout = new Sink()
  setImmediate(() => stdout.end())
  return stdout
}

for (const [name, make, cause] of breaks) {
  test(`an output that breaks: ${name}`, async (t) => {
    const { response, engine } = await ask(t, async (wire) => {
      wire.send(HEAD)
      while (!wire.socket.destroyed && wire.socket.writable) {
        wire.send('9\r\n\x01\0\0\0\0\0\0\x01a\r\n9\r\n\x02\0\0\0\0\0\0\x01b\r\n')
        await turns(3)
        if (engine?.connections.busy === 0) return
      }
    })
    const stdout = make()
    const stderr = new Sink()
    const before = listeners(new Sink())
    const error = await failure(response.pipe({ stdout, stderr }))
    assert.equal(error.code, 'ERR_OUTPUT')
    assert.equal(error.blame, 'caller')
    if (cause !== undefined) assert.match(String(error.cause ?? error.message), cause)
    assert.deepEqual(engine.connections, { dialling: 0, idle: 0, busy: 0, waiting: 0 })
    while (!stderr.closed) await turn()
    assert.equal(stderr.destroyedWith, error)
    await turns(5)
    assert.deepEqual(listeners(stdout), before)
    assert.deepEqual(listeners(stderr), before)
  })
}

test('an output that fails in its last step is told', async (t) => {
  const { response } = await ask(t, (wire) => wire.send(HEAD + chunked(frameText(1, 'abc'))))
  const stdout = new Writable({
    write: (_chunk, _encoding, done) => done(),
    final: (done) => setImmediate(done, new Error('no space')),
  })
  const error = await failure(response.pipe({ stdout }))
  assert.equal(error.code, 'ERR_OUTPUT')
  assert.match(String(error.cause), /no space/)
})
