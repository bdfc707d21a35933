// Waiting while a log is followed: for a time, for a bell, and longer after each failed try. Works on a LogPort alone.
// Every wait ends when the follower or its engine is closed.

import type { ResumedNotice } from '../records/notices.ts'
import { isFinal } from './final-error.ts'
import type { LogPort } from './port.ts'

/** Something that may end a wait before its time. */
export class Bell {
  /** What rings it is gone, and will not ring again. */
  isOver = false
  /** It rang since the last wait. */
  rang = false
  onRing: (() => void) | undefined

  ring(): void {
    this.rang = true
    this.onRing?.()
  }
}

/** A connection that only says that something was written, or that the container stopped: then its bell is over. */
export function bellOf(port: Pick<LogPort, 'read'>): { bell: Bell; stop(): void } {
  const bell = new Bell()
  const handle = port.read({ follow: true, tail: 0 }, { onRecord: () => bell.ring(), onReadEnd() {} })
  void handle.ended.then(() => {
    bell.isOver = true
    bell.ring()
  })
  return { bell, stop: () => handle.cancel() }
}

/** Ms that a wait still takes where the bell rang before it. */
export const RUNG_MS = 50

/** How long to wait between tries: ms before the first one, at most, and in all until trying is given up (0: never). */
export interface Retry {
  readonly first: number
  readonly most: number
  readonly forMs: number
}

/** What waits need of a port: timers, a clock, chance, and to know when the engine is closed. */
export type Clock = Pick<LogPort, 'after' | 'now' | 'random' | 'hold'>

/** The waits of one follower, and how long it has been away from its log. */
export class Waits {
  readonly #port: Clock
  readonly #retry: Retry
  #wake: (() => void) | undefined
  #isClosed = false
  /** Since when nothing can be read, in ms since 1970, and how often that was tried. */
  #awaySince = 0
  #attempts = 0
  #reason: ResumedNotice['reason'] | undefined

  constructor(port: Clock, retry: Retry) {
    this.#port = port
    this.#retry = retry
  }

  /** Ends the present wait; later ones end at once. */
  close(): void {
    this.#isClosed = true
    this.#wake?.()
  }

  /** Waits `ms`, or until the bell rings. */
  async sleep(ms: number, bell?: Bell): Promise<void> {
    if (this.#isClosed) return
    const due = bell?.rang ? Math.min(ms, RUNG_MS) : ms
    await new Promise<void>((resolve) => {
      const untimed = this.#port.after(due, () => wake())
      // What is tried next says that the engine is closed.
      const release = this.#port.hold?.(() => wake())
      const wake = (): void => {
        untimed()
        release?.()
        this.#wake = undefined
        if (bell !== undefined) bell.onRing = undefined
        resolve()
      }
      this.#wake = wake
      if (bell !== undefined) bell.onRing = wake
    })
    if (bell !== undefined) bell.rang = false
  }

  /** Until the container is started, or might have been without a word: `ms` at most. */
  async untilStarted(port: Pick<LogPort, 'onStart'>, ms: number): Promise<void> {
    const bell = new Bell()
    const unlisten = port.onStart(() => bell.ring())
    await this.sleep(ms, bell)
    unlisten()
  }

  /** The log cannot be read from now on, for this reason. */
  leave(reason: ResumedNotice['reason']): void {
    this.#reason = reason
    if (this.#awaySince === 0) this.#awaySince = this.#port.now()
  }

  /** Something interrupted reading, though nothing was missed. A reason that was given before stays. */
  note(reason: ResumedNotice['reason']): void {
    this.#reason ??= reason
  }

  /** The place was found again. Returns what there is to report. */
  comeBack(): ResumedNotice | undefined {
    const reason = this.#reason
    const awayMs = this.#awaySince === 0 ? 0 : this.#port.now() - this.#awaySince
    const attempts = this.#attempts + 1
    this.#awaySince = this.#attempts = 0
    this.#reason = undefined
    return reason === undefined ? undefined : { kind: 'resumed', reason, awayMs, attempts }
  }

  /** Waits before the next try, longer each time. Throws `error` where trying is over, or it does not pass. */
  async backOff(error: Error, passes = !isFinal(error)): Promise<void> {
    if (this.#isClosed) return
    if (!passes) throw error
    const { first, most, forMs } = this.#retry
    this.leave('cut')
    if (forMs > 0 && this.#port.now() - this.#awaySince >= forMs) throw error
    const full = Math.min(most, first * 2 ** Math.min(this.#attempts, 30))
    this.#attempts++
    await this.sleep(full * (0.5 + this.#port.random() / 2))
  }
}
