// Paced reads: a stream whose reads are small and frequent is read at most once a millisecond. docs/pacing.md has the figures.
// Why: an Engine writes each record by itself, so each costs a wake-up, a turn of the event loop and a read. Precedent: interrupt
// coalescing of network cards (ethtool's rx-usecs) and NAPI in Linux: the first packet interrupts, the next ones wait and come together.
// States: OFF (a value, a terminal, a socket that cannot) · LEARNING (read at once, counted) · PACED, and WAITING within it (the
// socket is not read until the tick). A reader's pause is the connection's, not of this file: the tick never resumes such a socket.

import { now, setTimeout } from '../base/timers.ts'

/** How long a socket is not read, in ms: the shortest wait that timers have. */
const WAIT_MS = 1
/** A read below so many bytes is small: a stream of larger ones never becomes paced. */
const SMALL_BYTES = 4_096
/** After a read of at least so many bytes the next one follows at once: the peer is far ahead, and may be blocked. */
const LARGE_BYTES = 16_384
/** So many reads, or waits, are judged together. */
const RUN_READS = 16
/** Pacing begins with a run of small reads within so many ms, so at 4,000 reads per second. */
const ON_MS = 4
/** Pacing ends with a run of waits that took more ms: fewer than some 1,500 records per second, or an event loop that is too busy to be woken often. */
const OFF_MS = 32
/** Pacing ends with a run of waits that brought more bytes: 64 KiB in each. Such a stream is bound by bytes, not by wake-ups. */
const OFF_BYTES = RUN_READS * 65_536
/** After pacing has ended, so many small reads more are needed than at first, lest it goes on and off all the time. */
const REST_READS = 48
/** Units of a time per ms. Times are whole numbers: one with a fraction would be an object of its own. They wrap around after 37 hours. */
const PER_MS = 16

// What #state holds: bits in one number, since an idle stream keeps its connection. OFF is neither LEARNING nor PACED.
const ABLE = 1 // the socket stops where its `onread` returns false
const ALLOWED = 2 // the request may be paced
const LEARNING = 4
const PACED = 8
const WAITING = 16
const UNREFFED = 32 // the connection does not keep the process alive

/** The pacing of one connection's reads. A base class instead of an object of its own, since an idle stream keeps its connection. */
export abstract class PacedReads {
  #state = 0
  /** Small reads in a row while it learns; waits while it is paced. */
  #run = 0
  /** When the run began. */
  #since = 0
  /** Bytes in this run of waits. */
  #bytes = 0

  /** Reads on, unless a reader has paused. */
  protected abstract readOn(): void

  /** Whether the socket waits for the tick: it must not be resumed. */
  protected get waitsForTick(): boolean {
    return (this.#state & WAITING) !== 0
  }

  /** Whether the process may exit while the connection is open. A socket that is not read keeps no process alive: the clock does, in its place. */
  protected set unreffed(unreffed: boolean) {
    this.#state = unreffed ? this.#state | UNREFFED : this.#state & ~UNREFFED
    if (this.waitsForTick) clock.hold()
  }

  /** Whether the clock has to keep the process alive for it. */
  get holdsProcess(): boolean {
    return (this.#state & (WAITING | UNREFFED)) === WAITING
  }

  /** Whether the socket stops reading where `onread` returns false. */
  protected set canStop(can: boolean) {
    this.#state = can && process.platform !== 'win32' ? this.#state | ABLE : this.#state & ~ABLE
  }

  /** A new request: off until {@link startPacing}. */
  allowPacing(allowed: boolean): void {
    this.endPacing()
    this.#state = allowed ? this.#state | ALLOWED : this.#state & ~ALLOWED
  }

  /** The body has a reader: learns from here on, if the socket and the request allow it. */
  protected startPacing(): void {
    const both = ABLE | ALLOWED
    if ((this.#state & both) !== both) return
    this.#state |= LEARNING
    this.#run = 0
  }

  /** Off until the next {@link startPacing}. A socket that waits is read at once. */
  protected endPacing(): void {
    const waits = this.waitsForTick
    this.#state &= ~(LEARNING | PACED | WAITING)
    if (waits) this.readOn()
  }

  /** The peer may respond to what was just written: reads at once, and learns anew. */
  protected restartPacing(): void {
    if ((this.#state & (LEARNING | PACED)) === 0) return
    this.endPacing()
    this.startPacing()
  }

  /** After a read of `count` bytes. True: stop reading until the tick. */
  protected stopsAfter(count: number): boolean {
    const state = this.#state
    if ((state & PACED) !== 0) return this.#pace(count)
    if ((state & LEARNING) !== 0) this.#learn(count)
    return false
  }

  /** The clock's tick. */
  onTick(): void {
    if (!this.waitsForTick) return
    this.#state &= ~WAITING
    this.readOn()
  }

  #learn(count: number): void {
    // One large read starts the count over; a rest that is due remains.
    if (count >= SMALL_BYTES) this.#run = Math.min(this.#run, 0)
    else if (++this.#run === RUN_READS) {
      // The clock is read once per run: the time counts from the end of the one before.
      if (this.#measure() > ON_MS * PER_MS) return
      this.#state ^= LEARNING | PACED
      this.#bytes = 0
    }
  }

  #pace(count: number): boolean {
    this.#bytes += count
    // TLS may deliver several records of one read after the first has stopped it.
    if (count >= LARGE_BYTES || this.waitsForTick) return false
    if (++this.#run === RUN_READS) {
      const tooMany = this.#bytes > OFF_BYTES
      if (this.#measure() > OFF_MS * PER_MS || tooMany) {
        this.#state ^= LEARNING | PACED
        this.#run = -REST_READS
        return false
      }
      this.#bytes = 0
    }
    this.#state |= WAITING
    clock.add(this)
    return true
  }

  /** Ends a run, and returns how long it took, in units. */
  #measure(): number {
    const time = (now() * PER_MS) | 0
    const took = (time - this.#since) | 0
    this.#since = time
    this.#run = 0
    // The time since a run of 37 hours ago may be anything.
    return took < 0 ? Number.POSITIVE_INFINITY : took
  }
}

/** One timer for all sockets of the process that wait. It runs only while one does. */
class PaceClock {
  #waiting: PacedReads[] = []
  /** The other list: the two take turns, so that no tick allocates one. */
  #due: PacedReads[] = []
  #timer: NodeJS.Timeout | undefined
  #held = false

  add(reads: PacedReads): void {
    this.#waiting.push(reads)
    if (this.#timer === undefined) {
      this.#timer = setTimeout(onTick, WAIT_MS, this)
      this.#held = true
      if (!reads.holdsProcess) this.#setHeld(false)
    } else if (!this.#held && reads.holdsProcess) this.#setHeld(true)
  }

  /** Finds out anew whether it keeps the process alive. */
  hold(): void {
    this.#setHeld(this.#waiting.some((reads) => reads.holdsProcess))
  }

  tick(): void {
    const due = this.#waiting
    this.#waiting = this.#due
    this.#due = due
    this.#timer = undefined
    for (const reads of due) reads.onTick()
    due.length = 0
  }

  #setHeld(held: boolean): void {
    this.#held = held
    this.#timer?.[held ? 'ref' : 'unref']()
  }
}

const clock = new PaceClock()

function onTick(paceClock: PaceClock): void {
  paceClock.tick()
}
