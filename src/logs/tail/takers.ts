// The callers that wait for the next item of an iterator, in the order of their calls. Pure.
// An error is for the first of them; the others are done.

interface Taker<T> {
  resolve(result: IteratorResult<T, undefined>): void
  reject(error: unknown): void
}

/** The pending `next()` calls of one iterator. */
export class Takers<T> {
  readonly #waiting: Taker<T>[] = []

  /** Whether a caller waits. */
  get isWaiting(): boolean {
    return this.#waiting.length > 0
  }

  /** What `next()` returns: call {@link give} or {@link end} for it. */
  next(): Promise<IteratorResult<T, undefined>> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
    })
  }

  /** The first one takes this. */
  give(value: T): void {
    this.#waiting.shift()?.resolve({ value, done: false })
  }

  /** Nothing more comes. Returns whether the failure, if there is one, was taken. */
  end(failure: { readonly error: unknown } | undefined): boolean {
    const [first, ...others] = this.#waiting.splice(0)
    if (first === undefined) return false
    if (failure === undefined) first.resolve({ value: undefined, done: true })
    else first.reject(failure.error)
    for (const one of others) one.resolve({ value: undefined, done: true })
    return true
  }
}
