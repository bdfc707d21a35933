// Lines of a log with `timestamps` or `details`. Engine facts: every record, also each piece of a line longer than 16 KiB,
// begins with `2006-01-02T15:04:05.000000000Z ` and then, with `details`, `k=v,k2=v2 ` (query-escaped; one space when there
// are none). One record is one frame. All pieces of a line have the same prefix; no two lines of an output have the same
// timestamp. So a record with another timestamp begins a new line, even after a line that a process left without an LF.
// A TTY's log has no frames: a repeated prefix there is one that equals, to the nanosecond, the prefix of its line.

import { decoders, LF } from '../../bytes.ts'
import type { Line } from '../../stream/parse/lines.ts'
import { frameKinds, streamNames } from '../../stream/parse/mux.ts'
import { copyBytes, Store } from '../../stream/parse/store.ts'
import { LineParser } from '../../stream/read/item-parsers.ts'

/** A line of a log, from {@link logs}. One that is kept retains up to 8 KiB of the text around it. */
export interface LogLine extends Line {
  /** With `timestamps`: when the daemon received the line, in RFC 3339 as sent: nanoseconds from Docker, whole seconds from Podman. Absent from the daemon's own messages (`stream: 'system'`). */
  timestamp?: string | undefined
  /** With `details`: the labels and variables that the logging driver is configured to keep. */
  details?: Readonly<Record<string, string>> | undefined
}

interface Prefix {
  timestamp: string | undefined
  details: Record<string, string> | undefined
}

const NO_PREFIX: Prefix = { timestamp: undefined, details: undefined }
/** The longest prefix, in bytes; a longer beginning without spaces is text. Far above any labels that a logging driver keeps. */
export const MAX_PREFIX_BYTES = 65_536
/**
 * The size of Docker's log records: a longer line comes in pieces of this size or more, without an LF. A shorter record without
 * an LF is the last output of a process; the next process's output begins another line.
 */
export const LOG_RECORD_BYTES = 16_384
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/
/** The same with the point behind it, as in Docker's timestamps. */
const SECOND = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.$/
/** Bytes of that, and of Docker's whole timestamp, `2006-01-02T15:04:05.000000000Z`. */
const SECOND_BYTES = 20
const STAMP_BYTES = 30
const SPACE = 0x20
const UPPER_Z = 0x5a
const ZERO = 0x30

/** Parses a log's bytes into lines, and splits each record's timestamp and details from its text. */
export class StampedLines extends LineParser<LogLine> {
  readonly #timestamps: boolean
  readonly #details: boolean
  /** Spaces in a record's prefix. */
  readonly #spaces: number
  /** Those that have not arrived yet. */
  #missingSpaces: number
  /** A prefix that was cut, as far as it came. */
  readonly #prefix = new Store()
  /** By kind: the prefix of its line, and whether that line is unfinished. */
  readonly #prefixes: Prefix[] = []
  readonly #open: boolean[] = []
  readonly #bySize: boolean
  /** Bytes of the record's text so far. */
  #size = 0
  /** The second of the last timestamp of Docker's form, up to its point: most records have the same one. */
  readonly #second = new Uint8Array(SECOND_BYTES)

  /** @param bySize without timestamps, a record counts as a piece of a line by its size: see {@link LOG_RECORD_BYTES} */
  constructor(raw: boolean, { timestamps, details }: { timestamps: boolean; details: boolean }, bySize = true) {
    super(raw)
    this.#bySize = bySize && !timestamps
    this.#timestamps = timestamps
    this.#details = details
    this.#spaces = this.#missingSpaces = Number(timestamps) + Number(details)
  }

  protected override onFrame(kind: number, bytes: Uint8Array, start: number, end: number): void {
    const complete = this.demuxer!.missing === 0
    let at = start
    if (kind === frameKinds.system) this.#prefixes[kind] = NO_PREFIX
    else if (this.#missingSpaces > 0) at = this.#readPrefix(kind, bytes, start, end, complete)
    this.#text(kind, bytes, at, end)
    if (!complete) return
    this.#missingSpaces = this.#spaces
    const size = this.#size
    this.#size = 0
    if (this.#bySize && size > 0 && size < LOG_RECORD_BYTES && this.#open[kind] === true) this.#endLine(kind)
  }

  /** The next byte begins a line. */
  #endLine(kind: number): void {
    this.splitter.endLine(kind)
    this.#open[kind] = false
  }

  /** Reads a prefix, or its rest. Returns where the text begins; `end` where more of the prefix is to come. */
  #readPrefix(kind: number, bytes: Uint8Array, start: number, end: number, complete: boolean): number {
    const cut = this.#prefix
    if (!this.#details && cut.length === 0 && end - start > STAMP_BYTES && this.#isDockers(bytes, start)) {
      this.#missingSpaces = 0
      this.#begin(kind, { timestamp: this.splitter.ascii(bytes, start, start + STAMP_BYTES), details: undefined })
      return start + STAMP_BYTES + 1
    }
    let at = start
    let missing = this.#missingSpaces
    let seen = 0
    while (at < end && missing > 0) {
      const byte = bytes[at++]!
      if (byte === SPACE) missing--
      seen |= byte
    }
    const isOver = missing === 0 || complete || cut.length + at - start >= MAX_PREFIX_BYTES
    this.#missingSpaces = isOver ? 0 : missing
    const isCut = cut.length > 0
    if (isCut || !isOver) cut.append(bytes, start, at)
    if (!isOver) return at
    let prefix: Prefix | undefined
    if (missing === 0) {
      const to = at - 1
      if (isCut) prefix = this.#parse(decoders.utf8(cut.bytes, 0, cut.length - 1))
      else prefix = this.#parse(seen < 0x80 ? this.splitter.ascii(bytes, start, to) : decoders.utf8(bytes, start, to))
    }
    this.#begin(kind, prefix)
    if (!isCut) return prefix === undefined ? start : at
    if (prefix === undefined) this.#text(kind, cut.bytes, 0, cut.length)
    cut.clear()
    return at
  }

  /** A record begins: with another timestamp it begins a line. */
  #begin(kind: number, prefix: Prefix | undefined): void {
    const isOpen = this.#open[kind] === true
    if (isOpen && prefix !== undefined && prefix.timestamp !== this.#prefixes[kind]?.timestamp) this.#endLine(kind)
    if (this.#open[kind] !== true) this.#prefixes[kind] = prefix ?? NO_PREFIX
  }

  /** Whether a timestamp of Docker's form, and the space behind it, are at `start`. */
  #isDockers(bytes: Uint8Array, start: number): boolean {
    if (bytes[start + STAMP_BYTES] !== SPACE || bytes[start + STAMP_BYTES - 1] !== UPPER_Z) return false
    const second = this.#second
    for (let index = 0; index < SECOND_BYTES; index++) {
      if (bytes[start + index] === second[index]) continue
      if (!SECOND.test(decoders.latin1(bytes, start, start + SECOND_BYTES))) return false
      copyBytes(second, 0, bytes, start, start + SECOND_BYTES)
      break
    }
    // Negative where one of them is no digit.
    let sign = 0
    for (let at = start + SECOND_BYTES; at < start + STAMP_BYTES - 1; at++) {
      const digit = bytes[at]! - ZERO
      sign |= digit | (9 - digit)
    }
    return sign >= 0
  }

  #text(kind: number, bytes: Uint8Array, start: number, end: number): void {
    if (start === end) return
    this.splitter.push(kind, bytes, start, end)
    this.#size += end - start
    this.#open[kind] = bytes[end - 1] !== LF
  }

  protected override onLine(kind: number, text: string, complete: boolean): void {
    if (this.#spaces === 0) return super.onLine(kind, text, complete)
    const rest = this.demuxer === undefined ? this.#rawText(text, complete) : text
    const { timestamp, details } = this.#prefixes[kind] ?? NO_PREFIX
    this.add({ stream: streamNames[kind]!, text: rest, complete, timestamp, details })
  }

  /** The text of a TTY's line, or of a piece of one longer than the limit, without its prefix. */
  #rawText(text: string, complete: boolean): string {
    const kind = frameKinds.stdout
    let rest = text
    if (this.#open[kind] !== true) {
      let end = 0
      for (let wanted = this.#spaces; wanted > 0 && (end > 0 || wanted === this.#spaces); wanted--) {
        end = text.indexOf(' ', end) + 1
      }
      const prefix = end === 0 ? undefined : this.#parse(text.slice(0, end - 1))
      this.#prefixes[kind] = prefix ?? NO_PREFIX
      if (prefix !== undefined) {
        rest = text.slice(end)
        if (this.#timestamps && isRecordLong(rest)) rest = rest.replaceAll(text.slice(0, end), '')
      }
    }
    this.#open[kind] = !complete
    return rest
  }

  /** Parses a prefix without its last space; undefined when the text is not a prefix. */
  #parse(text: string): Prefix | undefined {
    if (!this.#timestamps) return { timestamp: undefined, details: parseDetails(text) }
    if (!TIMESTAMP.test(text)) return undefined
    if (!this.#details) return { timestamp: text, details: undefined }
    const end = text.indexOf(' ')
    return { timestamp: text.slice(0, end), details: parseDetails(text.slice(end + 1)) }
  }
}

/** Parses `k=v,k2=v2`, query-escaped. */
function parseDetails(text: string): Record<string, string> {
  const pairs = text === '' ? [] : text.split(',')
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      return at < 0 ? [unescaped(pair), ''] : [unescaped(pair.slice(0, at)), unescaped(pair.slice(at + 1))]
    }),
  )
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

/** Whether a text has a whole record's bytes, as UTF-8: a char has one to three. */
function isRecordLong(text: string): boolean {
  return text.length * 3 >= LOG_RECORD_BYTES && Buffer.byteLength(text) >= LOG_RECORD_BYTES
}
