// Framing for a request body of unknown length (RFC 9112 §7.1): chunkHeader(n), n bytes, CHUNK_END for each chunk, then LAST_CHUNK.
// Writes no extensions and no trailers. The body's bytes do not pass through here.

import { FairleadError } from '../error.ts'

/** Follows each chunk's data. */
export const CHUNK_END = '\r\n'
/** Ends a body: the chunk of size zero and an empty trailer section. */
export const LAST_CHUNK = '0\r\n\r\n'

/**
 * What precedes a chunk of `size` bytes: `'1f\r\n'` for 31.
 * @throws FairleadError ERR_REQUEST_SYNTAX unless `size` is a whole number from 1 to 2^53-1: a chunk of zero bytes would end the body
 */
export function chunkHeader(size: number): string {
  if (!Number.isSafeInteger(size) || size < 1) {
    throw new FairleadError(
      'ERR_REQUEST_SYNTAX',
      `a chunk of ${size} bytes cannot be written: expected a whole number from 1 to 2^53-1`,
    )
  }
  return `${size.toString(16)}\r\n`
}
