// The last lines of each step's output, for the error of the step that fails.
// Bounded in lines, and in size for all steps together.

import type { BuildStep } from './build-steps.ts'

/** How many lines of a failed step an error carries. */
export const MAX_TAIL_LINES = 100
/** How much of a step's output is kept for them, in UTF-16 units. */
const MAX_TAIL_CHARS = 16_384
/** The steps whose output is kept: those that wrote last. */
const MAX_TAILS = 64

/** The ends of the steps' outputs. */
export class StepTail {
  readonly #tails = new Map<BuildStep, string>()

  add(step: BuildStep, text: string): void {
    const tail = (this.#tails.get(step) ?? '') + text
    this.#tails.delete(step)
    // Cut seldom: at twice the size.
    this.#tails.set(step, tail.length > 2 * MAX_TAIL_CHARS ? tail.slice(-MAX_TAIL_CHARS) : tail)
    if (this.#tails.size > MAX_TAILS) this.#tails.delete(this.#tails.keys().next().value!)
  }

  /** The last lines of a step, at most {@link MAX_TAIL_LINES}, without their ends. */
  of(step: BuildStep): string[] {
    const text = this.#tails.get(step)?.replace(/\r?\n$/, '')
    return text === undefined ? [] : text.split(/\r?\n/).slice(-MAX_TAIL_LINES)
  }
}
