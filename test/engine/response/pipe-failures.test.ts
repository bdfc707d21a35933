// pipe() when something fails: the source, an output, the call itself. What came is written, each side is notified once,
// and nothing is left behind on the outputs (user-pains 7 and 10).

import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import test from 'node:test'
import { all, chunked, failure, frameText, serve, turn, turns } from '../kit.ts'
import { ask, frames, HEAD, listeners, Sink } from './pipe-kit.ts'

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
  const response = await engine.untyped.request('GET', '/x', { signal: controller.signal })
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
  ['one that is ended meanwhile', endedSoon, /before the stream ended|write after end/],
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

test('an output that fails in its last step is reported', async (t) => {
  const { response } = await ask(t, (wire) => wire.send(HEAD + chunked(frameText(1, 'abc'))))
  const stdout = new Writable({
    write: (_chunk, _encoding, done) => done(),
    final: (done) => setImmediate(done, new Error('no space')),
  })
  const error = await failure(response.pipe({ stdout }))
  assert.equal(error.code, 'ERR_OUTPUT')
  assert.match(String(error.cause), /no space/)
})

test('a body that another reader has taken: pipe rejects and disturbs no reader', async (t) => {
  let more = (): void => {}
  const { response } = await ask(t, (wire) => {
    wire.send(HEAD + chunked('abc').slice(0, -5))
    more = () => wire.send(chunked('def'))
  })
  const pieces = response[Symbol.asyncIterator]()
  assert.equal(Buffer.from((await pieces.next()).value!).toString(), 'abc')
  const stdout = new Sink()
  assert.equal((await failure(response.pipe({ stdout }))).code, 'ERR_BODY_TAKEN')
  assert.ok(!stdout.destroyed)
  more()
  assert.equal(Buffer.concat(await all({ [Symbol.asyncIterator]: () => pieces })).toString(), 'def')
})
