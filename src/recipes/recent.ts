// The last records of a progress, for the error that ends it.
// Bounded in number and in size, whatever the Engine sends.

/** How many records an error carries: more than a terminal shows. */
export const RECENT_RECORDS = 100
/** How much text they may hold together, in UTF-16 units; the newest is kept whatever its size. */
export const RECENT_CHARS = 262_144

/** See the file's head. */
export class Recent {
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

  /** Oldest first. */
  get records(): readonly unknown[] {
    return [...this.#records]
  }
}

/** What of a record can be long, at whatever depth it stands. */
function textOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 0
  let size = 0
  for (const part of Object.values(value)) size += textOf(part)
  return size
}
