// A LogPort that notes what is done through it: how a source stands, for its figures, and how its Engine's clock does.
// It also delays the reads of sources that are not new: see lazy-read.ts.

import type { SourcePort } from './finder.ts'
import type { Gate } from './gate.ts'
import { LazyRead } from './lazy-read.ts'
import { PassedClock } from './passed-clock.ts'
import type { Inspection, LogPort, ReadHandle, ReadHandler, ReadRequest } from './port.ts'

/**
 * How a source stands. `starting`: it was not looked at yet. `following`: one connection is open. `reading`: repeated reads. `waiting`:
 * its process does not run. `away`: the last request failed. `ended`: nothing more is read.
 */
export type SourceState = 'starting' | 'following' | 'reading' | 'waiting' | 'away' | 'ended'

/** Stands before a source's port. */
export class WatchedPort extends PassedClock implements LogPort {
  state: SourceState = 'starting'
  /** ms that the Engine's clock is ahead of this one, at most. */
  clockAheadMs = 0
  readonly #port: SourcePort
  readonly #gate: Gate | undefined
  #onInspected: (() => void) | undefined

  /**
   * @param gate what limits how many reads are beginning; undefined: this one's begin at once
   * @param onInspected called once, when the first inspection ended, however it did
   */
  constructor(port: SourcePort, gate: Gate | undefined, onInspected: () => void) {
    super()
    this.#port = port
    this.#gate = gate
    this.#onInspected = onInspected
  }

  read(request: ReadRequest, handler: ReadHandler): ReadHandle {
    // A bell brings no records.
    if (request.tail !== 0)
      this.state = request.follow ? 'following' : this.state === 'following' ? 'following' : 'reading'
    const gate = this.#gate
    const handle =
      gate === undefined ? this.#port.read(request, handler) : new LazyRead(this.#port, gate, request, handler)
    void handle.ended.then(({ how }) => {
      if (how === 'cut') this.state = 'away'
      else if (request.follow && this.state === 'following') this.state = 'reading'
    })
    return handle
  }

  async inspect(): Promise<Inspection> {
    try {
      const seen = await this.#port.inspect()
      this.clockAheadMs = Math.max(this.clockAheadMs, seen.clockAheadMs)
      return seen
    } catch (error) {
      this.state = 'away'
      throw error
    } finally {
      this.#onInspected?.()
      this.#onInspected = undefined
    }
  }

  onStart(callback: () => void): () => void {
    this.state = 'waiting'
    return this.#port.onStart(callback)
  }

  protected get clock(): SourcePort {
    return this.#port
  }
}
