// Lines of a log with `timestamps` or `details`. Engine facts: every record, also each piece of a line longer than 16 KiB,
// begins with `2006-01-02T15:04:05.000000000Z ` and then, with `details`, `k=v,k2=v2 ` (query-escaped; one space when there
// are none). One record is one frame. All pieces of a line have the same prefix; no two lines of an output have the same
// timestamp. So a record with another timestamp begins a new line, even after a line that a process left without an LF.
// A TTY's log has no frames: a repeated prefix there is one that equals, to the nanosecond, the prefix of its line.

import { decoders } from '../../bytes.ts'
import { Demuxer } from '../../stream/parse/demux.ts'
import { type Line, LineSplitter } from '../../stream/parse/lines.ts'
import { frameKinds, streamNames } from '../../stream/parse/mux.ts'
import { Store } from '../../stream/parse/store.ts'
import { LOG_RECORD_BYTES } from '../../stream/read/item-parsers.ts'
import type { ItemParser } from '../../stream/read/source-iterator.ts'

/** A line of a log, from {@link logs}. */
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
/** How many bytes are parsed into lines at once, as in iterateLines. */
const BATCH_BYTES = 8192
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/
const SPACE = 0x20
const LF = 0x0a

/** Parses a log's bytes into lines, and splits each record's timestamp and details from its text. */
export class StampedLines implements ItemParser<LogLine> {
  ready = 0
  readonly batchBytes = BATCH_BYTES
  readonly aliasesInput = false
  readonly #timestamps: boolean
  readonly #details: boolean
  readonly #splitter: LineSplitter
  readonly #demuxer: Demuxer | undefined
  #lines: LogLine[] = []
  #next = 0
  /** Spaces of the record's prefix that have not arrived yet. */
  #missingSpaces: number
  /** The prefix so far. */
  readonly #prefix = new Store()
  /** By kind: the prefix of its line, and whether that line is unfinished. */
  readonly #prefixes: Prefix[] = []
  readonly #open: boolean[] = []
  readonly #bySize: boolean
  /** Bytes of the record's text so far. */
  #size = 0

  /** @param bySize without timestamps, a record counts as a piece of a line by its size: see {@link LOG_RECORD_BYTES} */
  constructor(raw: boolean, options: { timestamps: boolean; details: boolean }, bySize = true) {
    this.#bySize = bySize && !options.timestamps
    this.#timestamps = options.timestamps
    this.#details = options.details
    this.#missingSpaces = this.#spaces
    this.#splitter = new LineSplitter(
      raw
        ? (_kind, text, complete) => this.#addRaw(text, complete)
        : (kind, text, complete) => this.#add(kind, text, complete, this.#prefixes[kind] ?? NO_PREFIX),
      raw,
    )
    this.#demuxer = raw ? undefined : new Demuxer((kind, bytes, start, end) => this.#onFrame(kind, bytes, start, end))
  }

  push(bytes: Uint8Array, start: number, end: number): void {
    if (this.#demuxer === undefined) this.#splitter.push(frameKinds.stdout, bytes, start, end)
    else this.#demuxer.push(bytes, start, end)
  }

  take(): LogLine {
    const line = this.#lines[this.#next++]!
    if (--this.ready === 0) {
      this.#lines = []
      this.#next = 0
    }
    return line
  }

  end(clean: boolean): void {
    this.#splitter.end()
    if (clean) this.#demuxer?.end()
  }

  get #spaces(): number {
    return (this.#timestamps ? 1 : 0) + (this.#details ? 1 : 0)
  }

  /** A frame, or a piece of one. */
  #onFrame(kind: number, bytes: Uint8Array, start: number, end: number): void {
    const complete = this.#demuxer!.missing === 0
    let at = start
    if (kind === frameKinds.system) this.#prefixes[kind] = NO_PREFIX
    else if (this.#missingSpaces > 0) {
      while (at < end && this.#missingSpaces > 0) if (bytes[at++] === SPACE) this.#missingSpaces--
      this.#prefix.append(bytes, start, at)
      if (this.#missingSpaces > 0 && !complete && this.#prefix.length < MAX_PREFIX_BYTES) return
      this.#endPrefix(kind)
    }
    this.#text(kind, bytes, at, end)
    if (!complete) return
    this.#missingSpaces = this.#spaces
    const isPiece = this.#size >= LOG_RECORD_BYTES
    this.#size = 0
    if (this.#bySize && this.#open[kind] === true && !isPiece) this.#endLine(kind)
  }

  /** The next byte begins a line. */
  #endLine(kind: number): void {
    this.#splitter.endLine(kind)
    this.#open[kind] = false
  }

  /** The prefix is complete, or the record has none. */
  #endPrefix(kind: number): void {
    const { bytes, length } = this.#prefix
    const prefix = this.#missingSpaces > 0 ? undefined : this.#parse(decoders.utf8(bytes, 0, length))
    if (this.#open[kind] === true && prefix !== undefined && prefix.timestamp !== this.#prefixes[kind]?.timestamp) {
      this.#endLine(kind)
    }
    if (this.#open[kind] !== true) this.#prefixes[kind] = prefix ?? NO_PREFIX
    if (prefix === undefined) this.#text(kind, bytes, 0, length)
    this.#prefix.clear()
    this.#missingSpaces = 0
  }

  #text(kind: number, bytes: Uint8Array, start: number, end: number): void {
    if (start === end) return
    this.#splitter.push(kind, bytes, start, end)
    this.#size += end - start
    this.#open[kind] = bytes[end - 1] !== LF
  }

  /** A line of a TTY, or a piece of one longer than the limit. */
  #addRaw(text: string, complete: boolean): void {
    const kind = frameKinds.stdout
    let rest = text
    if (this.#open[kind] !== true) {
      let end = 0
      for (let wanted = this.#spaces; wanted > 0 && (end > 0 || wanted === this.#spaces); wanted--) {
        end = text.indexOf(' ', end) + 1
      }
      const prefix = end === 0 ? undefined : this.#parse(text.slice(0, end))
      this.#prefixes[kind] = prefix ?? NO_PREFIX
      if (prefix !== undefined) {
        rest = text.slice(end)
        if (this.#timestamps && isRecordLong(rest)) rest = rest.replaceAll(text.slice(0, end), '')
      }
    }
    this.#open[kind] = !complete
    this.#add(kind, rest, complete, this.#prefixes[kind]!)
  }

  #add(kind: number, text: string, complete: boolean, { timestamp, details }: Prefix): void {
    this.#lines.push({ stream: streamNames[kind]!, text, complete, timestamp, details })
    this.ready++
  }

  /** Parses a prefix with its last space; undefined when the text is not a prefix. */
  #parse(text: string): Prefix | undefined {
    const [first = '', second = ''] = text.split(' ')
    if (this.#timestamps && !TIMESTAMP.test(first)) return undefined
    return {
      timestamp: this.#timestamps ? first : undefined,
      details: this.#details ? parseDetails(this.#timestamps ? second : first) : undefined,
    }
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
