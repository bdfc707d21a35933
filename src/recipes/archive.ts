// An archive as a request's body. An array is one of pieces here, though an Engine's request takes arrays for JSON; and what
// would be sent as JSON is refused.

import { FairleadError } from '../error.ts'
import type { UploadBody } from '../stream/upload.ts'

/** @throws FairleadError ERR_OPTION for a plain object, or nothing. */
export function archive(tar: UploadBody): UploadBody {
  if (Array.isArray(tar)) return tar.values()
  const isPlain = typeof tar === 'object' && tar !== null && Object.getPrototypeOf(tar) === Object.prototype
  if (tar !== undefined && tar !== null && !(isPlain && !(Symbol.asyncIterator in tar) && !(Symbol.iterator in tar))) {
    return tar
  }
  throw new FairleadError('ERR_OPTION', 'an archive is bytes, a Blob, a stream or an iterable of pieces')
}
