// Any iterable of bytes as a ByteSource: an async generator, a web stream, a list of pieces.
// Pieces are handed on where they lie, one a step, and stay whoever made them's.

import { FairleadError } from '../error.ts'
import type { ByteHandler, ByteSource } from '../stream/source.ts'
import { bytesOf, opener, type PieceSource } from '../stream/upload-source.ts'

/** What {@link fromIterable} takes. */
export type Pieces = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string> | ReadableStream<Uint8Array>

const encoder = new TextEncoder()

/**
 * Pieces of bytes, or of text as UTF-8, as a source: for the machines and iterators of `fairlead/stream`. The next piece is
 * asked for when the last was taken and the source is not paused. `cancel()` calls the iterator's `return`, of a
 * ReadableStream `cancel`. What the iterable throws comes unchanged in `onFail`.
 * @throws FairleadError ERR_OPTION where it cannot be iterated
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
  #running = false

  constructor(open: () => PieceSource) {
    this.#open = open
  }

  start(handler: ByteHandler): void {
    if (this.#taken) throw new FairleadError('ERR_BODY_TAKEN', 'the pieces were taken already: they may be read once')
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
    void this.#run()
  }

  cancel(reason?: unknown): void {
    const begun = this.#taken
    this.#taken = true
    this.#leave()
    if (!begun) this.#openToRelease()
    this.#release(reason)
  }

  async #run(): Promise<void> {
    if (this.#running) return
    this.#running = true
    let ended = false
    try {
      while (!ended && !this.#paused && this.#source !== undefined) ended = await this.#step(this.#source)
    } catch (error) {
      const handler = this.#leave()
      this.#release(error)
      handler?.onFail(error as Error)
    }
    this.#running = false
    if (ended) this.#leave()?.onEnd()
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

  #leave(): ByteHandler | undefined {
    const handler = this.#handler
    this.#handler = undefined
    return handler
  }

  #openToRelease(): void {
    try {
      this.#source = this.#open()
    } catch {
      // A stream that another reader has is that reader's to end.
    }
  }

  #release(reason: unknown): void {
    const source = this.#source
    this.#source = undefined
    source?.release(reason)
  }
}
