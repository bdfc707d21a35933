// The last few heads of answers, so that one that comes again byte for byte is recognised instead of parsed: an Engine's
// answers to the same operation differ in their Date alone, once a second. Nothing but heads that were found valid is kept,
// so what is recognised is what parsing would have given; a Head is never changed, so all may share it.
// Keeps at most KEPT_HEADS strings of at most KEPT_BYTES, and none of the bytes.

import { LF } from './ascii.ts'
import type { Head } from './head.ts'
import { latin1 } from './latin1.ts'

/** As many kinds of answers as a program has under way together. */
export const KEPT_HEADS = 8
/** The Engine's are below 500. */
export const KEPT_BYTES = 1024

/** See the file's head. */
export class RecentHeads {
  /** After a `find` that found one: the index after its last byte. */
  stop = 0
  readonly #heads: Head[] = []
  readonly #texts: string[] = []
  #next = 0

  /** The head that begins at `start`, where it is one of those, and whole. */
  find(bytes: Uint8Array, start: number, end: number): Head | undefined {
    const texts = this.#texts
    for (let i = 0; i < texts.length; i++) {
      const text = texts[i]!
      const stop = start + text.length
      // Two bytes of the empty line where it should be rule out nearly every other head before a string is made.
      if (stop > end || bytes[stop - 1] !== LF || bytes[stop - 3] !== LF) continue
      if (latin1(bytes, start, stop) === text) {
        this.stop = stop
        return this.#heads[i]
      }
    }
    return undefined
  }

  /** Keeps a head that was parsed from `text`: in the place of one as long, which perhaps differed in its Date, else of the oldest. */
  keep(head: Head, text: string): void {
    if (text.length > KEPT_BYTES) return
    const texts = this.#texts
    let at = this.#next
    for (let i = 0; i < texts.length; i++) {
      if (texts[i]!.length === text.length) at = i
    }
    if (at === this.#next) this.#next = (at + 1) % KEPT_HEADS
    texts[at] = text
    this.#heads[at] = head
  }
}

/** Those of all connections. */
export const recentHeads = new RecentHeads()
