// Lines out of frames: the Engine cuts records at 16 KiB and attach at any byte, so a line may lie in many frames, and frames
// of the other outputs may lie between them. Each kind has its own unfinished line; a character is decoded only once it is whole.
// What is unfinished at the end of a push is copied; nothing else is kept.

import type { StreamName } from './mux.ts'
import { NO_WORDS, scanLine, wordsOf } from './scan.ts'
import { Store } from './store.ts'
import { decoders } from './utf8.ts'

/** One line of one output. */
export interface Line {
  stream: StreamName
  /** The line without its LF; of a TTY's stream also without the CR before that. What is not UTF-8 is U+FFFD. */
  text: string
  /** False for a last line that no LF ends, and for a piece of a line longer than the limit whose rest follows. */
  complete: boolean
}

/** Called for each line, in the order in which they were completed. */
export type LineHandler = (kind: number, text: string, complete: boolean) => void

/** How lines are read. */
export interface LineOptions {
  /** Longest line in bytes, at least 4; a longer one comes in pieces. Default {@link MAX_LINE_BYTES}. */
  maxLineBytes?: number
}

/** The default of `maxLineBytes`, 1 MiB: 64 of the Engine's 16 KiB records; beyond journald's 48 KiB and Go's Scanner's 64 KiB. */
export const MAX_LINE_BYTES = 1_048_576
/** The least `maxLineBytes`: one UTF-8 character must fit. */
const LEAST_LINE_BYTES = 4
/** At most this much is decoded at once. A line that is kept keeps the text it was cut from: this many characters. */
const WINDOW_BYTES = 8192

const CR = 0x0d

/** Joins pieces of each kind to lines. */
export class LineSplitter {
  #onLine: LineHandler
  #trimCr: boolean
  #limit: number
  #rests: (Store | undefined)[] = []
  // A decoded stretch of `#windowed`, which begins at `#windowStart`; only the ASCII in it is used.
  #windowed: Uint8Array | undefined
  #windowEnd = 0
  #words: Int32Array = NO_WORDS
  #text = ''
  #textStart = 0
  #textEnd = 0

  /** `trimCr`: a CR before the LF is the terminal's, not the program's, and falls away: for the stream of a TTY. */
  constructor(onLine: LineHandler, trimCr = false, options: LineOptions = {}) {
    this.#onLine = onLine
    this.#trimCr = trimCr
    this.#limit = Math.max(LEAST_LINE_BYTES, options.maxLineBytes ?? MAX_LINE_BYTES)
  }

  /**
   * Says that the pushes until the next call of `window` read `bytes` only below `end`, and that this memory stays as it is
   * until then. Lines of many frames are then decoded together. `window(undefined, 0)` takes it back.
   */
  window(bytes: Uint8Array | undefined, end: number): void {
    if (bytes !== this.#windowed) this.#words = bytes === undefined ? NO_WORDS : wordsOf(bytes)
    this.#windowed = bytes
    this.#windowEnd = end
    this.#textStart = this.#textEnd = 0
    this.#text = ''
  }

  /** Reads `bytes[start..end)` of the output `kind`. */
  push(kind: number, bytes: Uint8Array, start: number, end: number): void {
    let from = start
    const rest = this.#rests[kind]
    if (rest !== undefined && rest.length > 0) {
      const found = scanLine(bytes, NO_WORDS, start, end)
      const at = found < 0 ? ~found : found
      this.#extend(kind, rest, bytes, start, at)
      if (at === end) return
      this.#finish(kind, rest)
      from = at + 1
    }
    const onLine = this.#onLine
    const limit = this.#limit
    const words = bytes === this.#windowed ? this.#words : NO_WORDS
    while (from < end) {
      const found = scanLine(bytes, words, from, end)
      const at = found < 0 ? ~found : found
      if (at === end || at - from > limit) {
        const store = (this.#rests[kind] ??= new Store())
        this.#extend(kind, store, bytes, from, at)
        if (at === end) return
        this.#finish(kind, store)
      } else {
        const to = this.#trimCr && at > from && bytes[at - 1] === CR ? at - 1 : at
        onLine(kind, found >= 0 ? this.#ascii(bytes, from, to) : decoders.utf8(bytes, from, to), true)
      }
      from = at + 1
    }
  }

  /** Passes on the last lines, those that no LF ended. */
  end(): void {
    for (let kind = 0; kind < this.#rests.length; kind++) {
      const rest = this.#rests[kind]
      if (rest === undefined || rest.length === 0) continue
      const text = decoders.utf8(rest.bytes, 0, rest.length)
      rest.clear()
      this.#onLine(kind, text, false)
    }
  }

  /** Adds to an unfinished line; passes on what is over the limit. */
  #extend(kind: number, rest: Store, bytes: Uint8Array, start: number, end: number): void {
    const limit = this.#limit
    let at = start
    while (rest.length + (end - at) > limit) {
      const to = at + (limit + 1 - rest.length)
      rest.append(bytes, at, to)
      at = to
      const cut = characterEdge(rest.bytes, limit)
      const text = decoders.utf8(rest.bytes, 0, cut)
      rest.drop(cut)
      this.#onLine(kind, text, false)
    }
    rest.append(bytes, at, end)
  }

  #finish(kind: number, rest: Store): void {
    const length = this.#trimCr && rest.bytes[rest.length - 1] === CR ? rest.length - 1 : rest.length
    const text = decoders.utf8(rest.bytes, 0, length)
    rest.clear()
    this.#onLine(kind, text, true)
  }

  /** Text of bytes below 0x80: out of the decoded stretch where the window allows one. */
  #ascii(bytes: Uint8Array, from: number, to: number): string {
    if (bytes !== this.#windowed || to > this.#windowEnd || to - from > WINDOW_BYTES)
      return decoders.latin1(bytes, from, to)
    if (from < this.#textStart || to > this.#textEnd) {
      this.#textStart = from
      this.#textEnd = Math.min(from + WINDOW_BYTES, this.#windowEnd)
      this.#text = decoders.latin1(bytes, from, this.#textEnd)
    }
    return this.#text.slice(from - this.#textStart, to - this.#textStart)
  }
}

/** Where to cut at or before `at` so that no character is split; `at` itself where the bytes there are not UTF-8. */
function characterEdge(bytes: Uint8Array, at: number): number {
  let edge = at
  while (edge > at - (LEAST_LINE_BYTES - 1) && (bytes[edge]! & 0xc0) === 0x80) edge--
  return bytes[edge]! >= 0xc0 ? edge : at
}
