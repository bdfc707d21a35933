// What a fetch fails with (WHATWG Fetch): the signal's own reason where it aborted, a TypeError for everything else.
// The FairleadError, with its code and its blame, is the TypeError's cause.

import { FairleadError } from '../error.ts'

/** What a FairleadError is told as. The words of one that is not the caller's are those of Node's own fetch, which clients look for to try again. */
export function fetchError(error: unknown, signal: AbortSignal, words: string): unknown {
  if (!(error instanceof FairleadError)) return error
  if (error.code === 'ERR_ABORTED') return signal.reason
  return new TypeError(error.blame === 'caller' ? error.message : words, { cause: error })
}

/** Before there is a Response. */
export const FAILED = 'fetch failed'
/** Within its body. */
export const TERMINATED = 'terminated'
