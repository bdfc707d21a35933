// Parameters that several recipes share, checked and converted from the caller's form to the Engine's: an archive, a platform,
// a path in a container.

import type { OCIPlatform } from '../../engine/schema.ts'
import { FairleadError } from '../../error.ts'
import type { UploadBody } from '../../stream/upload/upload.ts'

/**
 * An archive as a request's body. An array is an iterable of pieces here, although a request's `body` takes an array as JSON.
 * @throws FairleadError ERR_OPTION for undefined, null, and a plain object, which a request would send as JSON.
 */
export function archiveBody(tar: UploadBody): UploadBody {
  if (Array.isArray(tar)) return { [Symbol.iterator]: () => tar.values() }
  const isPlain = typeof tar === 'object' && tar !== null && Object.getPrototypeOf(tar) === Object.prototype
  if (tar !== undefined && tar !== null && !(isPlain && !(Symbol.asyncIterator in tar) && !(Symbol.iterator in tar))) {
    return tar
  }
  throw new FairleadError(
    'ERR_OPTION',
    'the archive cannot be sent: expected bytes, a Blob, a stream or an iterable of pieces',
  )
}

/**
 * A platform such as `linux/arm64/v8` as the JSON that newer operations want.
 * Engine fact: pull, import and build take the text; push (API 1.46), load and save (API 1.48) take the JSON.
 * @throws FairleadError ERR_OPTION when `text` is not os/architecture or os/architecture/variant.
 */
export function ociPlatform(text: string | undefined): OCIPlatform | undefined {
  if (text === undefined) return undefined
  const [os, architecture, variant, ...more] = text.split('/')
  if (!os || !architecture || variant === '' || more.length > 0) {
    throw new FairleadError('ERR_OPTION', "platform: expected os/architecture[/variant], such as 'linux/arm64'")
  }
  return variant === undefined ? { os, architecture } : { os, architecture, variant }
}

/** @throws FairleadError ERR_OPTION when the path in a container is empty; `recipe` names the function that was called. */
export function checkPath(recipe: string, path: string): void {
  if (path === '')
    throw new FairleadError('ERR_OPTION', `${recipe}: the path is empty: expected a path in the container`)
}
