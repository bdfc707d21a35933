// Decides whether a stream is a TTY's, and so raw: by Content-Type where that is certain, by the request, else by asking the
// Engine. Never by the payload: a TTY may write anything.

import type { Head } from '../../wire/head.ts'
import { mediaType } from '../../wire/media-type.ts'
import { MULTIPLEXED_STREAM } from '../response/response.ts'
import { field } from '../response/shape.ts'
import type { RequestOptions } from './options.ts'

/** Gets a JSON value from the Engine. */
export type Inspect = (path: string, options: RequestOptions) => Promise<unknown>

// With any version in front, and Podman's own API as well.
const ATTACH = /^((?:\/v\d[\w.-]*)?(?:\/libpod)?\/containers\/[^/]+)\/attach$/
const EXEC_START = /^(?:\/v\d[\w.-]*)?(?:\/libpod)?\/exec\/[^/]+\/start$/

/** False when the response's head says for certain that the stream is multiplexed; Docker says so from API 1.42 on. Undefined else: `raw-stream` is sent for both kinds by older Engines, by Podman and without an upgrade. */
export function ttyByType(head: Head): boolean | undefined {
  return mediaType(head.get('content-type')) === MULTIPLEXED_STREAM ? false : undefined
}

/** What the request says, for exec start; undefined for others. An exec's framing follows the `Tty` of its start, false when absent. */
export function ttyByRequest(path: string, body: unknown): boolean | undefined {
  return EXEC_START.test(path) ? ttyInBody(body) : undefined
}

/** For attach: whether the container was created with a TTY. True for other hijacked streams, which have no frames. @throws FairleadError ERR_RECORD_SYNTAX when the Engine's response lacks `Config.Tty`. */
export async function ttyByInspect(path: string, signal: AbortSignal | undefined, inspect: Inspect): Promise<boolean> {
  const container = ATTACH.exec(path)?.[1]
  if (container === undefined) return true
  return field(`GET ${container}/json`, await inspect(`${container}/json`, { signal }), 'Config.Tty', 'boolean')
}

function ttyInBody(body: unknown): boolean {
  if (typeof body === 'string') return ttyInJson(body)
  if (body instanceof Uint8Array) return ttyInJson(new TextDecoder().decode(body))
  if (typeof body !== 'object' || body === null) return false
  // The daemon matches names in any case, as Go does.
  return Object.entries(body).some(([name, value]) => name.toLowerCase() === 'tty' && value === true)
}

function ttyInJson(text: string): boolean {
  try {
    return ttyInBody(JSON.parse(text))
  } catch {
    // The daemon rejects it, so no stream follows.
    return false
  }
}
