// A file or folder of a container as a tar archive. Engine API operation ContainerArchive.
// Engine fact: it compresses for a client that accepts gzip or deflate. On a local socket that costs more than it saves, so the
// request accepts identity only.

import { checkOptions, type Kinds, SIGNAL } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import type { ByteResponse } from '../../engine/response/response-types.ts'
import { streaming } from '../../engine/response/shape.ts'
import { checkPath } from '../shared/parameters.ts'
import { type PathStat, pathStat } from './path-stat.ts'

/** Options of {@link copyFrom}. */
export interface CopyFromOptions {
  /** Covers the request and the reading of the archive. An abort rejects with ERR_ABORTED. */
  signal?: AbortSignal | undefined
}

const COPY_FROM: Kinds<CopyFromOptions> = { signal: SIGNAL }

/** The result of {@link copyFrom}. */
export interface CopyFromResult {
  /** What the path is. */
  stat: PathStat
  /** The archive: iterate it, or pass it to another call as a body. If it is cut off, reading rejects with ERR_TRUNCATED_BODY. */
  tar: ByteResponse
}

/**
 * Reads a file or folder of a container as a tar archive (Engine API operation ContainerArchive). Resolves when the response
 * begins; its archive must be read or closed.
 *
 * Rejects with an EngineError (404: no such container or path), ERR_RECORD_SYNTAX, ERR_ABORTED or the network's errors.
 * @param path a path from the root of the container's file system; its last part is the archive's first name
 * @throws FairleadError ERR_OPTION.
 */
export async function copyFrom(
  engine: Engine,
  id: string,
  path: string,
  options: CopyFromOptions = {},
): Promise<CopyFromResult> {
  checkOptions('copyFrom()', options, COPY_FROM)
  checkPath('copyFrom', path)
  const tar = await engine.request('GET', '/containers/{id}/archive', {
    path: { id },
    query: { path },
    headers: { 'Accept-Encoding': 'identity' },
    signal: options.signal,
  })
  try {
    return { stat: pathStat(tar.headers), tar: streaming(`GET /containers/${id}/archive`, tar) }
  } catch (error) {
    tar.close()
    throw error
  }
}
