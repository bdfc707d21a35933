// Feeds one input to a machine in every way that bytes can arrive: whole, byte by byte, and split in two at every place. Each piece is
// in a scratch buffer full of 0xEE, and is overwritten with 0xEE as soon as push has returned. A machine that reads past `end`, keeps
// a reference, or counts from the wrong place returns another result.

import assert from 'node:assert/strict'

/** A machine under test and what is compared afterwards. After `push` has thrown, it is not called again. */
export interface Subject {
  push(bytes: Uint8Array, start: number, end: number): unknown
  /** Everything observable; `error` is what push threw, if it did. Compared by deepStrictEqual. */
  result(error: unknown): unknown
}

const SCRATCH = 0xee
const MARGIN = 5

/** Feeds a new subject from each of `make` in every way, asserts that all have the same result, and returns it. */
export function feedEveryWay<T>(input: Uint8Array, make: () => Subject & { result(error: unknown): T }): T {
  const scratch = new Uint8Array(input.length + 2 * MARGIN).fill(SCRATCH)
  const whole = feed(input, [], make(), scratch)
  const bytewise = Array.from({ length: Math.max(0, input.length - 1) }, (_, i) => i + 1)
  assert.deepStrictEqual(feed(input, bytewise, make(), scratch), whole, 'byte by byte')
  for (let cut = 0; cut <= input.length; cut++) {
    assert.deepStrictEqual(feed(input, [cut], make(), scratch), whole, `cut at ${cut}`)
  }
  return whole as T
}

/** Feeds `input` split at the given ascending places, and returns the subject's result. */
export function feed(
  input: Uint8Array,
  cuts: readonly number[],
  subject: Subject,
  scratch = new Uint8Array(input.length + 2 * MARGIN).fill(SCRATCH),
): unknown {
  let from = 0
  for (const cut of [...cuts, input.length]) {
    const start = MARGIN + from
    const end = MARGIN + cut
    scratch.set(input.subarray(from, cut), start)
    try {
      subject.push(scratch, start, end)
    } catch (error) {
      return subject.result(error)
    } finally {
      scratch.fill(SCRATCH, start, end)
    }
    from = cut
  }
  return subject.result(undefined)
}

/** Collects the ranges given to it; a sink for body decoders. */
export class Collector {
  #bytes = new Uint8Array(64)
  #length = 0
  calls = 0

  onData(bytes: Uint8Array, start: number, end: number): void {
    if (start >= end) assert.fail('an empty range')
    const length = this.#length + (end - start)
    if (length > this.#bytes.length) {
      const grown = new Uint8Array(length * 2)
      grown.set(this.#bytes)
      this.#bytes = grown
    }
    this.#bytes.set(bytes.subarray(start, end), this.#length)
    this.#length = length
    this.calls++
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  get text(): string {
    return Buffer.from(this.#bytes.buffer, 0, this.#length).toString('latin1')
  }
}

/** A string of chars up to 0xFF as bytes. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'latin1'))
}
