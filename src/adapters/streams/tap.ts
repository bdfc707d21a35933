// One source and the one or two streams that read it. The source starts when the first stream is read, pauses while any
// stream is full, and is cancelled when the last stream is given up.
// Streams are notified in the microtask after a read: once per read, never inside the connection's own calls.
// Bytes: ranges are noted during a read and copied once, when it ends, to memory that the stream allocates.

import { Ranges } from '../../stream/read/ranges.ts'
import { type ByteSource, type OwnBytes, unclaimed } from '../../stream/source.ts'

// Read once, when this module is loaded, so that fake timers do not reach it (net/base/timers.ts; this file imports nothing of Node).
const { queueMicrotask } = globalThis

/** The stream that a branch feeds. */
export interface BranchStream {
  /** Allocates `size` bytes for a piece. */
  allocate(size: number): OwnBytes
  /** The next piece, the stream's to keep. False: the stream is full until it calls {@link Branch.want}. */
  deliver(piece: OwnBytes): boolean
  /** The clean end. */
  finish(): void
  /** The end by an error, after everything that came. */
  fail(error: Error): void
}

/** Starts the source and notes its bytes in the branches; settles when the source ends. */
export type StartSource = (source: ByteSource, tap: Tap) => Promise<void>

/** Splits one source into branches, one per stream. Pauses and resumes the source for all of them. */
export class Tap {
  /** In the order of their creation. */
  readonly branches: Branch[] = []
  /** Called once, when the source ends, fails or is cancelled. */
  onEnded = (): void => {}
  #source: ByteSource
  readonly #startSource: StartSource
  #started = false
  #paused = false
  #ended = false
  /** Number of branches that are not given up. */
  #live = 0
  /** Number of live branches that are full. */
  #full = 0

  constructor(source: ByteSource, startSource: StartSource) {
    this.#source = source
    this.#startSource = startSource
  }

  branch(stream: BranchStream): Branch {
    const branch = new Branch(this, stream)
    this.branches.push(branch)
    this.#live++
    return branch
  }

  /** Starts the source. Idempotent. */
  start(): void {
    if (this.#started || this.#ended) return
    this.#claim()
    this.#startSource(this.#source, this).then(
      () => this.#close(undefined),
      (error: Error) => this.#close(error),
    )
  }

  /** The read has ended: copies what was noted. */
  flush(): void {
    for (const branch of this.branches) branch.flush()
  }

  /** One branch more (1) or less (-1) is full. */
  countFull(change: 1 | -1): void {
    this.#full += change
    const stop = this.#full > 0
    if (stop === this.#paused || this.#ended) return
    this.#paused = stop
    if (stop) this.#source.pause()
    else this.#source.resume()
  }

  /** Cancels the source and fails the branches that are still read. */
  abandon(error: Error): void {
    if (this.#ended) return
    this.#claim()
    this.#source.cancel(error)
    this.#close(error)
  }

  /** A branch was given up. */
  leave(reason: unknown): void {
    if (--this.#live > 0 || this.#ended) return
    this.#claim()
    this.#source.cancel(reason)
    this.#close(undefined)
  }

  /** Leaves a source that another reader has taken alone from now on. */
  #claim(): void {
    if (!this.#started) this.#source = unclaimed(this.#source)
    this.#started = true
  }

  #close(error: Error | undefined): void {
    if (this.#ended) return
    this.#ended = true
    for (const branch of this.branches) branch.close(error)
    this.onEnded()
  }
}

// Whether a branch is going to notify its stream.
const IDLE = 0
const SCHEDULED = 1 // a microtask is on its way
const LEFT = 2 // given up: never again

/** One stream's part of a tap. */
export class Branch {
  readonly #tap: Tap
  readonly #stream: BranchStream
  readonly #ranges = new Ranges()
  #pieces: OwnBytes[] = []
  #state: number = IDLE
  #full = false
  #end: { error: Error | undefined } | undefined

  constructor(tap: Tap, stream: BranchStream) {
    this.#tap = tap
    this.#stream = stream
  }

  /** The stream has room. */
  want(): void {
    if (this.#full) {
      this.#full = false
      this.#tap.countFull(-1)
    }
    this.#tap.start()
  }

  /** Notes bytes for the stream, readable until {@link flush}. After {@link leave} they are dropped. */
  note(bytes: Uint8Array, start: number, end: number): void {
    if (this.#state !== LEFT) this.#ranges.add(bytes, start, end)
  }

  flush(): void {
    const ranges = this.#ranges
    const { size } = ranges
    if (size === 0) return
    const piece = this.#stream.allocate(size)
    Ranges.move([ranges], piece, 0)
    this.#pieces.push(piece)
    this.#schedule()
  }

  /** No more bytes come; `error`: the end was not clean. */
  close(error: Error | undefined): void {
    if (this.#state === LEFT || this.#end !== undefined) return
    this.#end = { error }
    this.#schedule()
  }

  /** The stream is given up. Idempotent. */
  leave(reason: unknown): void {
    if (this.#state === LEFT) return
    this.#state = LEFT
    this.#ranges.clear()
    this.#pieces = []
    this.#tap.leave(reason)
    if (this.#full) this.#tap.countFull(-1)
  }

  #schedule(): void {
    if (this.#state !== IDLE) return
    this.#state = SCHEDULED
    queueMicrotask(this.#notify)
  }

  readonly #notify = (): void => {
    if (this.#state === LEFT) return
    this.#state = IDLE
    let room = true
    const pieces = this.#pieces
    this.#pieces = []
    for (const piece of pieces) room = this.#stream.deliver(piece)
    // During delivery the stream may have been given up, or have called want() already.
    if (this.#hasLeft()) return
    if (this.#end !== undefined) this.#finish(this.#end.error)
    else if (!room && !this.#full) {
      this.#full = true
      this.#tap.countFull(1)
    }
  }

  #finish(error: Error | undefined): void {
    if (error === undefined) this.#stream.finish()
    else this.#stream.fail(error)
  }

  #hasLeft(): boolean {
    return this.#state === LEFT
  }
}
