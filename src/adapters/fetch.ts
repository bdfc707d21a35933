// An Engine as a `fetch` (WHATWG Fetch, §5.6): Request in, Response out, bodies streaming both ways. For clients built on fetch.
// A refusal is a Response, as with every fetch. The URL's origin is ignored: there is one Engine, and it was connected to.
// Bodies: what comes is copied once; what goes is sent from where it is.

import type { Engine } from '../engine/engine.ts'
import { FAILED, fetchError } from './fetch-error.ts'
import { type FetchInput, readRequest } from './fetch-request.ts'
import { toResponse } from './fetch-response.ts'

/** The shape of the global `fetch`. */
export type Fetch = (input: FetchInput, init?: RequestInit) => Promise<globalThis.Response>

/**
 * A `fetch` that asks this Engine: `fetch('http://docker/containers/json')`. A path with a version, `/v1.41/…`, is sent in
 * that, any other in the version agreed on.
 *
 * Rejects with the signal's reason when that aborts, else with a TypeError whose `cause` is the FairleadError: ERR_FETCH_TUNNEL for
 * what needs a tunnel, ERR_FETCH_REDIRECT for a redirect unless `redirect: 'manual'`, ERR_PATH, ERR_OPTION, and the network's.
 */
export function createFetch(engine: Pick<Engine, 'answer'>): Fetch {
  return async (input, init) => {
    let signal: AbortSignal = NEVER
    try {
      const asked = await readRequest(input, init)
      signal = asked.signal
      return toResponse(await engine.answer(asked.method, asked.target, asked.options), asked)
    } catch (error) {
      throw fetchError(error, signal, FAILED)
    }
  }
}

const NEVER = new AbortController().signal
