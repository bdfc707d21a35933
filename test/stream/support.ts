// Shared by the stream tests: cuts of bytes, a source under the test's control, and the bodies of captured responses.

import assert from 'node:assert/strict'
import { FairleadError } from '../../src/error.ts'
import type { ByteHandler, ByteSource } from '../../src/stream/source.ts'
import { capturedEngines, capturesOf } from '../support/captures.ts'

export const bytesOf = (latin1: string): Uint8Array => new Uint8Array(Buffer.from(latin1, 'latin1'))
export const utf8Of = (text: string): Uint8Array => new Uint8Array(Buffer.from(text))
export const latin1 = (bytes: Uint8Array, start = 0, end = bytes.length): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1')

/** `bytes` in pieces of these lengths; the rest is the last. */
export function pieces(bytes: Uint8Array, lengths: Iterable<number>): Uint8Array[] {
  const all: Uint8Array[] = []
  let at = 0
  for (const length of lengths) {
    if (at >= bytes.length) break
    all.push(bytes.slice(at, at + length))
    at += length
  }
  if (at < bytes.length) all.push(bytes.slice(at))
  return all
}

/** All cuts of a vector: whole, bytewise, at every offset, in threes. */
export function* cuts(bytes: Uint8Array): Generator<Uint8Array[]> {
  yield [bytes]
  yield pieces(bytes, new Array(bytes.length).fill(1))
  yield pieces(bytes, new Array(bytes.length).fill(3))
  for (let at = 1; at < bytes.length; at++) yield [bytes.slice(0, at), bytes.slice(at)]
}

/** Memory that is reused for each push, at changing offsets, and overwritten after each. */
export class Scratch {
  #memory = new Uint8Array(64)
  #turn = 0

  lend(piece: Uint8Array, use: (bytes: Uint8Array, start: number, end: number) => void): void {
    const start = (this.#turn++ * 5) % 11
    if (this.#memory.length < start + piece.length + 3) this.#memory = new Uint8Array(2 * (start + piece.length + 3))
    this.#memory.fill(0x0a)
    this.#memory.set(piece, start)
    try {
      use(this.#memory, start, start + piece.length)
    } finally {
      this.#memory.fill(0xa5)
    }
  }
}

/** Runs `step` and returns the FairleadError that it throws, if any. */
export function failureOf(step: () => void): FairleadError | undefined {
  try {
    step()
    return undefined
  } catch (error) {
    assert(error instanceof FairleadError, String(error))
    return error
  }
}

/** Checks an error's code and a part of its message. */
export function assertError(error: unknown, expected: [code: string, message: string] | undefined): void {
  if (expected === undefined) {
    assert.equal(error, undefined)
    return
  }
  assert(error instanceof FairleadError, `no error, but ${expected[0]} was expected`)
  assert.equal(error.code, expected[0])
  assert(error.message.includes(expected[1]), `${error.message} does not say ${expected[1]}`)
}

/** A source under the test's control, which records the calls it gets. */
export class ScriptedSource implements ByteSource {
  handler: ByteHandler | undefined
  operations: string[] = []
  reason: unknown
  paused = false
  /** Called by resume. */
  onResume: (() => void) | undefined
  /** Called by start. */
  onStart: (() => void) | undefined
  #scratch = new Scratch()
  #over = false

  get started(): boolean {
    return this.handler !== undefined
  }
  get cancelled(): boolean {
    return this.operations.includes('cancel')
  }

  start(handler: ByteHandler): void {
    if (this.handler !== undefined) throw new FairleadError('ERR_BODY_TAKEN', 'taken')
    this.handler = handler
    this.operations.push('start')
    this.onStart?.()
  }
  pause(): void {
    this.operations.push('pause')
    this.paused = true
  }
  resume(): void {
    this.operations.push('resume')
    this.paused = false
    this.onResume?.()
  }
  cancel(reason?: unknown): void {
    this.operations.push('cancel')
    this.reason = reason
  }

  data(piece: Uint8Array): void {
    if (this.cancelled) return
    this.#scratch.lend(piece, (bytes, start, end) => this.handler!.onData(bytes, start, end))
  }
  /** One read with these pieces and other bytes between them; `inside` runs before it ends. */
  read(all: Uint8Array[], inside?: () => void): void {
    if (this.cancelled) return
    const handler = this.handler!
    const memory = Buffer.concat(all.flatMap((piece) => [utf8Of('\n7\r\n'), piece]))
    this.#scratch.lend(memory, (bytes, start) => {
      handler.onReadStart?.()
      let at = start
      for (const piece of all) {
        at += 4
        if (!this.cancelled) handler.onData(bytes, at, at + piece.length)
        at += piece.length
      }
      inside?.()
      if (!this.cancelled && !this.#over) handler.onReadEnd?.()
    })
  }
  end(): void {
    this.#over = true
    if (!this.cancelled) this.handler!.onEnd()
  }
  fail(error: Error): void {
    this.#over = true
    if (!this.cancelled) this.handler!.onFail(error)
  }
}

/** A source that delivers these pieces, one per turn while it is not paused, then ends or fails. */
export function sourceOf(all: Uint8Array[], failure?: Error): ScriptedSource {
  const source = new ScriptedSource()
  let at = 0
  const step = () => {
    if (source.cancelled || source.paused) return
    if (at < all.length) {
      source.data(all[at++]!)
      setImmediate(step)
    } else if (at++ === all.length) {
      if (failure === undefined) source.end()
      else source.fail(failure)
    }
  }
  source.onStart = source.onResume = () => setImmediate(step)
  return source
}

/** Everything that an iterable yields, and the error that ended it. */
export async function drain<T>(iterable: AsyncIterable<T>): Promise<{ items: T[]; error: unknown }> {
  const items: T[] = []
  try {
    for await (const item of iterable) items.push(item)
    return { items, error: undefined }
  } catch (error) {
    return { items, error }
  }
}

/** The body of every captured response whose name matches, without head and chunk framing. A truncated stream ends where it was cut. */
export function* capturedBodies(name: RegExp): Generator<{ name: string; body: Uint8Array }> {
  for (const engine of capturedEngines) {
    for (const { name: short, response } of capturesOf(engine)) {
      if (!name.test(short)) continue
      const text = response.toString('latin1')
      const blank = text.indexOf('\r\n\r\n')
      const head = text.slice(0, blank).toLowerCase()
      const rest = text.slice(blank + 4)
      yield {
        name: `${engine}/${short}`,
        body: bytesOf(head.includes('transfer-encoding: chunked') ? unchunk(rest) : rest),
      }
    }
  }
}

function unchunk(text: string): string {
  let body = ''
  for (let at = 0; ; ) {
    const line = text.indexOf('\r\n', at)
    const size = line < 0 ? 0 : Number.parseInt(text.slice(at, line), 16)
    if (size === 0) return body
    body += text.slice(line + 2, line + 2 + size)
    at = line + 2 + size + 2
  }
}
