// Lines of frames. The Engine cuts records at 16 KiB and attach at any byte: a line may span many frames, with frames of other
// outputs between them. Each kind has its own unfinished line. A character is decoded only when it is whole.
// Unfinished lines are copied at the end of a push; nothing else is kept.

import { CR, decoders, LF } from '../../bytes.ts'
import { checkOptions, type Kinds, POSITIVE } from '../../check.ts'
import type { StreamName } from './mux.ts'
import { findByte, LONG_LINE, NO_WORDS, scanLine, wordsOf } from './scan.ts'
import { Store } from './store.ts'

/** One line of one output. */
export interface Line {
  /** The output that the line was written to; for a TTY always 'stdout'. */
  stream: StreamName
  /** The line without its LF; for a TTY also without the CR before it. Bytes that are not UTF-8 become U+FFFD. */
  text: string
  /** False for a last line without an LF, and for a piece of a line that exceeds the limit: its rest follows. */
  complete: boolean
}

/** Receives each line, in the order in which the lines were completed. `kind` is a frame's, 0 to 3. */
export type LineHandler = (kind: number, text: string, complete: boolean) => void

/** Options for reading lines. */
export interface LineOptions {
  /** The longest line in bytes, at least 4; a longer one comes in pieces. Default {@link MAX_LINE_BYTES}, 1 MiB. */
  maxLineBytes?: number
}

const LINES: Kinds<LineOptions> = { maxLineBytes: POSITIVE }

/** The default of `maxLineBytes`, 1 MiB: 64 of the Engine's 16 KiB records; beyond journald's 48 KiB and Go's Scanner's 64 KiB. */
export const MAX_LINE_BYTES = 1_048_576
/** The smallest `maxLineBytes`: one UTF-8 character must fit. */
const LEAST_LINE_BYTES = 4
/** The most bytes decoded at once. A line that the caller keeps retains the text it was sliced from: this many characters. */
const WINDOW_BYTES = 8192

/** Splits the bytes of each kind (output) into lines and passes them to `onLine`. */
export class LineSplitter {
  #onLine: LineHandler
  #trimCr: boolean
  #limit: number
  #rests: (Store | undefined)[] = []
  // The decoded text of a part of `#windowed`; only the ASCII in it is used.
  #windowed: Uint8Array | undefined
  #windowEnd = 0
  #words: Int32Array = NO_WORDS
  /** The last line was long, so the next one probably is: its end is searched before its first bytes are looked at. */
  #isLong = false
  /** The first LF in `#windowed` from the last search on, or below that if it is not known. */
  #lf = -1
  #text = ''
  #textStart = 0
  #textEnd = 0

  /** @param trimCr removes a CR before the LF: for a TTY's stream, where the terminal adds it */
  constructor(onLine: LineHandler, trimCr = false, options: LineOptions = {}) {
    checkOptions('LineOptions', options, LINES)
    this.#onLine = onLine
    this.#trimCr = trimCr
    this.#limit = Math.max(LEAST_LINE_BYTES, options.maxLineBytes ?? MAX_LINE_BYTES)
  }

  /**
   * Allows lines of many frames to be decoded together. The caller promises that pushes until the next call of `window` read
   * `bytes` only below `end`, and that this memory does not change until then. `window(undefined, 0)` ends it.
   */
  window(bytes: Uint8Array | undefined, end: number): void {
    if (bytes !== this.#windowed) this.#words = bytes === undefined ? NO_WORDS : wordsOf(bytes)
    this.#windowed = bytes
    this.#windowEnd = end
    this.#lf = -1
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
      const found =
        this.#isLong && words.length > 0 ? this.#scanLong(bytes, from, end) : scanLine(bytes, words, from, end)
      const at = found < 0 ? ~found : found
      if (at === end || at - from > limit) {
        const store = (this.#rests[kind] ??= new Store())
        this.#extend(kind, store, bytes, from, at)
        if (at === end) return
        this.#finish(kind, store)
      } else {
        const to = this.#trimCr && at > from && bytes[at - 1] === CR ? at - 1 : at
        onLine(kind, found >= 0 ? this.ascii(bytes, from, to) : decoders.utf8(bytes, from, to), true)
      }
      this.#isLong = at - from > LONG_LINE
      from = at + 1
    }
  }

  /** As {@link scanLine}, in the window: each byte of it is searched once, however it is cut into frames. */
  #scanLong(bytes: Uint8Array, from: number, end: number): number {
    if (this.#lf < from) this.#lf = findByte(bytes, LF, from)
    const at = Math.min(this.#lf, end)
    return at - from > LONG_LINE ? ~at : scanLine(bytes, this.#words, from, end)
  }

  /** Passes on the last lines, those without an LF. */
  end(): void {
    for (let kind = 0; kind < this.#rests.length; kind++) this.endLine(kind)
  }

  /** Passes on the unfinished line of `kind`, if there is one, as not complete: the next bytes begin another line. */
  endLine(kind: number): void {
    const rest = this.#rests[kind]
    if (rest === undefined || rest.length === 0) return
    const text = decoders.utf8(rest.bytes, 0, rest.length)
    rest.clear()
    this.#onLine(kind, text, false)
  }

  /** Appends to an unfinished line; passes on pieces as it exceeds the limit. */
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

  /** The text of bytes below 0x80: a slice of the decoded text if the window allows it. */
  ascii(bytes: Uint8Array, from: number, to: number): string {
    if (bytes !== this.#windowed || to > this.#windowEnd || to - from > WINDOW_BYTES)
      return decoders.ascii(bytes, from, to)
    if (from < this.#textStart || to > this.#textEnd) {
      this.#textStart = from
      this.#textEnd = Math.min(from + WINDOW_BYTES, this.#windowEnd)
      this.#text = decoders.ascii(bytes, from, this.#textEnd)
    }
    return this.#text.slice(from - this.#textStart, to - this.#textStart)
  }
}

/** The index at or before `at` where a cut splits no character; `at` itself if the bytes there are not UTF-8. */
function characterEdge(bytes: Uint8Array, at: number): number {
  let edge = at
  while (edge > at - (LEAST_LINE_BYTES - 1) && (bytes[edge]! & 0xc0) === 0x80) edge--
  return bytes[edge]! >= 0xc0 ? edge : at
}
