// What the tests of the limits of followed logs share: a log in memory whose state, reads and time are the test's, and a sink for a follower.

import type { FollowSink } from '../../src/logs/follow/follower-types.ts'
import type { Inspection, LogPort, ReadEnd, ReadHandle, ReadHandler, ReadRequest } from '../../src/logs/port/port.ts'
import { turns } from '../engine/kit.ts'

/** A clock that stands still until it is moved. */
export class HandClock {
  #now = 1_700_000_000_000
  readonly #timers = new Set<{ at: number; callback: () => void }>()

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + ms, callback }
    this.#timers.add(timer)
    return () => void this.#timers.delete(timer)
  }

  now(): number {
    return this.#now
  }

  /** Waits are as long as they can be. */
  random(): number {
    return 1
  }

  /** Moves it, runs what is due, and waits for what follows from that at once. */
  async tick(ms: number): Promise<void> {
    this.#now += ms
    for (const timer of this.#timers) {
      if (timer.at > this.#now) continue
      this.#timers.delete(timer)
      timer.callback()
    }
    await turns()
  }
}

/** A stored record, one line of stdout. Each has a timestamp of its own. */
export function recordOf(number: number): Buffer {
  return Buffer.from(`2026-11-29T16:22:02.${String(number).padStart(9, '0')}Z line ${number}\n`)
}

/** The ranges of such a record, as a RecordHandler wants them. */
export function rangesOf(record: Uint8Array): [1, Uint8Array, number, number, number, number, boolean] {
  return [1, record, 0, 30, 31, record.length, true]
}

/** A log in memory. */
export class HandPort extends HandClock implements LogPort {
  stored: Uint8Array[] = []
  state: Inspection['state'] = 'running'
  /** Reads that are not to end by themselves: those that follow, and all where the Engine is silent. */
  isSilent = false
  inspections = 0
  /** The tails that were read, those of reads that follow apart. */
  readonly tails: ReadRequest['tail'][] = []

  read({ follow, tail }: ReadRequest, handler: ReadHandler): ReadHandle {
    let end = (_: ReadEnd): void => {}
    const ended = new Promise<ReadEnd>((resolve) => {
      end = resolve
    })
    if (!follow) this.tails.push(tail)
    if (!follow && !this.isSilent) {
      for (const record of tail === 'all' ? this.stored : this.stored.slice(-tail))
        handler.onRecord(...rangesOf(record))
      handler.onReadEnd()
      end({ how: 'clean' })
    }
    return { ended, pause() {}, resume() {}, cancel: () => end({ how: 'cancelled' }) }
  }

  async inspect(): Promise<Inspection> {
    this.inspections++
    return { state: this.state, tty: false, engineMajor: 28, driver: 'json-file', maxSize: 0, clockAheadMs: 0 }
  }

  onStart(): () => void {
    return () => {}
  }
}

/** A sink that always has room. */
export const SINK: FollowSink = {
  onRecord() {},
  onReadEnd() {},
  onSeam() {},
  onNotice() {},
  onStopped() {},
  isLineOpen: false,
  isFull: false,
  onRoom: () => () => {},
}
