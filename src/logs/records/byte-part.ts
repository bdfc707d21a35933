// Whether a record includes some bytes: looks for the rarest one of them, sixteen bytes at a time where the memory is aligned to words.
// Pure; it never looks beyond the record. The word trick is that of stream/parse/scan.

import { NO_WORDS, wordsOf } from '../../stream/parse/scan.ts'

/** What text consists of mostly, the most frequent first. Any other byte is rarer. */
const FREQUENT = ' etaoinsrhldcumfpgwybvkxjqz0123456789'

const NO_BYTES = new Uint8Array(0)
/** The words of the memory that was searched last: most records lie in the same one. */
let searched: Uint8Array = NO_BYTES
let words: Int32Array = NO_WORDS

/** Bytes to look for. */
export class BytePart {
  readonly #bytes: Uint8Array
  /** Where the rarest one is, and four of it. */
  readonly #rarest: number
  readonly #four: number

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    const ranks = Array.from(bytes, (byte) => FREQUENT.indexOf(String.fromCharCode(byte)))
    this.#rarest = Math.max(0, ranks.indexOf(ranks.includes(-1) ? -1 : Math.max(...ranks)))
    this.#four = Math.imul(bytes[this.#rarest] ?? 0, 0x01010101)
  }

  /** Whether the bytes stand at `bytes[at..end)`. */
  isAt(bytes: Uint8Array, at: number, end: number): boolean {
    const wanted = this.#bytes
    if (end - at < wanted.length) return false
    for (let index = 0; index < wanted.length; index++) if (bytes[at + index] !== wanted[index]) return false
    return true
  }

  /** Whether they are in `bytes[start..end)`. */
  isIn(bytes: Uint8Array, start: number, end: number): boolean {
    const before = this.#rarest
    const { length } = this.#bytes
    if (length === 0) return true
    const four = this.#four
    const byte = four & 0xff
    const stop = end - (length - before) + 1
    if (bytes !== searched) {
      searched = bytes
      words = wordsOf(bytes)
    }
    const four4 = (Math.min(stop, words.length << 2) >> 2) - 3
    for (let at = start + before; at < stop; at++) {
      if ((at & 3) === 0) {
        let word = at >> 2
        while (word < four4) {
          const a = words[word]! ^ four
          const b = words[word + 1]! ^ four
          const c = words[word + 2]! ^ four
          const d = words[word + 3]! ^ four
          if ((zeroIn(a) | zeroIn(b) | zeroIn(c) | zeroIn(d)) !== 0) break
          word += 4
        }
        at = word << 2
        if (at >= stop) return false
      }
      if (bytes[at] === byte && this.isAt(bytes, at - before, end)) return true
    }
    return false
  }
}

/** Not zero where one of the four bytes is zero. */
function zeroIn(four: number): number {
  return (four - 0x01010101) & ~four & 0x80808080
}
