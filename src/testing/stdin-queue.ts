// A program's standard input: pieces in order, then the end. Whoever pushes gives the bytes away.
// One reader; it waits when the queue is empty.

export class StdinQueue implements AsyncIterable<Uint8Array> {
  #pieces: Uint8Array[] = []
  #ended = false
  #wake: (() => void) | undefined

  push(bytes: Uint8Array): void {
    if (this.#ended) return
    this.#pieces.push(bytes)
    this.#wake?.()
  }

  end(): void {
    this.#ended = true
    this.#wake?.()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    for (;;) {
      const piece = this.#pieces.shift()
      if (piece) yield piece
      else if (this.#ended) return
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
        this.#wake = undefined
      }
    }
  }
}
