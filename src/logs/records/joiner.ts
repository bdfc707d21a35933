// Joins the Engine's records to lines: says which records belong together. Pure; it keeps no payload. Engine facts:
// - The Engine cuts a line at 16,384 bytes; its pieces carry the timestamp of the first one. A record is at most that long.
// - A record continues its stream's open line if, and only if, it has the same timestamp. An LF decides nothing: nothing closes what a
//   process leaves without one, and the `local` driver of 20.10 drops the LF of a line that was cut.
// - So a record without an LF that is shorter than a piece is the last of its line. It is complete at once.

import { copyOf } from '../../stream/parse/store.ts'

/** The most payload bytes of one record. A record of exactly this many without an LF has a successor, or is the end of its process. */
export const PIECE_BYTES = 16_384

const LF = 0x0a

interface OpenLine {
  /** The timestamp's bytes. */
  stamp: Uint8Array
}

/** Knows which streams have an open line, and with which timestamp. */
export class Joiner {
  readonly #open: (OpenLine | undefined)[] = []

  /** Whether pieces of a line of this stream came, and more may come. */
  isOpen(kind: number): boolean {
    return this.#open[kind] !== undefined
  }

  /** Whether a record with the timestamp `bytes[start..stamp)` continues the stream's open line. If not, that line is over, without an LF. */
  continues(kind: number, bytes: Uint8Array, start: number, stamp: number): boolean {
    const open = this.#open[kind]
    if (open === undefined || open.stamp.length !== stamp - start) return false
    for (let at = start, index = 0; at < stamp; at++, index++) if (bytes[at] !== open.stamp[index]) return false
    return true
  }

  /** Takes a record into account: timestamp `bytes[start..stamp)`, payload `bytes[text..end)`. Returns whether its line stays open. */
  take(kind: number, bytes: Uint8Array, start: number, stamp: number, text: number, end: number): boolean {
    const staysOpen = end - text >= PIECE_BYTES && bytes[end - 1] !== LF && stamp > start
    if (!staysOpen) this.#open[kind] = undefined
    else if (!this.continues(kind, bytes, start, stamp)) this.#open[kind] = { stamp: copyOf(bytes, start, stamp) }
    return staysOpen
  }

  /** The stream's open line is passed on as it is. */
  close(kind: number): void {
    this.#open[kind] = undefined
  }
}
