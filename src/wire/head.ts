// A parsed response head: the parts of the status line, and fields that are looked up on demand (RFC 9112 §4, §5).
// Owns one latin1 string of the whole head and the offsets of its line ends and colons. No field becomes a string
// of its own before it is read. Nothing here refers to the buffer the head arrived in.

import { LOWER, withoutOws } from './ascii.ts'

// Where the reason phrase begins: after "HTTP/1.1 200 ".
const REASON_AT = 13

/** The head of a response. Immutable. HeadParser makes it. Names are compared without regard to case; values come without the white space around them. */
export class Head {
  /** 100 to 599. */
  readonly status: number
  /** The HTTP version's last digit. */
  readonly minor: 0 | 1
  readonly #text: string
  readonly #marks: readonly number[]

  /**
   * @param text the head from its first byte, one character per byte, validated
   * @param marks offsets in it: the status line's CR, then the colon and the CR of each field
   */
  constructor(status: number, minor: 0 | 1, text: string, marks: readonly number[]) {
    this.status = status
    this.minor = minor
    this.#text = text
    this.#marks = marks
  }

  /** The whole head as it was received, the empty line included; one character per byte. */
  get text(): string {
    return this.#text
  }

  /** The reason phrase; empty if the peer sent none. */
  get reason(): string {
    return this.#text.slice(REASON_AT, this.#marks[0])
  }

  /** Bytes of the head, including the empty line that ends it. */
  get length(): number {
    return this.#text.length
  }

  /** The number of fields; repeated ones count each. */
  get size(): number {
    return this.#marks.length >> 1
  }

  /** The field's value; the values of several such fields joined with ', ' (RFC 9110 §5.3); undefined if there is none. */
  get(name: string): string | undefined {
    let found = this.#find(name, 1)
    if (found === 0) return undefined
    let value = this.#value(found)
    while ((found = this.#find(name, found + 2)) !== 0) value += `, ${this.#value(found)}`
    return value
  }

  /** The values of all fields of that name, in the order received. */
  getAll(name: string): string[] {
    const values: string[] = []
    for (let found = this.#find(name, 1); found !== 0; found = this.#find(name, found + 2)) {
      values.push(this.#value(found))
    }
    return values
  }

  /** Whether there is a field of that name. */
  has(name: string): boolean {
    return this.#find(name, 1) !== 0
  }

  /** Every field as received: the name in the peer's case, in the order received; repeated ones each. */
  *[Symbol.iterator](): IterableIterator<[name: string, value: string]> {
    for (let i = 1; i < this.#marks.length; i += 2) {
      yield [this.#text.slice(this.#marks[i - 1]! + 2, this.#marks[i]), this.#value(i)]
    }
  }

  /** The index in #marks of the next such field's colon, or 0. */
  #find(name: string, from: number): number {
    const marks = this.#marks
    const length = name.length
    for (let i = from; i < marks.length; i += 2) {
      const start = marks[i - 1]! + 2
      if (marks[i]! - start === length && isNameAt(this.#text, start, name)) return i
    }
    return 0
  }

  #value(i: number): string {
    return withoutOws(this.#text, this.#marks[i]! + 1, this.#marks[i + 1]!)
  }
}

function isNameAt(text: string, start: number, name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    if (LOWER[text.charCodeAt(start + i)] !== LOWER[name.charCodeAt(i)]) return false
  }
  return true
}
