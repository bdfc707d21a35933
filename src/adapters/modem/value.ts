// A whole body → the value that dockerode's users receive: parsed JSON, or a Buffer, by the same rule as for other requests
// (engine/response/response-kind.ts). Engine facts: logs before API 1.42 have no Content-Type; an empty list may be `null`, as a
// container's changes are.

import { constants } from 'node:buffer'
import { type AnsweredRequest, bodyKind, needsBody, notJson } from '../../engine/response/response-kind.ts'
import type { Head } from '../../wire/head.ts'

const UNKNOWN_REQUEST: AnsweredRequest = { method: 'GET', path: '' }

/** The routes whose response is a list. */
const LIST =
  /\/((containers|images)\/json|images\/search|(changes|checkpoints|history)|networks|plugins(\/privileges)?|nodes|services|tasks|secrets|configs)$/

/**
 * The body's value.
 * @param path the request's path with its query
 * @throws FairleadError ERR_RECORD_SYNTAX when it should be JSON and is not.
 */
export function bodyValue(bytes: Uint8Array, head: Head, path: string, request = UNKNOWN_REQUEST): unknown {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const route = path.replace(/\?.*$/s, '')
  if (buffer.length > constants.MAX_STRING_LENGTH) return buffer
  const { method, endpoint } = request
  const kind = bodyKind(method, route, head)
  const json = kind === 'text' ? undefined : parsed(buffer)
  if (json === undefined) {
    if (needsBody(method, route, head)) throw notJson({ method, path: route, endpoint }, head, buffer.length === 0)
    return buffer
  }
  // Callers iterate over a list.
  return json === null && LIST.test(route) ? [] : json
}

/** The body of an error response: a parsed value if it is JSON under any media type, else a Buffer. */
export function messageOf(bytes: Uint8Array): unknown {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return parsed(buffer) ?? buffer
}

/** The JSON value; undefined if the bytes are no JSON, or more than a string can hold. */
function parsed(buffer: Buffer): unknown {
  if (buffer.length === 0 || buffer.length > constants.MAX_STRING_LENGTH) return undefined
  try {
    return JSON.parse(buffer.toString())
  } catch {
    return undefined
  }
}
