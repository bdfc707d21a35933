// Loads images from an archive that save() wrote. Engine API operation ImageLoad.
// Engine facts: the status is always 200, and failures are records; `quiet` is on by default.

import { BOOLEAN, COUNT, checkOptions, type Kinds, SIGNAL, TEXT } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import type { UploadBody } from '../../stream/upload/upload.ts'
import { archiveBody, ociPlatform } from '../shared/parameters.ts'
import { linesOf, Progress, type ProgressRecord, type Summary } from './progress.ts'

/** Options of {@link load}. */
export interface LoadOptions {
  /** Report only the loaded images, not the progress. Default: false. */
  quiet?: boolean | undefined
  /** Load only this platform, `os/architecture[/variant]` (API 1.48). Default: all in the archive. */
  platform?: string | undefined
  /** The archive's length in bytes, for a stream of known length. Default: unknown, and sent in chunks. */
  length?: number | undefined
  /** Covers sending the archive and the iteration. An abort rejects with ERR_ABORTED. */
  signal?: AbortSignal | undefined
}

const LOAD: Kinds<LoadOptions> = { quiet: BOOLEAN, platform: TEXT, length: COUNT, signal: SIGNAL }

/** The result of a {@link load}. */
export interface LoadResult {
  /** The loaded images in the archive's order: the name, `busybox:latest`, or the id of an image without one. */
  images: readonly string[]
}

/**
 * Loads the images of an archive, plain or compressed, that {@link save} or `docker save` wrote (Engine API operation
 * ImageLoad). Starts at once: iterate the returned Progress, or `await` its `done()`.
 *
 * The Progress rejects with an EngineError (ERR_ENGINE_STREAM for an invalid archive), ERR_UPLOAD_SOURCE, ERR_ABORTED,
 * ERR_TRUNCATED_BODY or the network's errors.
 * @throws FairleadError ERR_OPTION.
 */
export function load(engine: Engine, tar: UploadBody, options: LoadOptions = {}): Progress<LoadResult> {
  checkOptions('load()', options, LOAD)
  const { quiet = false, length, signal } = options
  const query = { quiet, platform: ociPlatform(options.platform) }
  const body = archiveBody(tar)
  return new Progress(
    'POST /images/load',
    (signal) => engine.request('POST', '/images/load', { query, body, bodyLength: length, signal }),
    signal,
    new LoadSummary(),
  )
}

class LoadSummary implements Summary<LoadResult> {
  #images: string[] = []

  add({ stream }: ProgressRecord): void {
    for (const line of linesOf(stream)) {
      // Docker prints one per line; Podman prints several as 'Loaded image(s): a,b'.
      const [, names] = /^Loaded image(?: ID|\(s\)|s)?: (.*?)\s*$/.exec(line) ?? []
      if (names !== undefined) this.#images.push(...names.split(',').map((name) => name.trim()))
    }
  }

  result(): LoadResult {
    return { images: this.#images }
  }
}
