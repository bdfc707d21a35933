// A platform as people write it, `linux/arm64/v8`, and as newer operations of the Engine want it: JSON of an OCI platform.
// Engine fact: pull, import and build take the text; push (API 1.46), load and save (API 1.48) take the JSON.

import type { OCIPlatform } from '../engine/schema.ts'
import { FairleadError } from '../error.ts'

/** @throws FairleadError ERR_OPTION when `text` is not os/architecture or os/architecture/variant. */
export function ociPlatform(text: string | undefined): OCIPlatform | undefined {
  if (text === undefined) return undefined
  const [os, architecture, variant, ...more] = text.split('/')
  if (!os || !architecture || variant === '' || more.length > 0) {
    throw new FairleadError('ERR_OPTION', "platform: expected os/architecture[/variant], such as 'linux/arm64'")
  }
  return variant === undefined ? { os, architecture } : { os, architecture, variant }
}
