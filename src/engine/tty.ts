// Is a stream a TTY's, and so raw? By Content-Type where that is certain, by the request, else by asking the Engine.
// Never by the payload: a TTY may write anything.

import { FairleadError } from '../error.ts'
import type { Head } from '../wire/head.ts'
import type { RequestOptions } from './options.ts'
import { MULTIPLEXED_STREAM } from './response.ts'

/** Asks the Engine for a JSON value. */
export type Inspect = <T>(path: string, options: RequestOptions) => Promise<T>

const ATTACH = /^(\/containers\/[^/]+)\/attach$/
const EXEC_START = /^\/exec\/[^/]+\/start$/

/** What the answer's head says for certain: Docker says multiplexed from API 1.42 on; raw-stream is said of both kinds by older ones, by Podman and without an upgrade. */
export function ttyByType(head: Head): boolean | undefined {
  const [type = ''] = (head.get('content-type') ?? '').split(';', 1)
  return type.trim().toLowerCase() === MULTIPLEXED_STREAM ? false : undefined
}

/** What the request says: an exec's framing follows the `Tty` of its start, false when absent. */
export function ttyByRequest(path: string, body: unknown): boolean | undefined {
  return EXEC_START.test(path) ? ttyInBody(body) : undefined
}

/** What the container was made with. Other hijacked streams than attach's are no frames at all. @throws FairleadError ERR_RECORD_SYNTAX where the Engine does not say it. */
export async function ttyByInspect(path: string, signal: AbortSignal | undefined, inspect: Inspect): Promise<boolean> {
  const container = ATTACH.exec(path)?.[1]
  if (container === undefined) return true
  const answer = await inspect<{ Config?: { Tty?: unknown } } | undefined>(`${container}/json`, { signal })
  const tty = answer?.Config?.Tty
  if (typeof tty === 'boolean') return tty
  throw new FairleadError(
    'ERR_RECORD_SYNTAX',
    `GET ${container}/json: the answer has no Config.Tty that is true or false`,
  )
}

function ttyInBody(body: unknown): boolean {
  if (typeof body === 'string') return ttyInJson(body)
  if (body instanceof Uint8Array) return ttyInJson(new TextDecoder().decode(body))
  if (typeof body !== 'object' || body === null) return false
  // The daemon reads names in any case, as Go does.
  return Object.entries(body).some(([name, value]) => name.toLowerCase() === 'tty' && value === true)
}

function ttyInJson(text: string): boolean {
  try {
    return ttyInBody(JSON.parse(text))
  } catch {
    // The daemon refuses it, so there is no stream.
    return false
  }
}
