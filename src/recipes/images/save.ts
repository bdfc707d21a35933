// Images as one tar archive, for load(). Engine API operations ImageGet and ImageGetAll.
// The archive is a response's body: it goes from the socket to its reader at the reader's pace and is never held in memory.

import { checkOptions, type Kinds, SIGNAL, TEXT } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import type { ByteResponse } from '../../engine/response/response-types.ts'
import { streaming } from '../../engine/response/shape.ts'
import { FairleadError } from '../../error.ts'
import { ociPlatform } from '../shared/parameters.ts'

/** Options of {@link save}. */
export interface SaveOptions {
  /** Save only this platform, `os/architecture[/variant]` (API 1.48). Default: all of the image. */
  platform?: string | undefined
  /** Covers the request and the reading of the archive. An abort rejects with ERR_ABORTED. */
  signal?: AbortSignal | undefined
}

const SAVE: Kinds<SaveOptions> = { platform: TEXT, signal: SIGNAL }

/**
 * Saves one or several images as a tar archive (Engine API operations ImageGet, ImageGetAll). Resolves when the response
 * begins; iterate it, or pass it to another call as a body. An archive that is cut off rejects with ERR_TRUNCATED_BODY.
 *
 * Rejects with an EngineError (404: no such image), ERR_ABORTED or the network's errors.
 * @param images names or ids
 * @throws FairleadError ERR_OPTION, also without a name.
 */
export async function save(
  engine: Engine,
  images: string | readonly string[],
  options: SaveOptions = {},
): Promise<ByteResponse> {
  checkOptions('save()', options, SAVE)
  const names = typeof images === 'string' ? [images] : images
  if (names.length === 0)
    throw new FairleadError('ERR_OPTION', 'save: no image was named: expected at least one name or id')
  const { signal } = options
  const platform = ociPlatform(options.platform)
  const [name] = names
  if (names.length === 1 && name !== undefined) {
    const path = '/images/{name}/get'
    return streaming(
      `GET /images/${name}/get`,
      await engine.request('GET', path, { path: { name }, query: { platform }, signal }),
    )
  }
  return streaming(
    'GET /images/get',
    await engine.request('GET', '/images/get', { query: { names, platform }, signal }),
  )
}
