// The pieces of an archive that is made from local files. Unlike a generator's own `return()`, this one ends the work that is under way
// at the next entry or read, not at the next full piece.

/** An iterator over what `make` yields. `check` throws once the iterator was left. */
export class PieceIterator implements AsyncIterableIterator<Uint8Array> {
  readonly #pieces: AsyncGenerator<Uint8Array, void>
  #left = false

  constructor(make: (check: () => void) => AsyncGenerator<Uint8Array, void>) {
    this.#pieces = make(() => {
      if (this.#left) throw LEFT
    })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    try {
      return (await this.#pieces.next()) as IteratorResult<Uint8Array, undefined>
    } catch (error) {
      if (error === LEFT) return { value: undefined, done: true }
      throw error
    }
  }

  /** Ends the iteration: open files are closed. */
  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#left = true
    await this.#pieces.return()
    return { value: undefined, done: true }
  }
}

const LEFT = new Error('the iterator was left')
