// ByteSource → async iterator for one consumer. The source is paused while the consumer is too slow.
// Bytes wait in a ByteQueue. A parser turns them into items on demand, a batch at a time, so the limit on waiting data is in bytes,
// however small the items are. If nothing waits, a read is parsed in place, before it is copied.

import { FairleadError, thrown } from '../../error.ts'
import { type ByteHandler, type ByteSource, type OwnBytes, unclaimed } from '../source.ts'
import { ByteQueue, MAX_SLAB_BYTES } from './byte-queue.ts'
import { Ranges } from './ranges.ts'

/** The source is paused when more bytes than this wait: four full socket reads of 64 KiB. At most one more read follows. */
export const HIGH_WATER_BYTES = 262_144
/** The source is resumed when fewer bytes than this wait: one socket read. */
export const LOW_WATER_BYTES = 65_536

/** A range of at least this many bytes is copied at once: joining it with others would copy it twice. */
const ALONE_BYTES = 16_384

/** Parses bytes into items, for a {@link SourceIterator}. */
export interface ItemParser<T> {
  /** The number of parsed items that wait for `take`. */
  readonly ready: number
  /** The most bytes per `push`, which bounds the items that wait. */
  readonly batchBytes: number
  /** Whether items are views of the memory that was pushed. */
  readonly aliasesInput: boolean
  /** Removes and returns the oldest item; only if `ready` is above 0. */
  take(): T
  /** Parses `bytes[start..end)`, which lies in the iterator's own memory. */
  push(bytes: OwnBytes, start: number, end: number): void
  /** Ranges of fewer bytes than this go to `parseInPlace` while nothing waits. Without it, none do. */
  readonly inPlaceLimit?: number
  /** Parses a range of the source's current read, at most 64 KiB of it, without a copy. `take` is not called before `detach`. */
  parseInPlace?(bytes: Uint8Array, start: number, end: number): void
  /** Ends the parsing in place: the read's memory is not readable after this call, so items that alias it are copied now. */
  detach?(): void
  /** Nothing follows: a held-back part becomes an item. Throws if the input is incomplete, unless the end is not `clean`. */
  end(clean: boolean): void
}

interface Waiter<T> {
  resolve(result: IteratorResult<T, undefined> | Promise<never>): void
  next: Waiter<T> | undefined
}

/** An async iterator over a {@link ByteSource}'s items, for one consumer; the `iterate` functions return it. Leaving the loop cancels the source. */
export class SourceIterator<T> implements AsyncIterableIterator<T>, AsyncDisposable, ByteHandler {
  #source: ByteSource
  #parser: ItemParser<T>
  #inPlaceLimit: number
  #queue: ByteQueue
  #reading = false
  /** The ranges of the current read, unless they are parsed in place. */
  #read = new Ranges()
  /** The current read is parsed in place, from index `#inPlaceFrom` on. */
  #parsingInPlace = false
  #inPlaceFrom = -1
  #first: Waiter<T> | undefined
  #last: Waiter<T> | undefined
  #started = false
  #paused = false
  /** The source has ended, failed or was cancelled. */
  #ended = false
  #failure: { error: unknown } | undefined
  /** The parser makes no further items. */
  #drained = false
  /** The consumer has left. */
  #closed = false
  /** Inside the parser, which may call the consumer. */
  #busy = false

  constructor(source: ByteSource, parser: ItemParser<T>) {
    this.#source = source
    this.#parser = parser
    this.#inPlaceLimit = parser.inPlaceLimit ?? 0
    this.#queue = new ByteQueue(parser.aliasesInput)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** The next item. May be called again before an earlier promise settles; promises settle in order. Rejects with the source's or the parser's error, once. */
  next(): Promise<IteratorResult<T, undefined>> {
    const parser = this.#parser
    // Both a waiter and ready items: only inside the parser, which may call the consumer, and inside a read.
    if (parser.ready > 0 && this.#first === undefined && !this.#parsingInPlace && !this.#closed) {
      try {
        return Promise.resolve({ value: parser.take(), done: false })
      } catch (error) {
        return this.throw(error)
      }
    }
    return new Promise((resolve) => {
      const waiter: Waiter<T> = { resolve, next: undefined }
      if (this.#first === undefined) this.#first = waiter
      else this.#last!.next = waiter
      this.#last = waiter
      if (!this.#started && !this.#closed) this.#start()
      this.#deliver()
    })
  }

  /** Ends the iteration and cancels the source. */
  return(): Promise<IteratorResult<T, undefined>> {
    this.#close(undefined)
    return Promise.resolve({ value: undefined, done: true })
  }

  /** Ends the iteration, cancels the source with `error` as its reason, and rejects with it. */
  throw(error: unknown): Promise<IteratorResult<T, undefined>> {
    this.#close(error)
    return Promise.reject(error)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#close(undefined)
  }

  onReadStart(): void {
    this.#reading = true
    this.#parsingInPlace = this.#inPlaceLimit > 0 && this.#parser.ready === 0 && this.#queue.size === 0
    this.#inPlaceFrom = -1
  }

  onData(bytes: Uint8Array, start: number, end: number): void {
    if (this.#ended) return
    const size = end - start
    if (this.#parsingInPlace) {
      if (this.#inPlaceFrom < 0) this.#inPlaceFrom = start
      if (size < this.#inPlaceLimit && end - this.#inPlaceFrom <= MAX_SLAB_BYTES) {
        return this.#parseInPlace(bytes, start, end)
      }
    } else if (this.#reading && size < ALONE_BYTES) {
      if (this.#read.size + size > MAX_SLAB_BYTES) this.#copyRead()
      return this.#read.add(bytes, start, end)
    }
    this.#copyRead()
    this.#queue.append(bytes, start, end)
    if (!this.#reading) this.#arrived()
  }

  onReadEnd(): void {
    this.#reading = false
    if (this.#ended) return
    this.#copyRead()
    this.#arrived()
  }

  onEnd(): void {
    this.#copyRead()
    this.#ended = true
    this.#deliver()
  }

  onFail(error: Error): void {
    if (this.#ended) return
    this.#copyRead()
    this.#ended = true
    this.#failure = { error }
    // After an abort the consumer gets nothing more, not even what waits.
    if (error instanceof FairleadError && error.code === 'ERR_ABORTED') this.#discard()
    this.#deliver()
  }

  /** Copies the ranges of the read while they are readable. */
  #copyRead(): void {
    if (this.#parsingInPlace) {
      this.#parsingInPlace = false
      this.#parser.detach!()
    } else if (this.#read.size > 0) {
      this.#queue.appendRanges(this.#read)
    }
  }

  #parseInPlace(bytes: Uint8Array, start: number, end: number): void {
    try {
      this.#parser.parseInPlace!(bytes, start, end)
    } catch (error) {
      this.#copyRead()
      this.#failParsing(error)
      this.#deliver()
    }
  }

  #arrived(): void {
    if (this.#first !== undefined) this.#deliver()
    if (this.#queue.size > HIGH_WATER_BYTES && !this.#paused && !this.#ended) {
      this.#paused = true
      this.#source.pause()
    }
  }

  #start(): void {
    this.#started = true
    try {
      this.#source.start(this)
    } catch (error) {
      this.#ended = true
      this.#failure = { error }
    }
  }

  /** Gives ready items to the waiters, then resumes the source if needed. */
  #deliver(): void {
    if (this.#busy || this.#parsingInPlace) return
    while (this.#first !== undefined && this.#advance())
      this.#shift().resolve({ value: this.#parser.take(), done: false })
    if (this.#drained) this.#finish()
    if (this.#paused && !this.#ended && this.#queue.size < LOW_WATER_BYTES) {
      this.#paused = false
      this.#source.resume()
    }
  }

  /** Parses until an item is ready; false if there is none yet, none any more, or the consumer has left. */
  #advance(): boolean {
    const parser = this.#parser
    this.#busy = true
    while (parser.ready === 0 && !this.#drained) {
      try {
        if (this.#queue.size > 0) {
          this.#queue.read(parser.batchBytes, parser)
        } else if (this.#ended) {
          this.#drained = true
          parser.end(this.#failure === undefined)
        } else {
          break
        }
      } catch (error) {
        this.#failParsing(error)
      }
    }
    this.#busy = false
    return parser.ready > 0 && !this.#closed
  }

  /** The parser failed: the items it made come first, then `error`. */
  #failParsing(error: unknown): void {
    if (this.#closed) return
    this.#failure = { error }
    this.#queue.clear()
    // Does nothing if the source has ended, but adds to the error what was read.
    if (this.#ended) this.#source.cancel(error)
    else this.#cancel(error)
  }

  /** Nothing follows: the error once, then the end. */
  #finish(): void {
    const failure = this.#failure
    if (failure !== undefined && this.#first !== undefined) {
      this.#failure = undefined
      this.#shift().resolve(thrown(failure.error))
    }
    while (this.#first !== undefined) this.#shift().resolve({ value: undefined, done: true })
  }

  #close(reason: unknown): void {
    if (this.#closed) return
    this.#discard()
    this.#failure = undefined
    this.#cancel(reason)
    this.#finish()
  }

  /** Discards everything that waits. */
  #discard(): void {
    this.#closed = this.#drained = true
    this.#queue.clear()
  }

  #cancel(reason: unknown): void {
    if (this.#ended) return
    this.#ended = true
    this.#parsingInPlace = false
    this.#read.clear()
    // A source that was never started may have another reader by now.
    const source = this.#started ? this.#source : unclaimed(this.#source)
    source.cancel(reason)
  }

  #shift(): Waiter<T> {
    const waiter = this.#first!
    this.#first = waiter.next
    return waiter
  }
}
