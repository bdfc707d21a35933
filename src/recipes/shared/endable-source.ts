// A ByteSource that this side can end, cleanly or with an error, so that its reader settles: for a stream whose server never
// sends its FIN, and for a stdin that failed. It passes ranges on as they arrive and copies nothing.

import { FairleadError } from '../../error.ts'
import type { ByteHandler, ByteSource } from '../../stream/source.ts'

/** Wraps a ByteSource so that {@link finish} and {@link fail} end it from this side. For one reader. */
export class EndableSource implements ByteSource, ByteHandler {
  /** Bytes passed on so far. */
  passed = 0
  /** Whether the reader has paused the source. */
  paused = false
  readonly #source: ByteSource
  readonly #onEnded: (() => void) | undefined
  #handler: ByteHandler | undefined
  #ended = false

  /** @param onEnded called once, at any kind of end, before the reader is notified. */
  constructor(source: ByteSource, onEnded?: () => void) {
    this.#source = source
    this.#onEnded = onEnded
  }

  /** Ends the stream here as if the peer had ended it. Does nothing after the end. */
  finish(): void {
    if (!this.#end()) return
    this.#source.cancel()
    this.#handler?.onEnd()
  }

  /** Ends the stream here with `error`. Does nothing after the end. */
  fail(error: Error): void {
    if (!this.#end()) return
    this.#source.cancel()
    this.#handler?.onFail(error)
  }

  get taken(): boolean {
    return this.#handler !== undefined
  }

  start(handler: ByteHandler): void {
    if (this.#handler !== undefined) throw new FairleadError('ERR_BODY_TAKEN', 'the stream was taken already')
    this.#handler = handler
    this.#source.start(this)
  }

  pause(): void {
    this.paused = true
    this.#source.pause()
  }

  resume(): void {
    this.paused = false
    this.#source.resume()
  }

  cancel(reason?: unknown): void {
    this.#end()
    this.#source.cancel(reason)
  }

  onReadStart(): void {
    this.#handler?.onReadStart?.()
  }

  onReadEnd(): void {
    if (!this.#ended) this.#handler?.onReadEnd?.()
  }

  onData(bytes: Uint8Array, start: number, end: number): void {
    this.passed += end - start
    this.#handler?.onData(bytes, start, end)
  }

  onEnd(): void {
    if (this.#end()) this.#handler?.onEnd()
  }

  onFail(error: Error): void {
    if (this.#end()) this.#handler?.onFail(error)
  }

  #end(): boolean {
    if (this.#ended) return false
    this.#ended = true
    this.#onEnded?.()
    return true
  }
}
