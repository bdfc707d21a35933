// First in, first out: calls that wait for a connection.
// Taking from the middle (an aborted call) is allowed, and rare enough to be a search.

/** A queue whose `push` and `shift` take constant time, amortised. */
export class Fifo<T> {
  #items: T[] = []
  #first = 0

  get size(): number {
    return this.#items.length - this.#first
  }

  push(item: T): void {
    this.#items.push(item)
  }

  shift(): T | undefined {
    if (this.#first === this.#items.length) return undefined
    const item = this.#items[this.#first] as T
    this.#first++
    // Half of the array is spent: drop it, so that a queue that never empties does not grow for ever.
    if (this.#first * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#first)
      this.#first = 0
    }
    return item
  }

  /** Takes `item` out, wherever it stands; tells whether it was there. */
  remove(item: T): boolean {
    const at = this.#items.indexOf(item, this.#first)
    if (at < 0) return false
    this.#items.splice(at, 1)
    return true
  }
}
