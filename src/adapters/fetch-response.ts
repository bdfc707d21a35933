// An answer of the Engine → a Response of the runtime's (WHATWG Fetch, §5.5). Its body is a byte stream; cancelling it closes
// the connection. A stream begins when it is read. What is short is read at once, for many a caller looks at the status
// alone, and must not leave a connection behind that waits for its reader.

import type { Response as Answer } from '../engine/response.ts'
import { FairleadError } from '../error.ts'
import { fetchError, TERMINATED } from './fetch-error.ts'
import type { Asked } from './fetch-request.ts'
import { tapBytes } from './opening.ts'
import { HIGH_WATER_BYTES, streamOf } from './web-read-end.ts'

/** Statuses whose Response has a body of null (WHATWG Fetch, §2.2.3). */
const NULL_BODY = new Set([204, 205, 304])
const REDIRECT = new Set([301, 302, 303, 307, 308])

/** A body of at most this length is read at once, and this much of a refusal's: what a stream holds anyway. */
const SHORT_BYTES = HIGH_WATER_BYTES

/** @throws FairleadError ERR_FETCH_REDIRECT */
export function toResponse(answer: Answer, asked: Asked): globalThis.Response {
  const { request } = asked
  const { status, headers: head } = answer
  if (REDIRECT.has(status) && request.redirect !== 'manual') {
    answer.close()
    throw new FairleadError(
      'ERR_FETCH_REDIRECT',
      `${asked.method} ${asked.target.split('?', 1)[0]}: the answer is a redirect (${status}), which is not followed; redirect: 'manual' gives it as it is`,
    )
  }
  try {
    const headers = new Headers()
    for (const [name, value] of head) headers.append(name, value)
    const response = new Response(bodyOf(answer, asked), { status, statusText: head.reason, headers })
    // It cannot be set otherwise.
    return Object.defineProperty(response, 'url', { value: request.url, configurable: true })
  } catch (error) {
    answer.close()
    throw error
  }
}

function bodyOf(answer: Answer, asked: Asked): ReadableStream<Uint8Array> | null {
  if (asked.method === 'HEAD' || NULL_BODY.has(answer.status)) {
    answer.close()
    return null
  }
  const tap = tapBytes(answer)
  // The whole of `asked`: see its `request`.
  const body = streamOf(tap, {}, (error) => fetchError(error, asked.signal, TERMINATED))
  if (answer.status >= 400 || Number(answer.headers.get('content-length') ?? Infinity) <= SHORT_BYTES) tap.start()
  return body
}
