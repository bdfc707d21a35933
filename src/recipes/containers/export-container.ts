// A container's file system as a tar archive. Engine API operation ContainerExport.
// Engine fact: it has the files of every layer and of no volume; the container may run or not.

import { checkOptions, type Kinds, SIGNAL } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import type { ByteResponse } from '../../engine/response/response-types.ts'
import { streaming } from '../../engine/response/shape.ts'

/** Options of {@link exportContainer}. */
export interface ExportOptions {
  /** Covers the request and the reading of the archive. An abort rejects with ERR_ABORTED. */
  signal?: AbortSignal | undefined
}

const EXPORT: Kinds<ExportOptions> = { signal: SIGNAL }

/**
 * Exports a container's file system, without its volumes, as a tar archive (Engine API operation ContainerExport). Resolves when
 * the response begins; iterate it, or pass it to another call, such as {@link importImage}, as a body. An archive that is cut off
 * rejects with ERR_TRUNCATED_BODY.
 *
 * Rejects with an EngineError (404: no such container), ERR_ABORTED or the network's errors.
 * @throws FairleadError ERR_OPTION.
 */
export async function exportContainer(engine: Engine, id: string, options: ExportOptions = {}): Promise<ByteResponse> {
  checkOptions('exportContainer()', options, EXPORT)
  const response = await engine.request('GET', '/containers/{id}/export', { path: { id }, signal: options.signal })
  return streaming(`GET /containers/${id}/export`, response)
}
