// Turns the caller's `body` into an upload and its Content-Type.
// Engine fact: a JSON operation needs Content-Type application/json; archives and build contexts are tar streams.

import { FairleadError } from '../../error.ts'
import { toUpload, type Upload, type UploadBody } from '../../stream/upload/upload.ts'

/** A body ready to be sent, and its Content-Type. */
export interface Body {
  upload: Upload
  type: string
}

/** Plain objects and arrays become JSON; everything else is sent as it is, as a tar archive. @throws FairleadError ERR_OPTION, ERR_UPLOAD_LENGTH. */
export function toBody(body: UploadBody | object, length: number | undefined): Body {
  if (isPlain(body)) return { upload: toUpload(toJson(body as object)), type: 'application/json' }
  return { upload: toUpload(body as UploadBody, length), type: 'application/x-tar' }
}

function toJson(body: object): string {
  try {
    return JSON.stringify(body)
  } catch (cause) {
    throw new FairleadError('ERR_OPTION', 'body: cannot be written as JSON', { cause })
  }
}

function isPlain(body: UploadBody | object): boolean {
  if (typeof body !== 'object' || body === null) return false
  if (Array.isArray(body)) return true
  const prototype: unknown = Object.getPrototypeOf(body)
  // An object with a toJSON() counts as plain, too; a hand-made iterator does not.
  return (
    (prototype === Object.prototype || prototype === null || 'toJSON' in body) &&
    !(Symbol.asyncIterator in body) &&
    !(Symbol.iterator in body)
  )
}
