// A file or folder of a container as a tar archive. Engine API operation ContainerArchive.
// Engine fact: asked with gzip or deflate it would compress, which costs more than the socket gains: identity is asked for.

import type { Engine } from '../engine/engine.ts'
import type { ByteResponse } from '../engine/replies.ts'
import { FairleadError } from '../error.ts'
import { type PathStat, pathStat } from './path-stat.ts'

/** Options of {@link copyFrom}. */
export interface CopyFromOptions {
  /** Covers the request and the reading of the archive. */
  signal?: AbortSignal | undefined
}

/** What {@link copyFrom} gives. */
export interface CopiedFrom {
  stat: PathStat
  /** The archive: to be iterated, or given to another call as its body. One that is cut rejects as truncated. */
  tar: ByteResponse
}

/** @param path from the root of the container's file system. The archive has its last part as the first name. */
export async function copyFrom(
  engine: Engine,
  id: string,
  path: string,
  options: CopyFromOptions = {},
): Promise<CopiedFrom> {
  if (path === '') throw new FairleadError('ERR_OPTION', 'copyFrom: the path is empty')
  const tar = await engine.request('GET', '/containers/{id}/archive', {
    path: { id },
    query: { path },
    headers: { 'Accept-Encoding': 'identity' },
    signal: options.signal,
  })
  try {
    return { stat: pathStat(tar.headers), tar }
  } catch (error) {
    tar.close()
    throw error
  }
}
