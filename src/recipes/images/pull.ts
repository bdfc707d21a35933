// Pulls an image. Engine API operation ImageCreate with fromImage.
// Engine fact: without a tag the Engine pulls every tag of the image, so a reference without one gets 'latest'.

import { BOOLEAN, checkOptions, type Kinds, OBJECT, SIGNAL, TEXT } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import { type Auth, credentialsFor } from '../credentials/auth.ts'
import { parseReference } from '../shared/reference.ts'
import { linesOf, Progress, type ProgressRecord, type Summary } from './progress.ts'

/** Options of {@link pull}. */
export interface PullOptions {
  /** `os/architecture[/variant]`. Default: the Engine's own. */
  platform?: string | undefined
  /** Pull every tag of a reference without a tag. Default: false. */
  allTags?: boolean | undefined
  /** Credentials for the image's registry, or a source that is queried for them, such as {@link credentials}. Default: none. */
  auth?: Auth | undefined
  /** Covers the lookup of credentials, the request and the iteration. An abort cancels the pull and rejects with ERR_ABORTED. */
  signal?: AbortSignal | undefined
}

const PULL: Kinds<PullOptions> = { platform: TEXT, allTags: BOOLEAN, auth: OBJECT, signal: SIGNAL }

/** The result of a {@link pull}. */
export interface PullResult {
  /** The manifest's digest, `sha256:…`; the last tag's when several were pulled; undefined when the Engine does not report it (Podman). */
  digest: string | undefined
  /** The Engine's last status line, such as 'Image is up to date for busybox:latest'. */
  status: string | undefined
}

/**
 * Pulls an image (Engine API operation ImageCreate). Starts at once: iterate the returned Progress, or `await` its `done()`.
 * Leaving the loop, `close()` and the signal cancel the pull.
 *
 * The Progress rejects with an EngineError (404: no such image; ERR_ENGINE_STREAM for a failure after the response has begun),
 * ERR_CREDENTIALS, ERR_ABORTED, ERR_TRUNCATED_BODY or the network's errors.
 * @param reference `[registry/]name[:tag][@digest]`; the tag defaults to 'latest', a digest wins over the tag
 * @throws FairleadError ERR_OPTION, for an invalid reference too.
 */
export function pull(engine: Engine, reference: string, options: PullOptions = {}): Progress<PullResult> {
  checkOptions('pull()', options, PULL)
  const { name, tag, digest } = parseReference(reference)
  const { platform, allTags, auth, signal } = options
  const query = { fromImage: name, tag: digest ?? tag ?? (allTags ? undefined : 'latest'), platform }
  const open = async (signal: AbortSignal) => {
    const config = auth === undefined ? undefined : await credentialsFor(auth, reference, signal)
    return engine.request('POST', '/images/create', { query, auth: config, signal })
  }
  return new Progress('POST /images/create', open, signal, new PullSummary())
}

class PullSummary implements Summary<PullResult> {
  #digest: string | undefined
  #status: string | undefined

  add({ status }: ProgressRecord): void {
    for (const line of linesOf(status)) {
      this.#digest = /^Digest: (\S+)/.exec(line)?.[1] ?? this.#digest
      this.#status = /^Status: (.*)/.exec(line)?.[1] ?? this.#status
    }
  }

  result(): PullResult {
    return { digest: this.#digest, status: this.#status }
  }
}
