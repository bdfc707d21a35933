// Is a stream a TTY's, and so raw? By Content-Type where that is certain, by the request, else by asking the Engine.
// Never by the payload: a TTY may write anything.

import type { Head } from '../wire/head.ts'
import type { RequestOptions } from './options.ts'
import { MULTIPLEXED_STREAM } from './response.ts'

/** Asks the Engine for a JSON value. */
export type Inspect = <T>(path: string, options: RequestOptions) => Promise<T>

/** What the answer's head says for certain: Docker says multiplexed from API 1.42 on; raw-stream is said of both kinds by older ones, by Podman and without an upgrade. */
export function ttyByType(head: Head): boolean | undefined {
  return head.get('content-type') === MULTIPLEXED_STREAM ? false : undefined
}

/** What the request says: an exec's framing follows the `Tty` of its start, false when absent. */
export function ttyByRequest(path: string, body: unknown): boolean | undefined {
  if (path !== '/exec/{id}/start') return undefined
  return typeof body === 'object' && body !== null && (body as { Tty?: unknown }).Tty === true
}

/** What the container was made with. Other hijacked streams than attach's are no frames at all. */
export async function ttyByInspect(
  path: string,
  { path: parameters, signal }: RequestOptions,
  inspect: Inspect,
): Promise<boolean> {
  if (path !== '/containers/{id}/attach') return true
  const { Config } = await inspect<{ Config: { Tty: boolean } }>('/containers/{id}/json', { path: parameters, signal })
  return Config.Tty
}
