// In which order sources are taken from: by the time of their records, within a window. Pure, but for the clock that it is given.
// A record waits until the window behind its time has passed, so that earlier ones of other sources may come before it. One that comes
// later than that comes late. What a source wrote keeps its order. A source that is full does not wait.

import type { Engine } from '../../engine/engine.ts'
import type { LogSource } from '../records/log-source.ts'
import { type Instant, isEarlier } from '../records/timestamps.ts'
import type { OrderedSource, SourceOrder, Taken } from './turn-order.ts'

/** A source whose clock may be another one. */
export interface TimedSource extends OrderedSource {
  readonly source: LogSource
  /** ms that its Engine's clock is ahead of this one, at most. */
  readonly clockAheadMs: number
  /** It is not read while it has so much waiting. */
  readonly isFull: boolean
}

interface Entry<S> extends Instant {
  readonly source: S
  /** By this machine's clock, in ms since 1970: when the record's window is over. */
  due: number
}

/** By time. */
export class TimeOrder<S extends TimedSource> implements SourceOrder<S> {
  readonly #withinMs: number
  readonly #now: () => number
  /** A heap: the earliest record first. */
  readonly #heap: Entry<S>[] = []
  /** By how much an Engine's clock is ahead, at least: no record comes before it was written. */
  readonly #ahead = new Map<Engine, number>()

  /** @param now ms since 1970 */
  constructor(withinMs: number, now: () => number) {
    this.#withinMs = withinMs
    this.#now = now
  }

  add(source: S): void {
    if (source.isOrdered) return
    const entry: Entry<S> = { source, seconds: 0, nanos: 0, due: 0 }
    if (!this.#read(entry)) return
    source.isOrdered = true
    this.#heap.push(entry)
    this.#up(this.#heap.length - 1)
  }

  get waitMs(): number | undefined {
    let least: number | undefined
    for (const { due, source } of this.#heap) {
      if (source.isFull) return 0
      if (least === undefined || due < least) least = due
    }
    return least === undefined ? undefined : Math.max(0, least - this.#now())
  }

  take(): Taken<S> | undefined {
    const heap = this.#heap
    const top = heap[0]
    // Where any record's time has come, what is earlier goes before it.
    if (top === undefined || (top.due > this.#now() && this.waitMs !== 0)) return undefined
    const { source } = top
    const item = source.take()
    if (this.#read(top)) this.#down()
    else {
      source.isOrdered = false
      const last = heap.pop()!
      if (last !== top) {
        heap[0] = last
        this.#down()
      }
    }
    return item === undefined ? this.take() : { source, item }
  }

  /** Reads the time of what a source has next into its entry. False where it has nothing. */
  #read(entry: Entry<S>): boolean {
    const { source } = entry
    const item = source.peek()
    if (item === undefined) return false
    entry.seconds = entry.nanos = entry.due = 0
    if (item.kind !== 'record') return true
    const nanos = item.time
    // The daemon's own words have no time.
    if (nanos === 0n) return true
    entry.seconds = Number(nanos / 1_000_000_000n)
    entry.nanos = Number(nanos % 1_000_000_000n)
    const { engine } = source.source
    const time = entry.seconds * 1000 + entry.nanos / 1e6
    const known = Math.max(this.#ahead.get(engine) ?? Number.NEGATIVE_INFINITY, source.clockAheadMs)
    const ahead = Math.max(known, time - this.#now())
    if (ahead > 0) this.#ahead.set(engine, ahead)
    entry.due = time - ahead + this.#withinMs
    return true
  }

  #up(from: number): void {
    const heap = this.#heap
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1
      if (!isEarlier(heap[at]!, heap[parent]!)) return
      this.#swap(at, parent)
      at = parent
    }
  }

  #down(): void {
    const heap = this.#heap
    for (let at = 0; ; ) {
      let least = at
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && isEarlier(heap[child]!, heap[least]!)) least = child
      }
      if (least === at) return
      this.#swap(at, least)
      at = least
    }
  }

  #swap(a: number, b: number): void {
    const heap = this.#heap
    const one = heap[a]!
    heap[a] = heap[b]!
    heap[b] = one
  }
}
