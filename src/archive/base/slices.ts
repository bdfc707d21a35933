// Work on many small files without a promise for each call: a call of the system takes microseconds, the promise of it tens of them.
// It is done in slices of a few ms. Between two slices the event loop has a turn, so that nothing else of the process waits longer
// than a slice and one call.

/** How long a slice takes, in ms. */
const SLICE_MS = 4

/** What slices are measured by. */
export interface Clock {
  /** Now, in ms. */
  now(): number
  /** Resolves after a turn of the event loop. */
  turn(): Promise<void>
}

/** The slices of one work. */
export class Slices {
  readonly #clock: Clock
  #until: number

  constructor(clock: Clock) {
    this.#clock = clock
    this.#until = clock.now() + SLICE_MS
  }

  /** Whether it is time for {@link next}. */
  get isOver(): boolean {
    return this.#clock.now() >= this.#until
  }

  /** Resolves after a turn of the event loop, when the next slice begins. */
  async next(): Promise<void> {
    await this.#clock.turn()
    this.#until = this.#clock.now() + SLICE_MS
  }
}
