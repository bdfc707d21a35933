// A build's steps from BuildKit's trace. A vertex comes many times; its digest is its name, and the last word counts.
// Engine fact: newer daemons start and complete a vertex within microseconds, for its cache key, and start it again for its work.
// So a step may be done, and run again: its state is the last report's, its time the sum of its intervals.

import { FairleadError } from '../../error.ts'
import type { Timestamp, Vertex } from '../proto/messages.ts'

/** The most steps of a build that are kept. */
export const MAX_BUILD_STEPS = 20_000

/** How far a step is. 'done' and 'cached' may become 'running' again until the build has ended. */
export type BuildStepState = 'waiting' | 'running' | 'done' | 'cached' | 'failed' | 'canceled'

/** One step of a build: an instruction of the Dockerfile, or internal work. Later events change the same object. */
export interface BuildStep {
  /** The step's digest: its identity within the build. */
  readonly digest: string
  /** 1, 2, 3 … by first appearance: the `#5` of progress output. */
  readonly number: number
  /** As BuildKit names it: `[2/3] RUN make`, `[internal] load .dockerignore`. */
  readonly name: string
  /** Digests of the steps that it needs. */
  readonly inputs: readonly string[]
  readonly state: BuildStepState
  /** When it was first started, in ms since 1970; undefined before that. */
  readonly started: number | undefined
  /** When it was last completed, in ms since 1970; undefined while it runs or waits. */
  readonly completed: number | undefined
  /** How long it has worked so far, in ms: the sum of its completed intervals. */
  readonly duration: number
  /** The daemon's words for why it failed; undefined unless the state is 'failed' or 'canceled'. */
  readonly error: string | undefined
  /** The name under which several steps are shown as one; undefined for most. */
  readonly group: string | undefined
}

type Mutable = { -readonly [K in keyof BuildStep]: BuildStep[K] }

/** All steps of one build. */
export class BuildSteps {
  readonly #steps = new Map<string, Mutable>()
  /** The interval of each step that was counted last. */
  readonly #counted = new WeakMap<BuildStep, { started: number; completed: number }>()

  /** All steps, in order of appearance. */
  get all(): BuildStep[] {
    return [...this.#steps.values()]
  }

  /** Takes a vertex. Returns its step if something changed, else undefined. @throws FairleadError ERR_BUILD_SESSION for too many steps. */
  add(vertex: Vertex): BuildStep | undefined {
    const step = this.find(vertex.digest) as Mutable
    const before = JSON.stringify(step)
    step.name = vertex.name || step.name
    if (vertex.inputs.length > 0) step.inputs = vertex.inputs
    if (vertex.group !== undefined) step.group = vertex.group.name
    this.#move(step, vertex)
    return JSON.stringify(step) === before ? undefined : step
  }

  /** The step of a digest; one that is not known yet is made, without a name. */
  find(digest: string): BuildStep {
    const known = this.#steps.get(digest)
    if (known !== undefined) return known
    if (this.#steps.size === MAX_BUILD_STEPS) {
      throw new FairleadError('ERR_BUILD_SESSION', `the daemon reports more than ${MAX_BUILD_STEPS} build steps`)
    }
    const step: Mutable = {
      digest,
      number: this.#steps.size + 1,
      name: '',
      inputs: [],
      state: 'waiting',
      started: undefined,
      completed: undefined,
      duration: 0,
      error: undefined,
      group: undefined,
    }
    this.#steps.set(digest, step)
    return step
  }

  #move(step: Mutable, vertex: Vertex): void {
    const started = msOf(vertex.started)
    const completed = msOf(vertex.completed)
    // A vertex without times does not undo a started one.
    if (started === undefined) return
    step.started ??= started
    step.completed = completed
    if (completed === undefined) {
      step.state = 'running'
      return
    }
    const last = this.#counted.get(step)
    // The same interval may come again, longer.
    step.duration += Math.max(completed - (last?.started === started ? last.completed : started), 0)
    this.#counted.set(step, { started, completed })
    step.error = vertex.error || undefined
    if (vertex.error) step.state = /context canceled$/.test(vertex.error) ? 'canceled' : 'failed'
    else step.state = vertex.cached ? 'cached' : 'done'
  }
}

/** A time in ms since 1970; undefined for none. */
export function msOf(time: Timestamp | undefined): number | undefined {
  return time === undefined ? undefined : time.seconds * 1000 + time.nanos / 1e6
}
