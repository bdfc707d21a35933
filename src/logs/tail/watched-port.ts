// A LogPort that notes what is done through it: how a source stands, for its figures, and how its Engine's clock does.
// It also delays the reads of sources that are not new (see lazy-read.ts), and knows when a silent source's follower may be put away.

// Putting away: awake → leaving → shut.
//   leaving  the connection that follows the log stays open without a reader. The follower saw a clean end, and so it audits what is to be
//            audited and reads what is stored. A read that does not end clean, or a container that does not run: awake again.
//   shut     the follower asked for its next connection: it has everything that was stored after the connection was left. Nothing
//            came on that since, so what is written from now on rings. The follower is not needed until then.

import type { Doorbell, RingListener } from '../port/doorbell.ts'
import type { SourcePort } from '../port/finder.ts'
import type { Gate } from '../port/gate.ts'
import { PassedClock } from '../port/passed-clock.ts'
import {
  type Inspection,
  isRunning,
  type LogPort,
  ofSameRun,
  type ReadHandle,
  type ReadHandler,
  type ReadRequest,
} from '../port/port.ts'
import { LazyRead } from './lazy-read.ts'

/**
 * How a source stands. `starting`: it was not looked at yet. `following`: one connection is open. `reading`: repeated reads. `waiting`:
 * its process does not run. `away`: the last request failed. `ended`: nothing more is read.
 */
export type SourceState = 'starting' | 'following' | 'reading' | 'waiting' | 'away' | 'ended'

/** A connection that was left, while its follower looks whether it has everything. */
interface Leaving {
  readonly doorbell: Doorbell
  readonly state: SourceState
  /** Called where it has. Returns whether it is put away now. */
  readonly onQuiet: (doorbell: Doorbell) => boolean
  /** A read that began since ended clean. */
  hasLooked: boolean
}

/** Stands before a source's port. */
export class WatchedPort extends PassedClock implements LogPort {
  state: SourceState = 'starting'
  /** ms that the Engine's clock is ahead of this one, at most. */
  clockAheadMs = 0
  /** The last inspection at which its process ran. */
  seen: Inspection | undefined
  readonly #port: SourcePort
  readonly #gate: Gate | undefined
  /** A connection that is ringing, for the first read that follows. */
  #rung: Doorbell | undefined
  #onInspected: (() => void) | undefined
  #leaving: Leaving | undefined
  #isShut = false
  #onFollowing: (() => void) | undefined

  /**
   * @param gate what limits how many reads are beginning; undefined: this one's begin at once
   * @param onInspected called once, when the first inspection ended, however it did
   * @param seen the last inspection of an earlier port
   */
  constructor(
    port: SourcePort,
    gate: Gate | undefined,
    onInspected: (() => void) | undefined,
    seen: Inspection | undefined,
  ) {
    super()
    this.#port = port
    this.#gate = gate
    this.#onInspected = onInspected
    this.seen = seen
  }

  /** The next read that follows reads this on. */
  takeUp(rung: Doorbell): void {
    this.#rung = rung
  }

  read(request: ReadRequest, handler: ReadHandler): ReadHandle {
    if (this.#isShut || (request.follow && this.#shut(request.tail === 0))) return NO_READ
    // A bell brings no records.
    if (request.tail !== 0)
      this.state = request.follow ? 'following' : this.state === 'following' ? 'following' : 'reading'
    const handle = this.#begin(request, handler)
    const leaving = this.#leaving
    void handle.ended.then(({ how }) => {
      if (how === 'cut') this.#onAway()
      else if (request.follow && this.state === 'following') this.state = this.#leaving?.state ?? 'reading'
      if (leaving === undefined || leaving !== this.#leaving) return
      if (how === 'clean') leaving.hasLooked = true
      else this.#stay()
    })
    return handle
  }

  async inspect(): Promise<Inspection> {
    try {
      const leaving = this.#leaving
      const found = await this.#port.inspect()
      // It runs as it did while its connection stays.
      const stays = leaving !== undefined && leaving === this.#leaving && !leaving.doorbell.hasRung
      const seen = stays ? ofSameRun(found) : found
      this.clockAheadMs = Math.max(this.clockAheadMs, seen.clockAheadMs)
      if (isRunning(seen)) this.seen = seen
      else this.#stay()
      return seen
    } catch (error) {
      this.#onAway()
      throw error
    } finally {
      this.#onInspected?.()
      this.#onInspected = undefined
    }
  }

  onStart(callback: () => void): () => void {
    this.state = 'waiting'
    this.#goOn()
    return this.#port.onStart(callback)
  }

  /**
   * The log is silent: leaves its connection open, and lets the follower look whether it has everything.
   * @param onQuiet called where it has, within its next call of this port; returns whether the follower was put away
   * @returns false where no connection can be left now
   */
  leave(onQuiet: (doorbell: Doorbell) => boolean, listener: RingListener): boolean {
    const { state } = this
    const doorbell = this.#leaving === undefined ? this.#port.leaveOpen?.(listener) : undefined
    if (doorbell === undefined) return false
    this.#leaving = { doorbell, state, onQuiet, hasLooked: false }
    return true
  }

  /** Resolves when it follows the log next, or waits, or cannot; in `ms` in any case, and when the port is closed. */
  async untilFollowing(ms: number): Promise<void> {
    if (this.#isShut) return
    await new Promise<void>((resolve) => {
      const untimed = this.after(ms, () => this.#goOn())
      const before = this.#onFollowing
      this.#onFollowing = () => {
        before?.()
        untimed()
        resolve()
      }
    })
  }

  /** Whether what is under way, and what follows, keeps the process alive. */
  keepAlive(alive: boolean): void {
    this.#port.keepAlive(alive)
    this.#leaving?.doorbell.keepAlive(alive)
  }

  /** Ends everything that is under way, but for a doorbell that was passed on. */
  close(): void {
    this.#isShut = true
    this.#stay()
    this.#goOn()
    this.#port.close()
  }

  protected get clock(): SourcePort {
    return this.#port
  }

  #begin(request: ReadRequest, handler: ReadHandler): ReadHandle {
    const rung = this.#rung
    if (request.follow && rung !== undefined) {
      this.#rung = undefined
      return this.#port.takeUp!(rung, request, handler)
    }
    const gate = this.#gate
    return gate === undefined ? this.#port.read(request, handler) : new LazyRead(this.#port, gate, request, handler)
  }

  /** The follower asks for a connection. Returns whether it is put away. */
  #shut(isBell: boolean): boolean {
    const leaving = this.#leaving
    this.#leaving = undefined
    if (leaving !== undefined) this.state = isBell ? 'reading' : 'following'
    const isQuiet = leaving?.hasLooked === true && !leaving.doorbell.hasRung
    const isShut = isQuiet && leaving.onQuiet(leaving.doorbell)
    if (!isShut) leaving?.doorbell.close()
    this.#goOn()
    return isShut
  }

  #onAway(): void {
    this.state = 'away'
    this.#stay()
    this.#goOn()
  }

  /** It is not put away now. */
  #stay(): void {
    this.#leaving?.doorbell.close()
    this.#leaving = undefined
  }

  #goOn(): void {
    this.#onFollowing?.()
    this.#onFollowing = undefined
  }
}

/** What a follower has of a port that is shut. */
const NO_READ: ReadHandle = {
  ended: Promise.resolve({ how: 'cancelled' }),
  pause() {},
  resume() {},
  cancel() {},
}
