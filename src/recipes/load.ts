// Loads images from an archive that save() made. Engine API operation ImageLoad.
// Engine facts: the answer is 200 whatever happens, a failure is always a record; `quiet` is on unless switched off.

import type { Engine } from '../engine/engine.ts'
import type { UploadBody } from '../stream/upload.ts'
import { archive } from './archive.ts'
import { ociPlatform } from './platform.ts'
import { Progress, type ProgressRecord, type Summary } from './progress.ts'

/** Options of {@link load}. */
export interface LoadOptions {
  /** Tell what was loaded, not how it goes. Default: false. */
  quiet?: boolean | undefined
  /** `os/architecture[/variant]`: load that one only (API 1.48). */
  platform?: string | undefined
  /** The archive's length in bytes, where it is a stream and its length is known. */
  length?: number | undefined
  /** Covers sending the archive and the iteration. */
  signal?: AbortSignal | undefined
}

/** What a load comes to. */
export interface LoadResult {
  /** Names, `busybox:latest`, or where an image has none its id, in the order of the archive. */
  images: readonly string[]
}

/** Begins to load `tar`, plain or compressed. */
export function load(engine: Engine, tar: UploadBody, options: LoadOptions = {}): Progress<LoadResult> {
  const { quiet = false, length, signal } = options
  const query = { quiet, platform: ociPlatform(options.platform) }
  const body = archive(tar)
  return new Progress(
    (signal) => engine.request('POST', '/images/load', { query, body, bodyLength: length, signal }),
    signal,
    new LoadSummary(),
  )
}

class LoadSummary implements Summary<LoadResult> {
  #images: string[] = []

  see({ stream }: ProgressRecord): void {
    if (typeof stream !== 'string') return
    // Docker says one a record; Podman of several 'Loaded image(s): a,b'.
    const [, names] = /^Loaded image(?: ID|\(s\)|s)?: (.*?)\s*$/.exec(stream) ?? []
    if (names !== undefined) this.#images.push(...names.split(','))
  }

  result(): LoadResult {
    return { images: this.#images }
  }
}
