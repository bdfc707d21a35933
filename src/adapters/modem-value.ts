// A whole body → what dockerode's users get of it: JSON parsed, everything else a Buffer, by what the Engine says it is and
// never by what it looks like. Engine facts: JSON is always called application/json, and logs before API 1.42 have no type;
// a list without an entry is `null` where the daemon never made one, as with a container's changes.

import { constants } from 'node:buffer'
import type { Head } from '../wire/head.ts'

/** What may hold a program's own bytes, for which nothing may be guessed. */
const PROGRAM = /\/(logs|attach|start|archive|export|get)$/

/** The routes that answer with a list. */
const LIST =
  /\/((containers|images)\/json|images\/search|(changes|checkpoints|history)|networks|plugins(\/privileges)?|nodes|services|tasks|secrets|configs)$/

/**
 * The body's value.
 * @param path the request's, its query included
 */
export function bodyValue(bytes: Uint8Array, head: Head, path: string): unknown {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const type = head.get('content-type')
  const route = path.replace(/\?.*$/s, '')
  // Whatever stands between may have left the type out.
  const isJson = type === undefined ? !PROGRAM.test(route) : /^application\/json\b/i.test(type)
  const json = isJson ? parsed(buffer) : undefined
  if (json === undefined) return buffer
  // Who asked for a list walks through it.
  return json === null && LIST.test(route) ? [] : json
}

/** A refusal's body: JSON where it is, under any type, else a Buffer. */
export function wordsOf(bytes: Uint8Array): unknown {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return parsed(buffer) ?? buffer
}

/** Undefined where it is no JSON, or more than a string can hold. */
function parsed(buffer: Buffer): unknown {
  if (buffer.length === 0 || buffer.length > constants.MAX_STRING_LENGTH) return undefined
  try {
    return JSON.parse(buffer.toString())
  } catch {
    return undefined
  }
}
