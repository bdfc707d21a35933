// Lets so many pass at a time, in the order in which they came. Pure.
// A task that fails makes room as one that succeeds does.

import { Fifo } from '../../net/base/fifo.ts'

/** Inspections of one Engine that are under way at a time. */
export const INSPECTIONS = 16

/** A limit on what is under way at a time. */
export class Gate {
  #free: number
  readonly #waiting = new Fifo<() => void>()

  constructor(most: number) {
    this.#free = most
  }

  /** Runs the task as soon as there is room. */
  async pass<T>(task: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await task()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#free++
      else next()
    }
  }
}
