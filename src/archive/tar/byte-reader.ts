// Reads a stream of pieces in parts of requested sizes, without copying what need not be whole. One call at a time: a call that is made
// before the last one has resolved would take its bytes.

/** The rest of a stream, read part by part. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>
  #piece: Uint8Array = new Uint8Array(0)
  #ended = false

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** The next bytes, at most `most` and at least one, as a view of the piece they came in; undefined at the stream's end. */
  async some(most: number): Promise<Uint8Array | undefined> {
    while (this.#piece.length === 0) {
      if (this.#ended) return undefined
      const next = await this.#source.next()
      if (next.done) this.#ended = true
      else this.#piece = next.value
    }
    const part = this.#piece.subarray(0, most)
    this.#piece = this.#piece.subarray(part.length)
    return part
  }

  /** The next `size` bytes in memory of their own; fewer at the stream's end. */
  async take(size: number): Promise<Buffer> {
    const taken = Buffer.allocUnsafe(size)
    let at = 0
    while (at < size) {
      const part = await this.some(size - at)
      if (part === undefined) break
      taken.set(part, at)
      at += part.length
    }
    return taken.subarray(0, at)
  }

  /** Passes over the next `size` bytes. Resolves with how many there were. */
  async skip(size: number): Promise<number> {
    let skipped = 0
    while (skipped < size) {
      const part = await this.some(size - skipped)
      if (part === undefined) break
      skipped += part.length
    }
    return skipped
  }

  /** Reads to the stream's end. */
  async drain(): Promise<void> {
    this.#piece = new Uint8Array(0)
    while (!this.#ended) this.#ended = (await this.#source.next()).done === true
  }

  /** Frees the stream before its end. */
  async close(): Promise<void> {
    this.#ended = true
    this.#piece = new Uint8Array(0)
    await this.#source.return?.()
  }
}
