// Images as one tar archive, for load(). Engine API operations ImageGet and ImageGetAll.
// The archive is a response's body: it goes from the socket to whoever reads it, at that one's pace, and is never gathered.

import type { Engine } from '../engine/engine.ts'
import type { ByteResponse } from '../engine/replies.ts'
import { FairleadError } from '../error.ts'
import { ociPlatform } from './platform.ts'

/** Options of {@link save}. */
export interface SaveOptions {
  /** `os/architecture[/variant]`: save that one only (API 1.48). */
  platform?: string | undefined
  /** Covers the request and the reading of the archive. */
  signal?: AbortSignal | undefined
}

/**
 * The archive of one or several images, by name or id: to be iterated, or given to another call as its body.
 * An archive that is cut rejects as truncated. @throws FairleadError ERR_OPTION without a name.
 */
export async function save(
  engine: Engine,
  images: string | readonly string[],
  options: SaveOptions = {},
): Promise<ByteResponse> {
  const names = typeof images === 'string' ? [images] : images
  if (names.length === 0) throw new FairleadError('ERR_OPTION', 'save: the name of at least one image is wanted')
  const { signal } = options
  const platform = ociPlatform(options.platform)
  const [name] = names
  if (names.length === 1 && name !== undefined) {
    return await engine.request('GET', '/images/{name}/get', { path: { name }, query: { platform }, signal })
  }
  return await engine.request('GET', '/images/get', { query: { names, platform }, signal })
}
