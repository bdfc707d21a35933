// A ByteSource that this side can end, well or with an error, so that whoever reads it settles: a stream whose server never
// sends its FIN, a stdin that failed. Passes ranges on as they come; owns no byte.

import type { ByteHandler, ByteSource } from '../stream/source.ts'

/** See the file's head. For one reader. */
export class EndableSource implements ByteSource, ByteHandler {
  /** Bytes passed on so far. */
  passed = 0
  /** The reader asks for silence. */
  paused = false
  readonly #source: ByteSource
  readonly #onOver: (() => void) | undefined
  #handler: ByteHandler | undefined
  #over = false

  /** @param onOver called once: at the end, however it comes, before the reader hears of it. */
  constructor(source: ByteSource, onOver?: () => void) {
    this.#source = source
    this.#onOver = onOver
  }

  /** Ends the stream here as if the peer had. Harmless after the end. */
  finish(): void {
    if (!this.#end()) return
    this.#source.cancel()
    this.#handler?.onEnd()
  }

  /** Ends the stream here with `error`. Harmless after the end. */
  fail(error: Error): void {
    if (!this.#end()) return
    this.#source.cancel()
    this.#handler?.onFail(error)
  }

  start(handler: ByteHandler): void {
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
    if (!this.#over) this.#handler?.onReadEnd?.()
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
    if (this.#over) return false
    this.#over = true
    this.#onOver?.()
    return true
  }
}
