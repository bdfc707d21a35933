// Parsers for an iterator's bytes: pieces, lines, records (frames: frame-parser.ts). Each gets one range of the iterator's
// own memory at a time, and only on demand. Pieces may alias that memory; lines and records do not.

import { Demuxer } from '../parse/demux.ts'
import { JsonRecords } from '../parse/json-records.ts'
import { type Line, type LineOptions, LineSplitter } from '../parse/lines.ts'
import { frameKinds, streamNames } from '../parse/mux.ts'
import type { OwnBytes } from '../source.ts'
import type { ItemParser } from './source-iterator.ts'

/** Queued bytes are parsed in batches of this size, which also bounds the number of parsed items in memory. If nothing is queued, a read is parsed into lines at once. */
const BATCH_BYTES = 8192

/** A list of more items than this is freed when its last item is taken, so that one read of tiny items does not stay in memory. */
const KEPT_ITEMS = 1024

/** Items parsed in a batch and taken one by one. */
class Items<T> {
  ready = 0
  #items: (T | undefined)[] = []
  #next = 0

  add(item: T): void {
    this.#items[this.#next + this.ready++] = item
  }

  take(): T {
    const item = this.#items[this.#next] as T
    this.#items[this.#next++] = undefined
    if (--this.ready > 0) return item
    if (this.#next > KEPT_ITEMS) this.#items = []
    this.#next = 0
    return item
  }
}

/** Pieces as they come, each with its own memory. `wrap` makes an item of a piece. */
export class PieceParser<T> implements ItemParser<T> {
  ready = 0
  readonly batchBytes = Number.MAX_SAFE_INTEGER
  readonly aliasesInput = true
  #wrap: (piece: OwnBytes) => T
  #piece = new Uint8Array(0)

  constructor(wrap: (piece: OwnBytes) => T) {
    this.#wrap = wrap
  }

  push(bytes: OwnBytes, start: number, end: number): void {
    // A slab that is read whole is never written again: it needs no copy.
    this.#piece = start === 0 && end === bytes.length ? bytes : bytes.slice(start, end)
    this.ready = 1
  }

  take(): T {
    this.ready = 0
    return this.#wrap(this.#piece)
  }

  end(): void {}
}

/** Lines of both outputs, or of a TTY's single one. */
export class LineParser<T extends Line = Line> extends Items<T> implements ItemParser<T> {
  readonly batchBytes = BATCH_BYTES
  readonly aliasesInput = false
  readonly inPlaceLimit = Number.MAX_SAFE_INTEGER
  protected readonly splitter: LineSplitter
  protected readonly demuxer: Demuxer | undefined
  #inPlace = false

  constructor(raw: boolean, options?: LineOptions) {
    super()
    this.splitter = new LineSplitter((kind, text, complete) => this.onLine(kind, text, complete), raw, options)
    this.demuxer = raw ? undefined : new Demuxer((kind, bytes, start, end) => this.onFrame(kind, bytes, start, end))
  }

  protected onLine(kind: number, text: string, complete: boolean): void {
    this.add({ stream: streamNames[kind]!, text, complete } as T)
  }

  /** A frame, or a piece of one. */
  protected onFrame(kind: number, bytes: Uint8Array, start: number, end: number): void {
    this.splitter.push(kind, bytes, start, end)
  }

  push(bytes: Uint8Array, start: number, end: number): void {
    this.splitter.window(bytes, end)
    this.#split(bytes, start, end)
  }

  parseInPlace(bytes: Uint8Array, start: number, end: number): void {
    if (!this.#inPlace) this.splitter.window(bytes, bytes.length)
    this.#inPlace = true
    this.#split(bytes, start, end)
  }

  detach(): void {
    this.#inPlace = false
    this.splitter.window(undefined, 0)
  }

  #split(bytes: Uint8Array, start: number, end: number): void {
    if (this.demuxer === undefined) this.splitter.push(frameKinds.stdout, bytes, start, end)
    else this.demuxer.push(bytes, start, end)
  }

  end(clean: boolean): void {
    this.splitter.end()
    if (clean) this.demuxer?.end()
  }
}

/** Parsed JSON records. */
export class RecordParser<T> extends Items<T> implements ItemParser<T> {
  readonly batchBytes = BATCH_BYTES
  readonly aliasesInput = false
  #records: JsonRecords

  constructor(onRecord: ((value: unknown) => void) | undefined, limit: number | undefined) {
    super()
    this.#records = new JsonRecords((value) => {
      onRecord?.(value)
      this.add(value as T)
    }, limit)
  }

  push(bytes: Uint8Array, start: number, end: number): void {
    this.#records.push(bytes, start, end)
  }

  end(clean: boolean): void {
    if (clean) this.#records.end()
  }
}
