// An Engine as a `fetch` (WHATWG Fetch, §5.6): Request in, Response out, bodies streamed in both directions. For clients built on
// fetch. An error response is a Response, as in every fetch. The URL's origin is ignored: all requests go to this Engine.
// Response bodies are copied once; request bodies are sent without a copy.

import type { Engine } from '../../engine/engine.ts'
import { FAILED, fetchError } from './fetch-error.ts'
import { type FetchInput, readRequest } from './fetch-request.ts'
import { toResponse } from './fetch-response.ts'

/** The type of the global `fetch`. */
export type Fetch = (input: FetchInput, init?: RequestInit) => Promise<globalThis.Response>

/**
 * A `fetch` that sends its requests to this Engine: `fetch('http://docker/containers/json')`. A path with a version, `/v1.41/…`, is
 * sent unchanged; any other gets the negotiated version.
 *
 * Rejects with the signal's reason after an abort, else with a TypeError whose `cause` is the FairleadError: ERR_FETCH_TUNNEL for
 * a request that needs a tunnel, ERR_FETCH_REDIRECT for a redirect unless `redirect: 'manual'`, ERR_PATH, ERR_OPTION, or a network error.
 */
export function createFetch(engine: Pick<Engine, 'requestTarget'>): Fetch {
  return async (input, init) => {
    let signal: AbortSignal | undefined
    try {
      const call = await readRequest(input, init)
      signal = call.signal
      return toResponse(await engine.requestTarget(call.method, call.target, call.options), call)
    } catch (error) {
      throw fetchError(error, signal, FAILED)
    }
  }
}
