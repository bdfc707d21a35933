// What a call is made of: the request as it goes out, how it is to go, and how long its phases may take.
// Bytes: the body's are the caller's, see Upload.

import type { Upload } from '../stream/upload.ts'
import type { RequestTrace } from './request-trace.ts'

/** See the file's head. */
export interface CallPlan {
  method: string
  /** Request line, fields and the empty line; latin1. */
  head: string
  body?: Upload | undefined
  /** Ask for a 101: see Sending. */
  upgrade?: boolean | undefined
  /** Dial a socket without `onread`, which can be given away. */
  plain?: boolean | undefined
  /** Go beyond the pool's limit: another call that holds a place waits for this one. */
  urgent?: boolean | undefined
  signal?: AbortSignal | undefined
  /** ms; 0 for none. See `Timeouts`. */
  headLimit: number
  idleLimit: number
  untakenLimit: number
  /** Where somebody watches. */
  trace?: RequestTrace | undefined
}
