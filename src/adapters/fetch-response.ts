// An answer of the Engine → a Response of the runtime's (WHATWG Fetch, §5.5). Its body is a byte stream that begins when it
// is read; cancelling it closes the connection.

import type { Response as Answer } from '../engine/response.ts'
import { FairleadError } from '../error.ts'
import { fetchError, TERMINATED } from './fetch-error.ts'
import type { Asked } from './fetch-request.ts'
import { tapBytes } from './opening.ts'
import { streamOf } from './web-read-end.ts'

/** Statuses whose Response has a body of null (WHATWG Fetch, §2.2.3). */
const NULL_BODY = new Set([204, 205, 304])
const REDIRECT = new Set([301, 302, 303, 307, 308])

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
  const headers = new Headers()
  for (const [name, value] of head) headers.append(name, value)
  const response = new Response(bodyOf(answer, asked), { status, statusText: head.reason, headers })
  // Readable, and not to be set otherwise.
  Object.defineProperty(response, 'url', { value: request.url, configurable: true })
  return response
}

function bodyOf(answer: Answer, asked: Asked): ReadableStream<Uint8Array> | null {
  if (asked.method === 'HEAD' || NULL_BODY.has(answer.status)) {
    answer.close()
    return null
  }
  // The whole of `asked`: see its `request`.
  return streamOf(tapBytes(answer), {}, (error) => fetchError(error, asked.signal, TERMINATED))
}
