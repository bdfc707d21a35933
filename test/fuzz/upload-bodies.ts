// The request bodies of the fuzzer: each shape that an upload takes, and sources that fail, stop short or give too much.

import { Readable } from 'node:stream'
import type { UploadBody } from '../../src/stream.ts'
import type { Case } from './plan.ts'
import { textOf } from './wire-bytes.ts'

/** The error of a source that fails. */
export const SOURCE_ERROR = new Error('the source of the upload failed')

/** A body, its announced length, what the peer must receive, and the code of its failure. */
export interface UploadPlan {
  body: UploadBody | undefined
  bodyLength: number | undefined
  text: string
  code: string | undefined
}

/** @param withLength the reader passes the length on; without, a source may give any number of bytes */
export function uploadOf({ upload, uploadSize }: Case, withLength: boolean): UploadPlan {
  const text = upload === 'none' ? '' : textOf(uploadSize, 5)
  const bytes = Buffer.from(text)
  const parts = [bytes.subarray(0, uploadSize >> 1), bytes.subarray(uploadSize >> 1)].filter(({ length }) => length > 0)
  const plan = (body: UploadBody | undefined, bodyLength?: number, code?: string): UploadPlan => ({
    body,
    bodyLength,
    text,
    code,
  })
  switch (upload) {
    case 'none':
      return plan(undefined)
    case 'text':
      return plan(text)
    case 'bytes':
      return plan(bytes)
    case 'blob':
      return plan(new Blob(parts))
    case 'readable':
      return plan(Readable.from(parts), uploadSize)
    case 'iterator':
      return plan(pieces(parts, false))
    case 'web':
      return plan(webStream(parts))
    case 'failing':
      return plan(pieces(parts, true), undefined, 'ERR_UPLOAD_SOURCE')
    case 'short':
      return plan(pieces(parts, false), uploadSize + 3, withLength ? 'ERR_UPLOAD_LENGTH' : undefined)
    case 'long':
      // Where a piece ends at the announced length, the response may come before the source is asked for more: not of 2 bytes, or none.
      return uploadSize > 2
        ? plan(pieces(parts, false), uploadSize - 1, withLength ? 'ERR_UPLOAD_LENGTH' : undefined)
        : plan(pieces(parts, false), Math.max(1, uploadSize))
  }
}

/** Not `Readable.toWeb()`: what it makes throws uncaught when it is cancelled while its Readable has data. */
function webStream(parts: readonly Buffer[]): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at < parts.length) controller.enqueue(parts[at++]!)
      else controller.close()
    },
  })
}

async function* pieces(parts: readonly Buffer[], fails: boolean): AsyncGenerator<Buffer> {
  for (const part of parts) {
    yield part
    await new Promise((resolve) => setImmediate(resolve))
  }
  if (fails) throw SOURCE_ERROR
}
