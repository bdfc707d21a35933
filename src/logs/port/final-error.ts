// Which errors are as wrong at the next try: what the caller did, and what the Engine refuses for good. All else may pass.
// Asked before each wait for another try. Pure.

import { EngineError, FairleadError } from '../../error.ts'

/** Statuses that pass: a limit of time, a conflict, too many requests. */
const PASSING = new Set([408, 409, 429])

/** Whether trying again is of no use: the engine was closed, an option is wrong, the Engine refuses for good. */
export function isFinal(error: unknown): boolean {
  if (error instanceof EngineError) return error.status < 500 && !PASSING.has(error.status)
  return error instanceof FairleadError && error.blame === 'caller'
}
