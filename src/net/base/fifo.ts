// A queue, first in, first out: calls that wait for a connection.
// Removing from the middle (an aborted call) is a linear search, since it is rare.

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
    // Drop the used half of the array, so that a queue that never empties does not grow for ever.
    if (this.#first * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#first)
      this.#first = 0
    }
    return item
  }

  /** The item that `shift` would remove. */
  get first(): T | undefined {
    return this.#items[this.#first]
  }

  /** Adds `item` before all others. */
  unshift(item: T): void {
    if (this.#first > 0) this.#items[--this.#first] = item
    else this.#items.unshift(item)
  }

  /** Removes the first item for which `matches` returns true. Returns whether there was one. */
  remove(matches: (item: T) => boolean): boolean {
    const at = this.#items.findIndex((item, index) => index >= this.#first && matches(item))
    if (at < 0) return false
    this.#items.splice(at, 1)
    return true
  }
}
