// Makes an image of a root file system's archive. Engine API operation ImageCreate with fromSrc=-.
// Engine fact: `repo` and `tag` name it, `changes` are the only configuration it gets; an archive that is none is refused by status.

import type { Engine } from '../engine/engine.ts'
import type { UploadBody } from '../stream/upload.ts'
import { archive } from './archive.ts'
import { Progress, type ProgressRecord, type Summary } from './progress.ts'

/** Options of {@link importImage}. */
export interface ImportOptions {
  /** The image's name. Default: none. */
  repo?: string | undefined
  /** Default: 'latest', where there is a `repo`. */
  tag?: string | undefined
  /** Dockerfile instructions that change the image's configuration, such as `CMD ["sh"]`. */
  changes?: readonly string[] | undefined
  /** For the image's history. */
  message?: string | undefined
  /** `os/architecture[/variant]` */
  platform?: string | undefined
  /** The archive's length in bytes, where it is a stream and its length is known. */
  length?: number | undefined
  /** Covers sending the archive and the iteration. */
  signal?: AbortSignal | undefined
}

/** What an import comes to. */
export interface ImportResult {
  /** `sha256:…`; undefined where the Engine does not tell. */
  imageId: string | undefined
}

/** Begins to import `tar`, plain or compressed: what exportContainer() gives, for one. */
export function importImage(engine: Engine, tar: UploadBody, options: ImportOptions = {}): Progress<ImportResult> {
  const { repo, tag, changes, message, platform, length, signal } = options
  const query = { fromSrc: '-', repo, tag, message, changes, platform }
  const body = archive(tar)
  return new Progress(
    (signal) => engine.request('POST', '/images/create', { query, body, bodyLength: length, signal }),
    signal,
    new ImportSummary(),
  )
}

class ImportSummary implements Summary<ImportResult> {
  #imageId: string | undefined

  see({ status }: ProgressRecord): void {
    // Podman leaves the algorithm out.
    const [, digits] = /^(?:sha256:)?([0-9a-f]{64})\s*$/.exec(String(status)) ?? []
    if (digits !== undefined) this.#imageId = `sha256:${digits}`
  }

  result(): ImportResult {
    return { imageId: this.#imageId }
  }
}
