// What an iterator's bytes become: pieces, frames, lines, records. A reader is pushed one stretch of the iterator's own memory
// at a time, and only when its items are wanted. Frames lie in that memory; pieces, lines and records do not.

import { Demuxer } from './demux.ts'
import { JsonRecords } from './json-records.ts'
import { type Line, type LineOptions, LineSplitter } from './lines.ts'
import { frameKinds, streamNames } from './mux.ts'
import type { OwnBytes } from './source.ts'
import type { Reader } from './source-iterator.ts'

/** From bytes that waited, lines and records are made so many at once: the most items that wait is as many. A read that finds nothing waiting becomes lines at once. */
const BATCH_BYTES = 8192

/** Items made in a batch, given away one by one. */
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
    if (--this.ready === 0) this.#next = 0
    return item
  }
}

/** Pieces as they come, each with memory of its own. `wrap` makes the item of it. */
export class PieceReader<T> implements Reader<T> {
  ready = 0
  readonly batchBytes = Number.MAX_SAFE_INTEGER
  readonly lends = true
  #wrap: (piece: Uint8Array) => T
  #piece = new Uint8Array(0)

  constructor(wrap: (piece: Uint8Array) => T) {
    this.#wrap = wrap
  }

  push(bytes: OwnBytes, start: number, end: number): void {
    // A slab that is read to its last byte in one is never written again: it can be given away as it is.
    this.#piece = start === 0 && end === bytes.length ? bytes : bytes.slice(start, end)
    this.ready = 1
  }

  take(): T {
    this.ready = 0
    return this.#wrap(this.#piece)
  }

  end(): void {}
}

/** Lines of both outputs, or of a TTY's one. */
export class LineReader extends Items<Line> implements Reader<Line> {
  readonly batchBytes = BATCH_BYTES
  readonly lends = false
  readonly noteBytes = Number.MAX_SAFE_INTEGER
  #splitter: LineSplitter
  #demuxer: Demuxer | undefined
  #noting = false

  constructor(raw: boolean, options: LineOptions | undefined) {
    super()
    const splitter = new LineSplitter(
      (kind, text, complete) => this.add({ stream: streamNames[kind]!, text, complete }),
      raw,
      options,
    )
    this.#splitter = splitter
    this.#demuxer = raw ? undefined : new Demuxer((kind, bytes, start, end) => splitter.push(kind, bytes, start, end))
  }

  push(bytes: Uint8Array, start: number, end: number): void {
    this.#splitter.window(bytes, end)
    this.#split(bytes, start, end)
  }

  note(bytes: Uint8Array, start: number, end: number): void {
    if (!this.#noting) this.#splitter.window(bytes, bytes.length)
    this.#noting = true
    this.#split(bytes, start, end)
  }

  keep(): void {
    this.#noting = false
    this.#splitter.window(undefined, 0)
  }

  #split(bytes: Uint8Array, start: number, end: number): void {
    if (this.#demuxer === undefined) this.#splitter.push(frameKinds.stdout, bytes, start, end)
    else this.#demuxer.push(bytes, start, end)
  }

  end(clean: boolean): void {
    this.#splitter.end()
    if (clean) this.#demuxer?.end()
  }
}

/** Parsed JSON records. */
export class RecordReader<T> extends Items<T> implements Reader<T> {
  readonly batchBytes = BATCH_BYTES
  readonly lends = false
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
