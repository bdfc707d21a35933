// A request's JSON body, as the Engine reads it: the type checked first (httputils.CheckForJSON), and then one value by
// Go's decoder, with its words for what is wrong.

import { readGoJson } from './go-json.ts'
import { Refusal } from './refusal.ts'
import type { Request } from './request.ts'

/** The largest JSON body that is read; the Engine itself has no limit, so it is far above any container's config. */
export const MAX_JSON_BYTES = 16 * 1024 * 1024

/** Throws a {@link Refusal}: another type, a body cut short, no JSON, too large. */
export async function readJson({ headers, body }: Request): Promise<unknown> {
  const type = headers['content-type'] ?? ''
  const isJson = type.split(';', 1)[0]!.trim().toLowerCase() === 'application/json'
  if (!isJson && (type !== '' || body.length !== 0)) {
    throw new Refusal(400, `Content-Type specified (${type}) must be 'application/json'`)
  }
  const bytes = await body.bytes(MAX_JSON_BYTES)
  if (bytes === undefined) throw new Refusal(400, 'request body too large')
  if (body.error !== undefined) throw new Refusal(500, body.error)
  return readGoJson(bytes.toString('utf8'))
}
