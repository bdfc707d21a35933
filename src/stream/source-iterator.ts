// ByteSource → async iterator: the one consumer asks, the source is paused when it asks too slowly.
// Bytes wait in a ByteQueue as they came; a reader turns them to items only as they are asked for, a batch at a time,
// so what waits is counted in bytes however small the items are. A read that finds nothing waiting goes to the reader at once.

import { FairleadError } from '../error.ts'
import { ByteQueue, MAX_SLAB_BYTES } from './byte-queue.ts'
import { Ranges } from './ranges.ts'
import type { ByteHandler, ByteSource, OwnBytes } from './source.ts'

/** Over this many waiting bytes the source is paused: four full socket reads of 64 KiB. At most one more read comes after. */
export const HIGH_WATER_BYTES = 262_144
/** Below this many it is resumed: one socket read. */
export const LOW_WATER_BYTES = 65_536

/** A range of at least so many bytes is copied as it comes: joining it with others would copy it twice for nothing. */
const ALONE_BYTES = 16_384

/** Turns bytes to items. */
export interface Reader<T> {
  /** Items waiting. */
  readonly ready: number
  /** The most bytes to push at once, which bounds the items that wait. */
  readonly batchBytes: number
  /** Whether items lie in the memory that was pushed. */
  readonly lends: boolean
  /** The oldest item; only if `ready`. */
  take(): T
  push(bytes: OwnBytes, start: number, end: number): void
  /** Ranges of fewer bytes can be read where they lie while nothing waits, see `note`; without it none can. */
  readonly noteBytes?: number
  /** Reads a range of the present read, at most 64 KiB of it, where it lies. Nothing is taken until `keep`. */
  note?(bytes: Uint8Array, start: number, end: number): void
  /** What was noted is readable no more after this: items that lie in it get memory of their own. */
  keep?(): void
  /** Nothing follows: whatever was kept back becomes an item. Where the end is not `clean` it complains of nothing. */
  end(clean: boolean): void
}

interface Waiter<T> {
  resolve(result: IteratorResult<T, undefined>): void
  reject(error: unknown): void
  next: Waiter<T> | undefined
}

/** What the `iterate` functions return: for one consumer. */
export class SourceIterator<T> implements AsyncIterableIterator<T>, AsyncDisposable, ByteHandler {
  #source: ByteSource
  #reader: Reader<T>
  #noteBytes: number
  #queue: ByteQueue
  #reading = false
  /** What the present read has brought, while it goes on … */
  #read = new Ranges()
  /** … unless the reader has it already, from this index on. */
  #noting = false
  #notedFrom = -1
  #first: Waiter<T> | undefined
  #last: Waiter<T> | undefined
  #started = false
  #paused = false
  /** The source has ended, well or not, or was cancelled. */
  #ended = false
  #failure: { error: unknown } | undefined
  /** The reader has no more to give than what is ready. */
  #drained = false
  /** The consumer has left. */
  #closed = false
  /** Inside the reader, which may call the consumer. */
  #busy = false

  constructor(source: ByteSource, reader: Reader<T>) {
    this.#source = source
    this.#reader = reader
    this.#noteBytes = reader.noteBytes ?? 0
    this.#queue = new ByteQueue(reader.lends)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** The next item. May be called again before the first call was answered: answers come in order. */
  next(): Promise<IteratorResult<T, undefined>> {
    const reader = this.#reader
    // Somebody waits while items are ready only inside the reader, which may call the consumer, and inside a read.
    if (reader.ready > 0 && this.#first === undefined && !this.#noting && !this.#closed) {
      try {
        return Promise.resolve({ value: reader.take(), done: false })
      } catch (error) {
        return this.throw(error)
      }
    }
    return new Promise((resolve, reject) => {
      const waiter: Waiter<T> = { resolve, reject, next: undefined }
      if (this.#first === undefined) this.#first = waiter
      else this.#last!.next = waiter
      this.#last = waiter
      if (!this.#started && !this.#closed) this.#start()
      this.#answer()
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
    this.#noting = this.#noteBytes > 0 && this.#reader.ready === 0 && this.#queue.size === 0
    this.#notedFrom = -1
  }

  onData(bytes: Uint8Array, start: number, end: number): void {
    if (this.#ended) return
    const size = end - start
    if (this.#noting) {
      if (this.#notedFrom < 0) this.#notedFrom = start
      if (size < this.#noteBytes && end - this.#notedFrom <= MAX_SLAB_BYTES) {
        return this.#note(bytes, start, end)
      }
    } else if (this.#reading && size < ALONE_BYTES) {
      if (this.#read.size + size > MAX_SLAB_BYTES) this.#keepRead()
      return this.#read.add(bytes, start, end)
    }
    this.#keepRead()
    this.#queue.append(bytes, start, end)
    if (!this.#reading) this.#arrived()
  }

  onReadEnd(): void {
    this.#reading = false
    if (this.#ended) return
    this.#keepRead()
    this.#arrived()
  }

  onEnd(): void {
    this.#keepRead()
    this.#ended = true
    this.#answer()
  }

  onFail(error: Error): void {
    if (this.#ended) return
    this.#keepRead()
    this.#ended = true
    this.#failure = { error }
    // Whoever aborts wants nothing more, not even what waits.
    if (error instanceof FairleadError && error.code === 'ERR_ABORTED') this.#drop()
    this.#answer()
  }

  /** Copies what the read has brought, while it is readable. */
  #keepRead(): void {
    if (this.#noting) {
      this.#noting = false
      this.#reader.keep!()
    } else if (this.#read.size > 0) {
      this.#queue.appendRanges(this.#read)
    }
  }

  #note(bytes: Uint8Array, start: number, end: number): void {
    try {
      this.#reader.note!(bytes, start, end)
    } catch (error) {
      this.#keepRead()
      this.#refuse(error)
      this.#answer()
    }
  }

  #arrived(): void {
    if (this.#first !== undefined) this.#answer()
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

  /** Gives those who wait what there is, then asks the source for more. */
  #answer(): void {
    if (this.#busy || this.#noting) return
    while (this.#first !== undefined && this.#advance())
      this.#shift().resolve({ value: this.#reader.take(), done: false })
    if (this.#drained) this.#settle()
    if (this.#paused && !this.#ended && this.#queue.size < LOW_WATER_BYTES) {
      this.#paused = false
      this.#source.resume()
    }
  }

  /** Makes items ready; false where there are none yet, or no more, or nobody waits any longer. */
  #advance(): boolean {
    const reader = this.#reader
    this.#busy = true
    while (reader.ready === 0 && !this.#drained) {
      try {
        if (this.#queue.size > 0) {
          this.#queue.read(reader.batchBytes, reader)
        } else if (this.#ended) {
          this.#drained = true
          reader.end(this.#failure === undefined)
        } else {
          break
        }
      } catch (error) {
        this.#refuse(error)
      }
    }
    this.#busy = false
    return reader.ready > 0 && !this.#closed
  }

  /** The reader cannot go on: what it made ready comes first, then `error`. */
  #refuse(error: unknown): void {
    if (this.#closed) return
    this.#failure = { error }
    this.#queue.clear()
    this.#cancel(error)
  }

  /** Nothing more comes: the error once, then the end. */
  #settle(): void {
    const failure = this.#failure
    if (failure !== undefined && this.#first !== undefined) {
      this.#failure = undefined
      this.#shift().reject(failure.error)
    }
    while (this.#first !== undefined) this.#shift().resolve({ value: undefined, done: true })
  }

  #close(reason: unknown): void {
    if (this.#closed) return
    this.#drop()
    this.#failure = undefined
    this.#cancel(reason)
    this.#settle()
  }

  /** Nothing that waits is given away any more. */
  #drop(): void {
    this.#closed = this.#drained = true
    this.#queue.clear()
  }

  #cancel(reason: unknown): void {
    if (this.#ended) return
    this.#ended = true
    this.#noting = false
    this.#read.clear()
    this.#source.cancel(reason)
  }

  #shift(): Waiter<T> {
    const waiter = this.#first!
    this.#first = waiter.next
    return waiter
  }
}
