// A read of one log among many that is requested only when there is room for what it brings, and few others are beginning.
// Fact: what comes with a response's head is read before anything can be paused, so hundreds of beginnings at once would pass any bound.

// States: waiting (not paused, and let through by the gate) → begun → ended. Cancelled while it waits, nothing is requested.

import { nextTick } from '../../net/base/timers.ts'
import type { Gate } from '../port/gate.ts'
import type { LogPort, ReadEnd, ReadHandle, ReadHandler, ReadRequest } from '../port/port.ts'

/** Reads of a tail that are beginning at a time. */
export const READS_BEGINNING = 16
/** ms after which a read counts as begun whose response has no head yet. */
const BEGUN_MS = 1000

/** One read. */
export class LazyRead implements ReadHandle {
  readonly ended: Promise<ReadEnd>
  readonly #port: Pick<LogPort, 'read' | 'after'>
  readonly #gate: Gate
  readonly #request: ReadRequest
  readonly #handler: ReadHandler
  #settle!: (end: ReadEnd) => void
  #read: ReadHandle | undefined
  #isPaused = false
  #isQueued = false
  #isCancelled = false

  constructor(port: Pick<LogPort, 'read' | 'after'>, gate: Gate, request: ReadRequest, handler: ReadHandler) {
    this.#port = port
    this.#gate = gate
    this.#request = request
    this.#handler = handler
    this.ended = new Promise((resolve) => {
      this.#settle = resolve
    })
    // Who began it may pause it at once.
    nextTick(() => this.#queue())
  }

  pause(): void {
    this.#isPaused = true
    this.#read?.pause()
  }

  resume(): void {
    this.#isPaused = false
    if (this.#read === undefined) this.#queue()
    else this.#read.resume()
  }

  cancel(): void {
    this.#isCancelled = true
    if (this.#read === undefined) this.#settle({ how: 'cancelled' })
    else this.#read.cancel()
  }

  #queue(): void {
    if (this.#isQueued || this.#isPaused || this.#isCancelled) return
    this.#isQueued = true
    void this.#gate.pass(() => this.#begin())
  }

  /** Resolves when the response has begun, or nothing is to be requested now. */
  async #begin(): Promise<void> {
    this.#isQueued = false
    if (this.#isPaused || this.#isCancelled) return
    await new Promise<void>((resolve) => {
      const untimed = this.#port.after(BEGUN_MS, resolve)
      const handler: ReadHandler = {
        onHead: () => {
          untimed()
          resolve()
        },
        onRecord: (...record) => this.#handler.onRecord(...record),
        onReadEnd: () => this.#handler.onReadEnd(),
      }
      this.#read = this.#port.read(this.#request, handler)
      void this.#read.ended.then((end) => {
        resolve()
        untimed()
        this.#settle(end)
      })
    })
  }
}
