// Lines of a log read with `timestamps` or `details`. Engine fact: every record, the pieces of a line longer than 16 KiB too,
// begins with `2006-01-02T15:04:05.000000000Z ` and then, with `details`, `k=v,k2=v2 ` (query-escaped; one space where there
// are none); a piece repeats the prefix of its line's first. One record is one frame. A TTY's log has no frames: there a
// repeated prefix is known by being the very one, to the nanosecond, that began the line.

import { Demuxer } from '../stream/demux.ts'
import { type Line, LineSplitter } from '../stream/lines.ts'
import { frameKinds, streamNames } from '../stream/mux.ts'
import type { Reader } from '../stream/source-iterator.ts'
import { Store } from '../stream/store.ts'
import { decoders } from '../stream/utf8.ts'

/** A line of a log. */
export interface LogLine extends Line {
  /** With `timestamps`: when the daemon took the line, RFC 3339 as it was sent: with nanoseconds by Docker, in whole seconds by Podman. Absent from the daemon's own words (`stream: 'system'`). */
  timestamp?: string | undefined
  /** With `details`: the labels and variables that the logging driver was told to keep. */
  details?: Readonly<Record<string, string>> | undefined
}

interface Prefix {
  timestamp: string | undefined
  details: Record<string, string> | undefined
}

const NO_PREFIX: Prefix = { timestamp: undefined, details: undefined }
/** A longer beginning without its spaces is no prefix: 64 KiB, far above any labels that a logging driver keeps. */
export const MAX_PREFIX_BYTES = 65_536
/** Lines are made from so many bytes at once, as iterateLines does. */
const BATCH_BYTES = 8192
/** The Engine's longest record: what is longer has come in pieces. */
const RECORD_BYTES = 16_384
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/
const SPACE = 0x20
const LF = 0x0a

/** See the file's head. */
export class StampedLines implements Reader<LogLine> {
  ready = 0
  readonly batchBytes = BATCH_BYTES
  readonly lends = false
  readonly #timestamps: boolean
  readonly #details: boolean
  readonly #splitter: LineSplitter
  readonly #demuxer: Demuxer | undefined
  #lines: LogLine[] = []
  #next = 0
  /** Spaces of the record's prefix that have not come yet. */
  #wanted: number
  readonly #start = new Store()
  /** Of each kind: the prefix of its line, and whether that line is unfinished. */
  readonly #prefixes: Prefix[] = []
  readonly #open: boolean[] = []

  constructor(raw: boolean, options: { timestamps: boolean; details: boolean }) {
    this.#timestamps = options.timestamps
    this.#details = options.details
    this.#wanted = this.#spaces
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
    else if (this.#wanted > 0) {
      while (at < end && this.#wanted > 0) if (bytes[at++] === SPACE) this.#wanted--
      this.#start.append(bytes, start, at)
      if (this.#wanted > 0 && !complete && this.#start.length < MAX_PREFIX_BYTES) return
      this.#begin(kind)
    }
    this.#text(kind, bytes, at, end)
    if (complete) this.#wanted = this.#spaces
  }

  /** The prefix is whole, or there is none. */
  #begin(kind: number): void {
    const { bytes, length } = this.#start
    const prefix = this.#wanted > 0 ? undefined : this.#parse(decoders.utf8(bytes, 0, length))
    if (this.#open[kind] !== true) this.#prefixes[kind] = prefix ?? NO_PREFIX
    if (prefix === undefined) this.#text(kind, bytes, 0, length)
    this.#start.clear()
    this.#wanted = 0
  }

  #text(kind: number, bytes: Uint8Array, start: number, end: number): void {
    if (start === end) return
    this.#splitter.push(kind, bytes, start, end)
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
        if (this.#timestamps && rest.length >= RECORD_BYTES) rest = rest.replaceAll(text.slice(0, end), '')
      }
    }
    this.#open[kind] = !complete
    this.#add(kind, rest, complete, this.#prefixes[kind]!)
  }

  #add(kind: number, text: string, complete: boolean, { timestamp, details }: Prefix): void {
    this.#lines.push({ stream: streamNames[kind]!, text, complete, timestamp, details })
    this.ready++
  }

  /** The prefix, with its last space; undefined when it is none. */
  #parse(text: string): Prefix | undefined {
    const [first = '', second = ''] = text.split(' ')
    if (this.#timestamps && !TIMESTAMP.test(first)) return undefined
    return {
      timestamp: this.#timestamps ? first : undefined,
      details: this.#details ? parseDetails(this.#timestamps ? second : first) : undefined,
    }
  }
}

/** `k=v,k2=v2`, query-escaped. */
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
