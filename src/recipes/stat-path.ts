// What a path of a container is. Engine API operation ContainerArchiveInfo.
// Engine fact: the answer to HEAD has no body, so a refusal (404) comes without the daemon's words.

import type { Engine } from '../engine/engine.ts'
import { FairleadError } from '../error.ts'
import { type PathStat, pathStat } from './path-stat.ts'

/** Options of {@link statPath}. */
export interface StatPathOptions {
  signal?: AbortSignal | undefined
}

/** @param path from the root of the container's file system; a symlink is told of itself, not followed. */
export async function statPath(
  engine: Engine,
  id: string,
  path: string,
  options: StatPathOptions = {},
): Promise<PathStat> {
  if (path === '') throw new FairleadError('ERR_OPTION', 'statPath: the path is empty')
  const { signal } = options
  return pathStat(await engine.head('/containers/{id}/archive', { path: { id }, query: { path }, signal }))
}
