// The reads of a connection as the source of a body reports them: each begins, brings ranges of one memory that stay
// readable, and ends, unless the body ends first.

import assert from 'node:assert/strict'
import test from 'node:test'
import type { ByteHandler, ByteSource } from '../../src/stream/source.ts'
import { chunked, failure, frameText, serve, turn, turns } from '../engine/kit.ts'
import { ask, HEAD, Sink } from '../engine/response/pipe-kit.ts'

/** Writes down its calls, and the ranges of a read when the read ends. */
class Listener implements ByteHandler {
  readonly calls: string[] = []
  over = false
  readonly #inside: (text: string) => void
  #ranges: [bytes: Uint8Array, start: number, end: number][] = []

  constructor(inside: (text: string) => void = () => {}) {
    this.#inside = inside
  }

  onReadStart(): void {
    this.calls.push('start')
  }

  onReadEnd(): void {
    this.#note()
    this.calls.push('over')
  }

  onData(bytes: Uint8Array, start: number, end: number): void {
    this.#ranges.push([bytes, start, end])
    this.#inside(this.#text(bytes, start, end))
  }

  onEnd(): void {
    this.#note()
    this.calls.push('end')
    this.over = true
  }

  onFail(error: Error & { code?: string }): void {
    this.#note()
    this.calls.push(error.code ?? error.message)
    this.over = true
  }

  #text(bytes: Uint8Array, start: number, end: number): string {
    return Buffer.from(bytes.subarray(start, end)).toString('latin1')
  }

  #note(): void {
    if (this.#ranges.length === 0) return
    assert.equal(new Set(this.#ranges.map(([bytes]) => bytes)).size, 1)
    this.calls.push(this.#ranges.map(([bytes, start, end]) => this.#text(bytes, start, end)).join('|'))
    this.#ranges = []
  }
}

async function listen(source: ByteSource, listener: Listener): Promise<string[]> {
  source.start(listener)
  while (!listener.over) await turn()
  return listener.calls
}

test('what came with the head, what came later, and the end', async (t) => {
  const { response } = await ask(t, async (wire) => {
    wire.send(HEAD + chunked('one', 'two').slice(0, -5))
    await turns(5)
    wire.send(chunked('three', 'four'))
  })
  await turns(2)
  const listener = new Listener()
  const calls = await listen(response.source, listener)
  assert.deepEqual(calls, ['start', 'one|two', 'over', 'start', 'three|four', 'over', 'end'])
})

test('a read that breaks the framing: what it brought before is readable when the error comes', async (t) => {
  const { response } = await ask(t, (wire) => wire.send(`${HEAD}3\r\none\r\n3\r\ntwo\r\nx`))
  const calls = await listen(response.source, new Listener())
  assert.deepEqual(calls, ['start', 'one|two', 'ERR_CHUNK_SYNTAX'])
})

test('a handler that throws receives its error in place of the end of the read', async (t) => {
  const { response } = await ask(t, (wire) => wire.send(HEAD + chunked('one', 'two', 'three')))
  const listener = new Listener((text) => {
    if (text === 'two') throw new Error('enough')
  })
  assert.deepEqual(await listen(response.source, listener), ['start', 'one|two', 'enough'])
})

test('after cancel or abort inside a read its end is not reported', async (t) => {
  const { engine } = await serve(t, (wire) => wire.answerAll(HEAD + chunked('one', 'two', 'three')))
  const controller = new AbortController()
  const aborted = await engine.untyped.request('GET', '/x', { signal: controller.signal })
  const calls = await listen(aborted.source, new Listener(() => controller.abort()))
  assert.deepEqual(calls, ['start', 'one', 'ERR_ABORTED'])
  const cancelled = await engine.untyped.request('GET', '/x')
  const listener = new Listener(() => cancelled.source.cancel())
  cancelled.source.start(listener)
  await turns(5)
  assert.deepEqual(listener.calls, ['start'])
})

test('pipe: what a read brought before it broke is written', async (t) => {
  const broken = `${HEAD}${chunked(frameText(1, 'one'), frameText(2, 'two'), frameText(1, 'three')).slice(0, -5)}x`
  const { response } = await ask(t, (wire) => wire.send(broken))
  const stdout = new Sink()
  const stderr = new Sink()
  assert.equal((await failure(response.pipe({ stdout, stderr }))).code, 'ERR_CHUNK_SYNTAX')
  while (!stdout.closed || !stderr.closed) await turn()
  assert.deepEqual([stdout.text, stderr.text], ['onethree', 'two'])
})
