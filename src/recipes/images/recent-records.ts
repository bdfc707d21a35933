// The last records of a progress, for the error that ends it.
// Bounded in number and in size.

/** How many records an error carries at most: more than a terminal shows. */
export const RECENT_RECORDS = 100
/** How much text the records of an error may hold together, in UTF-16 units; the newest is kept at any size. */
export const RECENT_CHARS = 262_144

/** The last records, at most {@link RECENT_RECORDS} and {@link RECENT_CHARS}. */
export class RecentRecords {
  #records: unknown[] = []
  #sizes: number[] = []
  #total = 0

  add(record: unknown): void {
    const size = textOf(record)
    this.#records.push(record)
    this.#sizes.push(size)
    this.#total += size
    while (this.#records.length > RECENT_RECORDS || (this.#total > RECENT_CHARS && this.#records.length > 1)) {
      this.#records.shift()
      this.#total -= this.#sizes.shift()!
    }
  }

  /** The records, oldest first. */
  get records(): readonly unknown[] {
    return [...this.#records]
  }
}

/** The length of all strings in a record, at any depth. Without recursion, since the peer chooses the depth. */
function textOf(record: unknown): number {
  let size = 0
  const parts = [record]
  while (parts.length > 0) {
    const part = parts.pop()
    if (typeof part === 'string') size += part.length
    else if (typeof part === 'object' && part !== null) for (const value of Object.values(part)) parts.push(value)
  }
  return size
}
