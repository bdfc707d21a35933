// Bytes on their way to a reader: pieces in order, then the end. A program's standard input, and what the client of a
// hijacked connection sends. Whoever pushes gives the bytes away.

/** Above this many unread bytes whoever pushes should wait: what the Engine's stdin pipe holds (moby pkg/ioutils blockThreshold). */
export const STDIN_AHEAD_BYTES = 1_000_000

export class StdinQueue implements AsyncIterable<Uint8Array> {
  /** Bytes pushed and not yet read. */
  waiting = 0
  /** Called when `waiting` falls. */
  onRead: (() => void) | undefined
  readonly #pieces: Uint8Array[] = []
  #ended = false
  #wake: (() => void) | undefined
  #roomy: (() => void)[] = []

  /** Whether the end was announced; pieces may still wait. */
  get ended(): boolean {
    return this.#ended
  }

  push(bytes: Uint8Array): void {
    if (this.#ended || bytes.length === 0) return
    this.#pieces.push(bytes)
    this.waiting += bytes.length
    this.#wake?.()
  }

  end(): void {
    this.#ended = true
    this.#wake?.()
    this.#release()
  }

  /** Fulfilled when few enough bytes wait, or nobody will want any more. */
  room(): Promise<void> | undefined {
    if (this.#ended || this.waiting <= STDIN_AHEAD_BYTES) return undefined
    return new Promise((resolve) => this.#roomy.push(resolve))
  }

  #release(): void {
    const roomy = this.#roomy
    this.#roomy = []
    for (const resolve of roomy) resolve()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    for (;;) {
      const piece = this.#pieces.shift()
      if (piece) {
        this.waiting -= piece.length
        if (this.waiting <= STDIN_AHEAD_BYTES) this.#release()
        this.onRead?.()
        yield piece
      } else if (this.#ended) return
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
        this.#wake = undefined
      }
    }
  }
}
