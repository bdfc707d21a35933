// Pulls an image. Engine API operation ImageCreate with fromImage.
// Engine fact: without a tag every tag of the image is pulled, so 'latest' is said where the reference says nothing.

import type { Engine } from '../engine/engine.ts'
import { type Auth, credentialsFor } from './auth.ts'
import { Progress, type ProgressRecord, type Summary } from './progress.ts'
import { parseReference } from './reference.ts'

/** Options of {@link pull}. */
export interface PullOptions {
  /** `os/architecture[/variant]`. Default: the Engine's own. */
  platform?: string | undefined
  /** Pull every tag of the image; the reference has none then. Default: false. */
  allTags?: boolean | undefined
  auth?: Auth | undefined
  /** Covers looking up credentials, the request and the iteration. An abort cancels the pull. */
  signal?: AbortSignal | undefined
}

/** What a pull comes to. */
export interface PullResult {
  /** The manifest's digest, `sha256:…`; of the last tag where there were several; undefined where the Engine does not tell (Podman). */
  digest: string | undefined
  /** The Engine's closing words, such as 'Image is up to date for busybox:latest'. */
  status: string | undefined
}

/**
 * Begins to pull `reference`, `[registry/]name[:tag][@digest]`; a digest is pulled whatever the tag.
 * @throws FairleadError ERR_OPTION when the reference is none. Everything else is told by the Progress.
 */
export function pull(engine: Engine, reference: string, options: PullOptions = {}): Progress<PullResult> {
  const { name, tag, digest } = parseReference(reference)
  const { platform, allTags, auth, signal } = options
  const query = { fromImage: name, tag: digest ?? tag ?? (allTags ? undefined : 'latest'), platform }
  const open = async (signal: AbortSignal) => {
    const found = auth === undefined ? undefined : await credentialsFor(auth, reference, signal)
    return engine.request('POST', '/images/create', { query, auth: found, signal })
  }
  return new Progress(open, signal, new PullSummary())
}

class PullSummary implements Summary<PullResult> {
  #digest: string | undefined
  #status: string | undefined

  see({ status }: ProgressRecord): void {
    if (typeof status !== 'string') return
    this.#digest = /^Digest: (\S+)/.exec(status)?.[1] ?? this.#digest
    this.#status = /^Status: (.*)/s.exec(status)?.[1] ?? this.#status
  }

  result(): PullResult {
    return { digest: this.#digest, status: this.#status }
  }
}
