// Unpacks a tar archive into a container. Engine API operation PutContainerArchive.
// Engine fact: what goes wrong (no such folder, a full disk) is told while the archive is still being sent.

import type { Engine } from '../engine/engine.ts'
import { FairleadError } from '../error.ts'
import type { UploadBody } from '../stream/upload.ts'
import { archive } from './archive.ts'

/** Options of {@link copyTo}. */
export interface CopyToOptions {
  /** Refuse to put a file where a folder is, or a folder where a file is. Default: false. */
  noOverwriteDirNonDir?: boolean | undefined
  /** Give what is unpacked to the container's own user. Default: false, the owners of the archive. */
  copyUIDGID?: boolean | undefined
  /** The archive's length in bytes, where it is a stream and its length is known. */
  length?: number | undefined
  /** Covers sending the archive and the answer. What was unpacked before an abort stays. */
  signal?: AbortSignal | undefined
}

/**
 * Unpacks `tar`, plain or compressed with gzip, bzip2 or xz, into the folder `path` of the container.
 * @param path an existing folder, from the root of the container's file system
 */
export async function copyTo(
  engine: Engine,
  id: string,
  path: string,
  tar: UploadBody,
  options: CopyToOptions = {},
): Promise<void> {
  if (path === '') throw new FairleadError('ERR_OPTION', 'copyTo: the path is empty')
  const { noOverwriteDirNonDir, copyUIDGID, length, signal } = options
  const body = archive(tar)
  const query = { path, noOverwriteDirNonDir, copyUIDGID }
  await engine.put('/containers/{id}/archive', { path: { id }, query, body, bodyLength: length, signal })
}
