// A container's file system as a tar archive. Engine API operation ContainerExport.
// Engine fact: it has every layer's files and none of a volume's; the container may run, or not.

import type { Engine } from '../engine/engine.ts'
import type { ByteResponse } from '../engine/replies.ts'

/** Options of {@link exportContainer}. */
export interface ExportOptions {
  /** Covers the request and the reading of the archive. */
  signal?: AbortSignal | undefined
}

/** The archive: to be iterated, or given to another call as its body. One that is cut rejects as truncated. */
export async function exportContainer(engine: Engine, id: string, options: ExportOptions = {}): Promise<ByteResponse> {
  return await engine.request('GET', '/containers/{id}/export', { path: { id }, signal: options.signal })
}
