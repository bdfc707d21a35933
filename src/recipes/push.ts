// Pushes an image. Engine API operation ImagePush.
// Engine facts: the bare name goes in the path and the tag in the query, where no tag means all; Engines before 25 refuse a
// push without X-Registry-Auth, so that one without credentials carries an empty object.

import type { Engine } from '../engine/engine.ts'
import { FairleadError } from '../error.ts'
import { type Auth, credentialsFor } from './auth.ts'
import { ociPlatform } from './platform.ts'
import { Progress, type ProgressRecord, type Summary } from './progress.ts'
import { parseReference } from './reference.ts'

/** Options of {@link push}. */
export interface PushOptions {
  auth?: Auth | undefined
  /** Push every tag of the image; the reference has none then. Default: false. */
  allTags?: boolean | undefined
  /** `os/architecture[/variant]`, of an image that has several (API 1.46). */
  platform?: string | undefined
  /** Covers looking up credentials, the request and the iteration. An abort cancels the push. */
  signal?: AbortSignal | undefined
}

/** One tag that was pushed. */
export interface PushedTag {
  tag: string
  /** The manifest's digest, `sha256:…` */
  digest: string
  /** The manifest's size in bytes. */
  size: number
}

/** What a push comes to. */
export interface PushResult {
  /** The digest of the last tag that was pushed; undefined where the Engine does not tell. */
  digest: string | undefined
  tags: readonly PushedTag[]
}

/**
 * Begins to push `reference`, `[registry/]name[:tag]`; no tag is 'latest'.
 * @throws FairleadError ERR_OPTION when the reference is none, or has a digest. Everything else is told by the Progress.
 */
export function push(engine: Engine, reference: string, options: PushOptions = {}): Progress<PushResult> {
  const { name, tag, digest } = parseReference(reference)
  if (digest !== undefined) throw new FairleadError('ERR_OPTION', 'what is pushed has a tag, not a digest')
  const { auth, allTags, signal } = options
  const query = { tag: tag ?? (allTags ? undefined : 'latest'), platform: ociPlatform(options.platform) }
  const open = async (signal: AbortSignal) => {
    const found = auth === undefined ? {} : await credentialsFor(auth, reference, signal)
    return engine.request('POST', '/images/{name}/push', { path: { name }, query, auth: found, signal })
  }
  return new Progress(open, signal, new PushSummary())
}

class PushSummary implements Summary<PushResult> {
  #tags: PushedTag[] = []

  see({ aux }: ProgressRecord): void {
    const { Tag, Digest, Size } = (aux ?? {}) as { Tag?: unknown; Digest?: unknown; Size?: unknown }
    if (typeof Digest === 'string') this.#tags.push({ tag: String(Tag ?? ''), digest: Digest, size: Number(Size ?? 0) })
  }

  result(): PushResult {
    return { digest: this.#tags.at(-1)?.digest, tags: this.#tags }
  }
}
