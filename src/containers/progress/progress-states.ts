// The states of a Progress, one after another, to be shown: the records are reduced as they come, and the last state says how it ended.
// Owned: the Progress, which is cancelled when the loop is left.

import { checkOptions, type Kinds, MS } from '../../check.ts'
import { now } from '../../net/base/timers.ts'
import type { Progress } from '../../recipes/images/progress.ts'
import { type ProgressState, progressEnd, progressNext, progressStart } from './progress-state.ts'

/** Options of {@link progressStates}. */
export interface ProgressStatesOptions {
  /** The least ms between two states, the last one excepted. Default 0: a state per record. */
  every?: number | undefined
}

const STATES: Kinds<ProgressStatesOptions> = { every: MS }

/**
 * The states of a pull, push, load, import or build as it goes on. The last one is 'done', or 'failed' with the error that the Progress
 * rejects with: the iteration itself does not reject. Leaving the loop cancels the operation. `progress.done()` has the result afterwards.
 * @throws FairleadError ERR_OPTION.
 */
export function progressStates<R>(
  progress: Progress<R>,
  options: ProgressStatesOptions = {},
): AsyncGenerator<ProgressState, undefined> {
  checkOptions('progressStates()', options, STATES)
  return statesOf(progress, options.every ?? 0)
}

async function* statesOf<R>(progress: Progress<R>, every: number): AsyncGenerator<ProgressState, undefined> {
  let state = progressStart
  let shownAt = Number.NEGATIVE_INFINITY
  let error: Error | undefined
  try {
    const records = progress[Symbol.asyncIterator]()
    for (;;) {
      const next = await records.next().catch((reason: Error) => {
        error = reason
        return undefined
      })
      if (next === undefined || next.done) break
      const at = now()
      state = progressNext(state, next.value, at)
      if (at - shownAt < every) continue
      shownAt = at
      yield state
    }
    yield progressEnd(state, error)
  } finally {
    progress.close()
  }
  return undefined
}
