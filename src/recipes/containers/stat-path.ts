// What a path of a container is. Engine API operation ContainerArchiveInfo.
// Engine fact: the response to HEAD has no body, so an error response (404) lacks the daemon's message.

import { checkOptions, type Kinds, SIGNAL } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import { checkPath } from '../shared/parameters.ts'
import { type PathStat, pathStat } from './path-stat.ts'

/** Options of {@link statPath}. */
export interface StatPathOptions {
  /** Covers the request. An abort rejects with ERR_ABORTED. */
  signal?: AbortSignal | undefined
}

const STAT_PATH: Kinds<StatPathOptions> = { signal: SIGNAL }

/**
 * What a path in a container is (Engine API operation ContainerArchiveInfo).
 *
 * Rejects with an EngineError without the daemon's message (404: no such container or path), ERR_RECORD_SYNTAX, ERR_ABORTED or
 * the network's errors.
 * @param path a path from the root of the container's file system; a symlink is not followed
 * @throws FairleadError ERR_OPTION.
 */
export async function statPath(
  engine: Engine,
  id: string,
  path: string,
  options: StatPathOptions = {},
): Promise<PathStat> {
  checkOptions('statPath()', options, STAT_PATH)
  checkPath('statPath', path)
  const { signal } = options
  return pathStat(await engine.head('/containers/{id}/archive', { path: { id }, query: { path }, signal }))
}
