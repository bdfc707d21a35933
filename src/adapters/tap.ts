// One source, and the one or two streams that its bytes go into. It starts when the first of them is read, stops while any of
// them has enough, and is cancelled when the last of them is given up.
// Whatever a stream hears, it hears in the microtask after a read: once a read, and never inside the connection's own calls.
// Bytes: noted while the read goes on, and copied once, when it is over, to memory that the stream makes for them.

import { Ranges } from '../stream/ranges.ts'
import type { ByteSource, OwnBytes } from '../stream/source.ts'

/** The stream that a branch feeds. */
export interface Side {
  /** Memory of `size` bytes for a piece. */
  allocate(size: number): OwnBytes
  /** The next piece, its own. False: it has enough until it says {@link Branch.want}. */
  deliver(piece: OwnBytes): boolean
  /** The clean end. */
  finish(): void
  /** The end that is not clean, after everything that came. */
  fail(error: Error): void
}

/** Starts the source and puts its bytes into the branches; settles as it ends. */
export type Begin = (source: ByteSource, tap: Tap) => Promise<void>

/** See the file's head. */
export class Tap {
  /** In the order in which they were made. */
  readonly branches: Branch[] = []
  /** Called once, when the source is over in whatever way. */
  onOver = (): void => {}
  readonly #source: ByteSource
  readonly #begin: Begin
  #started = false
  #paused = false
  #over = false
  /** Branches that are not given up. */
  #live = 0
  /** Of them, those that have enough. */
  #full = 0

  constructor(source: ByteSource, begin: Begin) {
    this.#source = source
    this.#begin = begin
  }

  branch(side: Side): Branch {
    const branch = new Branch(this, side)
    this.branches.push(branch)
    this.#live++
    return branch
  }

  /** Begins to read, once. */
  start(): void {
    if (this.#started || this.#over) return
    this.#started = true
    this.#begin(this.#source, this).then(
      () => this.#close(undefined),
      (error: Error) => this.#close(error),
    )
  }

  /** The read is over: what was noted is copied. */
  flush(): void {
    for (const branch of this.branches) branch.flush()
  }

  /** One more (1) or one less (-1) has enough. */
  count(change: 1 | -1): void {
    this.#full += change
    const stop = this.#full > 0
    if (stop === this.#paused || this.#over) return
    this.#paused = stop
    if (stop) this.#source.pause()
    else this.#source.resume()
  }

  /** Gives the source up for a reason that those who still read must hear. */
  abandon(error: Error): void {
    if (this.#over) return
    this.#source.cancel(error)
    this.#close(error)
  }

  /** A branch was given up. */
  leave(reason: unknown): void {
    if (--this.#live > 0 || this.#over) return
    this.#source.cancel(reason)
    this.#close(undefined)
  }

  #close(error: Error | undefined): void {
    if (this.#over) return
    this.#over = true
    for (const branch of this.branches) branch.close(error)
    this.onOver()
  }
}

// What a branch has to tell its side.
const NOTHING = 0
const SOON = 1 // in the microtask that is on its way
const GONE = 2 // nothing any more

/** One stream's part of a tap. */
export class Branch {
  readonly #tap: Tap
  readonly #side: Side
  readonly #ranges = new Ranges()
  #pieces: OwnBytes[] = []
  #state: number = NOTHING
  #full = false
  #end: { error: Error | undefined } | undefined

  constructor(tap: Tap, side: Side) {
    this.#tap = tap
    this.#side = side
  }

  /** The stream has room. */
  want(): void {
    if (this.#full) {
      this.#full = false
      this.#tap.count(-1)
    }
    this.#tap.start()
  }

  /** Bytes for the stream, readable until {@link flush}. Once it is given up they are dropped. */
  note(bytes: Uint8Array, start: number, end: number): void {
    if (this.#state !== GONE) this.#ranges.add(bytes, start, end)
  }

  flush(): void {
    const ranges = this.#ranges
    const { size } = ranges
    if (size === 0) return
    const piece = this.#side.allocate(size)
    Ranges.move([ranges], piece, 0)
    this.#pieces.push(piece)
    this.#schedule()
  }

  /** No more bytes come, for this reason where it is not the clean end. */
  close(error: Error | undefined): void {
    if (this.#state === GONE || this.#end !== undefined) return
    this.#end = { error }
    this.#schedule()
  }

  /** The stream is given up. Idempotent. */
  leave(reason: unknown): void {
    if (this.#state === GONE) return
    this.#state = GONE
    this.#ranges.clear()
    this.#pieces = []
    this.#tap.leave(reason)
    if (this.#full) this.#tap.count(-1)
  }

  #schedule(): void {
    if (this.#state !== NOTHING) return
    this.#state = SOON
    queueMicrotask(this.#tell)
  }

  readonly #tell = (): void => {
    if (this.#state === GONE) return
    this.#state = NOTHING
    let room = true
    const pieces = this.#pieces
    this.#pieces = []
    for (const piece of pieces) room = this.#side.deliver(piece)
    // Hearing of the pieces, the stream may have been given up, or have asked for more already.
    if (this.#isGone()) return
    if (this.#end !== undefined) this.#finish(this.#end.error)
    else if (!room && !this.#full) {
      this.#full = true
      this.#tap.count(1)
    }
  }

  #finish(error: Error | undefined): void {
    if (error === undefined) this.#side.finish()
    else this.#side.fail(error)
  }

  #isGone(): boolean {
    return this.#state === GONE
  }
}
