// A request's JSON body, as the Engine reads it: first the type is checked (httputils.CheckForJSON), then Go's decoder reads one
// value. Errors have Go's messages.

import { JSON_TYPE, mediaType } from '../../wire/media-type.ts'
import { readGoJson } from '../base/go-json.ts'
import { HttpError } from '../base/http-error.ts'
import type { Request } from './request.ts'

/** The largest JSON body that is accepted, far above any container's config. The Engine itself has no limit. */
export const MAX_JSON_BYTES = 16 * 1024 * 1024

/** Reads the body as JSON. Throws a {@link HttpError} if it has another type, is incomplete, is not JSON or is too large. */
export async function readJson({ headers, body }: Request): Promise<unknown> {
  const type = headers['content-type'] ?? ''
  if (mediaType(type) !== JSON_TYPE && (type !== '' || body.length !== 0)) {
    throw new HttpError(400, `Content-Type specified (${type}) must be 'application/json'`)
  }
  const bytes = await body.bytes(MAX_JSON_BYTES)
  if (bytes === undefined) throw new HttpError(400, 'request body too large')
  if (body.error !== undefined) throw new HttpError(500, body.error)
  return readGoJson(bytes.toString('utf8'))
}
