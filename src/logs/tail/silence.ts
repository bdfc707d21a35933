// What is done for the sources of a tail that fell silent, a few at a time: see tailed-source.ts. One timer for all of them.
// First they forget what was taken of them last; then they are put away, and looked after now and then.

import { Gate } from '../port/gate.ts'
import type { Clock } from '../port/waits.ts'
import type { TailedSource } from './tailed-source.ts'

/** ms after which a source of which nothing waits gives up what it keeps of its last records. */
export const SETTLE_MS = 1000
/** Those that are put away, or looked after, at a time. */
const TENDED = 16

/** How long sources are silent before they are put away, and how often that is looked at, in ms. */
export interface Pace {
  readonly silenceMs: number
  readonly tickMs: number
}

const USUAL: Pace = { silenceMs: 20_000, tickMs: 5000 }

/** What a tail goes by that begins now. */
export let pace: Pace = USUAL

/** Replaces {@link pace}, for this library's own tests; undefined takes that back. */
export function takePace(taken: Pace | undefined): void {
  pace = taken ?? USUAL
}

/** Looks after silent sources. */
export class Silence {
  readonly #clock: Clock
  readonly #sources: ReadonlyMap<string, TailedSource>
  readonly #gate = new Gate(TENDED)
  /** Sources that were taken from since the last settling. */
  #active = new Set<TailedSource>()
  #isSettling = false

  /** @param clock ends with the tail */
  constructor(clock: Clock, sources: ReadonlyMap<string, TailedSource>) {
    this.#clock = clock
    this.#sources = sources
  }

  /** Begins. */
  start(): void {
    this.#clock.after(pace.tickMs, () => {
      for (const source of this.#sources.values()) {
        const task = source.tend()
        if (task !== undefined) void this.#gate.pass(task)
      }
      this.start()
    })
  }

  /** Something was taken of this source. */
  onTaken(source: TailedSource): void {
    this.#active.add(source)
    if (this.#isSettling) return
    this.#isSettling = true
    this.#clock.after(SETTLE_MS, () => {
      this.#isSettling = false
      const active = this.#active
      this.#active = new Set()
      for (const one of active) one.settle()
    })
  }

  /** The source was left. */
  forget(source: TailedSource): void {
    this.#active.delete(source)
  }
}
