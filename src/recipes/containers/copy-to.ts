// Unpacks a tar archive into a container. Engine API operation PutContainerArchive.
// Engine fact: an error (no such folder, a full disk) is reported while the archive is still being sent.

import { BOOLEAN, COUNT, checkOptions, type Kinds, SIGNAL } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import type { UploadBody } from '../../stream/upload/upload.ts'
import { archiveBody, checkPath } from '../shared/parameters.ts'

/** Options of {@link copyTo}. */
export interface CopyToOptions {
  /** Fail instead of replacing a folder with a file, or a file with a folder. Default: false. */
  noOverwriteDirNonDir?: boolean | undefined
  /** Make the container's own user the owner of the unpacked files. Default: false, the owners in the archive. */
  copyUIDGID?: boolean | undefined
  /** The archive's length in bytes, for a stream of known length. Default: unknown, and sent in chunks. */
  length?: number | undefined
  /** Covers sending the archive and the response. An abort rejects with ERR_ABORTED; files unpacked before it stay. */
  signal?: AbortSignal | undefined
}

const COPY_TO: Kinds<CopyToOptions> = {
  noOverwriteDirNonDir: BOOLEAN,
  copyUIDGID: BOOLEAN,
  length: COUNT,
  signal: SIGNAL,
}

/**
 * Unpacks a tar archive into a folder of a container (Engine API operation PutContainerArchive). Resolves when it is unpacked.
 *
 * Rejects with an EngineError (404: no such container or folder; 400 or 500: an invalid archive, a full disk), ERR_UPLOAD_SOURCE,
 * ERR_ABORTED or the network's errors.
 * @param path an existing folder, from the root of the container's file system
 * @param tar plain or compressed with gzip, bzip2 or xz
 * @throws FairleadError ERR_OPTION.
 */
export async function copyTo(
  engine: Engine,
  id: string,
  path: string,
  tar: UploadBody,
  options: CopyToOptions = {},
): Promise<void> {
  checkOptions('copyTo()', options, COPY_TO)
  checkPath('copyTo', path)
  const { noOverwriteDirNonDir, copyUIDGID, length, signal } = options
  const body = archiveBody(tar)
  const query = { path, noOverwriteDirNonDir, copyUIDGID }
  await engine.put('/containers/{id}/archive', { path: { id }, query, body, bodyLength: length, signal })
}
