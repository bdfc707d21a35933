// Whether a path fits a pattern with wildcards. The steps are followed all at once, so the time is at most steps × characters: no
// pattern can stall the process, as it could with a regular expression of JavaScript. Pure.

import { type Step, stepsOf } from './expression.ts'

const SLASH = 0x2f
const LINE_FEED = 0x0a

/** A compiled pattern with wildcards. */
export class Glob {
  readonly #steps: readonly Step[]
  readonly #prefix: string
  /** The text behind the last wildcard. */
  readonly suffix: string
  #now: Uint8Array
  #next: Uint8Array

  /**
   * @param escapes whether `\` escapes: not on Windows
   * @throws SyntaxError for what Go's expressions refuse
   */
  constructor(pattern: string, escapes: boolean) {
    this.#steps = stepsOf(pattern, escapes)
    this.#prefix = literals(this.#steps).join('')
    this.suffix = literals([...this.#steps].reverse())
      .reverse()
      .join('')
    this.#now = new Uint8Array(this.#steps.length + 1)
    this.#next = new Uint8Array(this.#steps.length + 1)
  }

  /** Whether the whole path fits. */
  matches(path: string): boolean {
    // Most paths differ in what is before the first wildcard or after the last one.
    if (!path.startsWith(this.#prefix) || !path.endsWith(this.suffix)) return false
    const count = this.#steps.length
    this.#now.fill(0)
    enter(this.#now, 0, this.#steps, true)
    for (let at = 0; at < path.length; ) {
      const code = path.codePointAt(at)!
      at += code > 0xffff ? 2 : 1
      if (!this.#advance(code, count)) return false
    }
    return this.#now[count] !== 0
  }

  /** Takes one character. Returns false if nothing can fit any more. */
  #advance(code: number, count: number): boolean {
    const [now, next, steps] = [this.#now, this.#next, this.#steps]
    next.fill(0)
    let alive = false
    for (let index = 0; index < count; index++) {
      const state = now[index]!
      if (state === 0) continue
      const step = steps[index]!
      if (step.kind === 'folders') {
        if (code === LINE_FEED) continue
        // Within `**` the step behind it is reached by a '/' only.
        next[index] = INSIDE
        if (code === SLASH) enter(next, index + 1, steps, false)
      } else if (!fits(step, code)) continue
      else enter(next, step.kind === 'class' && step.star ? index : index + 1, steps, false)
      alive = true
    }
    this.#now = next
    this.#next = now
    return alive
  }
}

const REACHED = 1
const INSIDE = 2

/** Marks a step as reached, and those behind it that may match nothing. */
function enter(states: Uint8Array, from: number, steps: readonly Step[], begin: boolean): void {
  for (let index = from; ; index++) {
    states[index] = REACHED
    const step = steps[index]
    if (step === undefined) return
    const empty = step.kind === 'folders' || (step.kind === 'class' && step.star) || (step.kind === 'begin' && begin)
    if (!empty) return
  }
}

function fits(step: Step, code: number): boolean {
  if (step.kind === 'char') return code === step.code
  return step.kind === 'class' && isIn(step.ranges, code) !== step.not
}

function isIn(ranges: readonly number[], code: number): boolean {
  for (let at = 0; at < ranges.length; at += 2) if (code >= ranges[at]! && code <= ranges[at + 1]!) return true
  return false
}

/** The characters before the first step that is none. */
function literals(steps: readonly Step[]): string[] {
  const end = steps.findIndex((step) => step.kind !== 'char')
  return steps
    .slice(0, end < 0 ? steps.length : end)
    .map((step) => String.fromCodePoint((step as { code: number }).code))
}
