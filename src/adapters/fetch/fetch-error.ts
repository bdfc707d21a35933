// The errors of a fetch (WHATWG Fetch): the signal's own reason after an abort, else a TypeError whose cause is the
// FairleadError with its code and blame.

import { FairleadError } from '../../error.ts'

/**
 * The error that a fetch rejects with in place of `error`. Its message is `error`'s if the caller is to blame, else `message`: clients
 * that retry look for the messages of Node's own fetch.
 */
export function fetchError(error: unknown, signal: AbortSignal | undefined, message: string): unknown {
  if (!(error instanceof FairleadError)) return error
  if (error.code === 'ERR_ABORTED') return signal?.reason ?? error
  return new TypeError(error.blame === 'caller' ? error.message : message, { cause: error })
}

/** The message of a failure before the Response, as in Node's fetch. */
export const FAILED = 'fetch failed'
/** The message of a failure within the body, as in Node's fetch. */
export const TERMINATED = 'terminated'
