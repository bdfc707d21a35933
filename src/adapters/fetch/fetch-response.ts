// An Engine's response → the runtime's Response (WHATWG Fetch, §5.5). Its body is a byte stream; cancelling it closes the
// connection. A long body starts when it is read. A short body is read at once: many callers read only the status, and their
// connection must not wait for a reader.

import type { EngineResponse } from '../../engine/response/response.ts'
import { FairleadError } from '../../error.ts'
import type { OwnBytes } from '../../stream/source.ts'
import { tapBytes } from '../streams/stream-input.ts'
import { HIGH_WATER_BYTES, streamOf } from '../streams/web-read-end.ts'
import { fetchError, TERMINATED } from './fetch-error.ts'
import type { FetchCall } from './fetch-request.ts'

/** Statuses whose Response has a body of null (WHATWG Fetch, §2.2.3). */
const NULL_BODY = new Set([204, 205, 304])
const REDIRECT = new Set([301, 302, 303, 307, 308])

/** A body up to this length, and this much of an error response's, is read at once: a stream buffers as much anyway. */
const SHORT_BYTES = HIGH_WATER_BYTES

/** The runtime's Response for an Engine's. @throws FairleadError ERR_FETCH_REDIRECT */
export function toResponse(source: EngineResponse, call: FetchCall): globalThis.Response {
  const { request } = call
  const { status, headers: head } = source
  if (REDIRECT.has(status) && request.redirect !== 'manual') {
    source.close()
    throw new FairleadError(
      'ERR_FETCH_REDIRECT',
      `${call.method} ${call.target.split('?', 1)[0]}: the response is a redirect (${status}), which is not followed: set redirect: 'manual' to receive it`,
    )
  }
  try {
    const headers = new Headers()
    for (const [name, value] of head) headers.append(name, value)
    const response = new Response(bodyOf(source, call), { status, statusText: head.reason, headers })
    // A Response has no other way to set its url.
    return Object.defineProperty(response, 'url', { value: request.url, configurable: true })
  } catch (error) {
    source.close()
    throw error
  }
}

function bodyOf(source: EngineResponse, call: FetchCall): ReadableStream<OwnBytes> | null {
  if (call.method === 'HEAD' || NULL_BODY.has(source.status)) {
    source.close()
    return null
  }
  const tap = tapBytes(source)
  // The closure holds `call`, and so its `request`.
  const body = streamOf(tap, {}, (error) => fetchError(error, call.signal, TERMINATED))
  if (source.status >= 400 || Number(source.headers.get('content-length') ?? Infinity) <= SHORT_BYTES) tap.start()
  return body
}
