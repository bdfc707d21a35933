// Creates an image from an archive of a root file system. Engine API operation ImageCreate with fromSrc=-.
// Engine fact: `changes` are the only configuration that the image gets; an invalid archive is an error status.

import { COUNT, checkOptions, type Kinds, LIST, SIGNAL, TEXT } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import type { UploadBody } from '../../stream/upload/upload.ts'
import { archiveBody } from '../shared/parameters.ts'
import { linesOf, Progress, type ProgressRecord, type Summary } from './progress.ts'

/** Options of {@link importImage}. */
export interface ImportOptions {
  /** The image's name. Default: none. */
  repo?: string | undefined
  /** The image's tag, with `repo`. Default: 'latest'. */
  tag?: string | undefined
  /** Dockerfile instructions that change the image's configuration, such as `CMD ["sh"]`. Default: none. */
  changes?: readonly string[] | undefined
  /** A comment in the image's history. Default: the Engine's. */
  message?: string | undefined
  /** `os/architecture[/variant]` of the image. Default: the Engine's own. */
  platform?: string | undefined
  /** The archive's length in bytes, for a stream of known length. Default: unknown, and sent in chunks. */
  length?: number | undefined
  /** Covers sending the archive and the iteration. An abort rejects with ERR_ABORTED. */
  signal?: AbortSignal | undefined
}

const IMPORT: Kinds<ImportOptions> = {
  repo: TEXT,
  tag: TEXT,
  changes: LIST,
  message: TEXT,
  platform: TEXT,
  length: COUNT,
  signal: SIGNAL,
}

/** The result of {@link importImage}. */
export interface ImportResult {
  /** `sha256:…`; undefined when the Engine does not report it. */
  imageId: string | undefined
}

/**
 * Creates an image from the archive of a root file system, plain or compressed, such as {@link exportContainer} returns
 * (Engine API operation ImageCreate). Starts at once: iterate the returned Progress, or `await` its `done()`.
 *
 * The Progress rejects with an EngineError (an invalid archive, for one), ERR_UPLOAD_SOURCE, ERR_ABORTED, ERR_TRUNCATED_BODY or
 * the network's errors.
 * @throws FairleadError ERR_OPTION.
 */
export function importImage(engine: Engine, tar: UploadBody, options: ImportOptions = {}): Progress<ImportResult> {
  checkOptions('importImage()', options, IMPORT)
  const { repo, tag, changes, message, platform, length, signal } = options
  const query = { fromSrc: '-', repo, tag, message, changes, platform }
  const body = archiveBody(tar)
  return new Progress(
    'POST /images/create',
    (signal) => engine.request('POST', '/images/create', { query, body, bodyLength: length, signal }),
    signal,
    new ImportSummary(),
  )
}

class ImportSummary implements Summary<ImportResult> {
  #imageId: string | undefined

  add({ status }: ProgressRecord): void {
    for (const line of linesOf(status)) {
      // Podman omits the algorithm.
      const [, digits] = /^(?:sha256:)?([0-9a-f]{64})\s*$/.exec(line) ?? []
      if (digits !== undefined) this.#imageId = `sha256:${digits}`
    }
  }

  result(): ImportResult {
    return { imageId: this.#imageId }
  }
}
