// A queue of bytes between a writer and one reader: chunks in order, then the end. It is a program's standard input, and the input
// of a hijacked connection. `push` takes ownership of the bytes.

/** With more unread bytes than this the writer should wait: the capacity of the Engine's stdin pipe (moby pkg/ioutils blockThreshold). */
export const STDIN_AHEAD_BYTES = 1_000_000

/** The queue of one standard input; its iterator yields the chunks and ends after the last one. */
export class StdinQueue implements AsyncIterable<Uint8Array> {
  /** Bytes pushed and not yet read. */
  unread = 0
  /** Called when `unread` falls. */
  onRead: (() => void) | undefined
  readonly #chunks: Uint8Array[] = []
  #ended = false
  #wake: (() => void) | undefined
  #roomWaiters: (() => void)[] = []

  /** Whether `end` was called. Chunks may still be unread. */
  get ended(): boolean {
    return this.#ended
  }

  /** Adds a chunk; discards it after the end. */
  push(bytes: Uint8Array): void {
    if (this.#ended || bytes.length === 0) return
    this.#chunks.push(bytes)
    this.unread += bytes.length
    this.#wake?.()
  }

  /** Ends the input. The reader still receives what is unread. */
  end(): void {
    this.#ended = true
    this.#wake?.()
    this.#release()
  }

  /** A promise that fulfills when at most {@link STDIN_AHEAD_BYTES} are unread or the input has ended; undefined if that is so now. */
  waitForRoom(): Promise<void> | undefined {
    if (this.#ended || this.unread <= STDIN_AHEAD_BYTES) return undefined
    return new Promise((resolve) => this.#roomWaiters.push(resolve))
  }

  #release(): void {
    const waiters = this.#roomWaiters
    this.#roomWaiters = []
    for (const resolve of waiters) resolve()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    for (;;) {
      const chunk = this.#chunks.shift()
      if (chunk) {
        this.unread -= chunk.length
        if (this.unread <= STDIN_AHEAD_BYTES) this.#release()
        this.onRead?.()
        yield chunk
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
