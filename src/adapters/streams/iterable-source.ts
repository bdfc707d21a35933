// Any iterable of bytes as a ByteSource: an async generator, a web stream, a list of pieces.
// Pieces are passed on without a copy, one per step. They stay the producer's memory.

import { FairleadError } from '../../error.ts'
import type { ByteHandler, ByteSource } from '../../stream/source.ts'
import { bytesOf, opener, type PieceSource } from '../../stream/upload/upload-source.ts'

/** What {@link fromIterable} takes: pieces of bytes or text, as an iterable, an async iterable or a ReadableStream. */
export type Pieces = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string> | ReadableStream<Uint8Array>

const encoder = new TextEncoder()

/**
 * Pieces of bytes, or of text as UTF-8, as a source for the parsers and iterators of `fairlead/stream`. The next piece is
 * requested once the last was taken and the source is not paused. `cancel()` calls the iterator's `return`, or a ReadableStream's
 * `cancel`. What the iterable throws arrives unchanged in `onFail`.
 * @throws FairleadError ERR_OPTION when `pieces` cannot be iterated
 */
export function fromIterable(pieces: Pieces): ByteSource {
  return new IterableSource(opener(pieces))
}

class IterableSource implements ByteSource {
  readonly #open: () => PieceSource
  #source: PieceSource | undefined
  #handler: ByteHandler | undefined
  #taken = false
  #paused = false
  #wake: (() => void) | undefined

  constructor(open: () => PieceSource) {
    this.#open = open
  }

  get taken(): boolean {
    return this.#taken
  }

  start(handler: ByteHandler): void {
    if (this.#taken) throw new FairleadError('ERR_BODY_TAKEN', 'the pieces were taken already: they can be read once')
    this.#taken = true
    this.#handler = handler
    this.#source = this.#open()
    void this.#run()
  }

  pause(): void {
    this.#paused = true
  }

  resume(): void {
    this.#paused = false
    this.#wake?.()
  }

  cancel(reason?: unknown): void {
    const started = this.#taken
    this.#taken = true
    this.#detachHandler()
    if (!started) this.#openToRelease()
    this.#release(reason)
    this.#wake?.()
  }

  /** Runs from start to end in one function, pauses included, so that all of it is in the async context of `start`. */
  async #run(): Promise<void> {
    let ended = false
    try {
      while (!ended && this.#source !== undefined) {
        if (this.#paused) await this.#resumed()
        else ended = await this.#step(this.#source)
      }
    } catch (error) {
      const handler = this.#detachHandler()
      this.#release(error)
      handler?.onFail(error as Error)
    }
    if (ended) this.#detachHandler()?.onEnd()
  }

  #resumed(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }

  /** Takes one piece; true at the end. */
  async #step(source: PieceSource): Promise<boolean> {
    const { done, value } = await source.next()
    if (done) {
      this.#source = undefined
      return true
    }
    const bytes = typeof value === 'string' ? encoder.encode(value) : bytesOf(value)
    if (bytes === undefined) throw new FairleadError('ERR_OPTION', 'a piece is neither bytes nor text')
    if (bytes.length > 0) this.#handler?.onData(bytes, 0, bytes.length)
    return false
  }

  #detachHandler(): ByteHandler | undefined {
    const handler = this.#handler
    this.#handler = undefined
    return handler
  }

  #openToRelease(): void {
    try {
      this.#source = this.#open()
    } catch {
      // Another reader has locked the stream: ending it is that reader's decision.
    }
  }

  #release(reason: unknown): void {
    const source = this.#source
    this.#source = undefined
    source?.release(reason)
  }
}
