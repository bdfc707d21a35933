// The last events of one Engine, so that a connection that is opened again begins behind them. Pure.
// Engine fact: `since` includes its moment, and a number holds `timeNano` to some 250 ns: so the last ones come again.

import type * as Schema from '../../engine/schema.ts'

/** ns before the last event from which events are asked for again. */
const BACK_NS = 1000n
/** How many events are known again. */
const KEPT = 64

/** What came last. */
export class RecentEvents {
  readonly #keys: string[] = []
  #last: number | undefined

  /** The query's `since` of the next connection: `seconds.nanoseconds`; undefined before the first event. */
  get since(): string | undefined {
    if (this.#last === undefined) return undefined
    const nanos = BigInt(this.#last) - BACK_NS
    return `${nanos / 1_000_000_000n}.${String(nanos % 1_000_000_000n).padStart(9, '0')}`
  }

  /** Whether an event has not come before. It has, from now on. */
  isNew({ Action, Actor, timeNano }: Schema.EventMessage): boolean {
    if (typeof timeNano !== 'number') return true
    const key = `${timeNano} ${Action} ${Actor.ID}`
    if (this.#keys.includes(key)) return false
    this.#last = Math.max(this.#last ?? 0, timeNano)
    if (this.#keys.push(key) > KEPT) this.#keys.shift()
    return true
  }
}
