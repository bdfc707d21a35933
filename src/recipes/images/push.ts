// Pushes an image. Engine API operation ImagePush.
// Engine facts: the bare name goes in the path and the tag in the query, where no tag means all. Engines before 25 reject a
// push without X-Registry-Auth, so a push without credentials sends an empty object. The pushed tag is in a line,
// `latest: digest: sha256:… size: 525`; without the containerd image store also in a record's `aux`.

import { BOOLEAN, checkOptions, type Kinds, OBJECT, SIGNAL, TEXT } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import { optionalField } from '../../engine/response/shape.ts'
import { FairleadError } from '../../error.ts'
import { type Auth, credentialsFor } from '../credentials/auth.ts'
import { ociPlatform } from '../shared/parameters.ts'
import { parseReference } from '../shared/reference.ts'

import { linesOf, Progress, type ProgressRecord, type Summary } from './progress.ts'

/** Options of {@link push}. */
export interface PushOptions {
  /** Credentials for the image's registry, or a source that is queried for them, such as {@link credentials}. Default: none. */
  auth?: Auth | undefined
  /** Push every tag of a reference without a tag. Default: false. */
  allTags?: boolean | undefined
  /** Push only this platform of a multi-platform image, `os/architecture[/variant]` (API 1.46). Default: all of them. */
  platform?: string | undefined
  /** Covers the lookup of credentials, the request and the iteration. An abort cancels the push and rejects with ERR_ABORTED. */
  signal?: AbortSignal | undefined
}

const PUSH: Kinds<PushOptions> = { platform: TEXT, allTags: BOOLEAN, auth: OBJECT, signal: SIGNAL }

/** One pushed tag. */
export interface PushedTag {
  /** The tag, such as 'latest'. */
  tag: string
  /** The manifest's digest, `sha256:…` */
  digest: string
  /** The manifest's size in bytes. */
  size: number
}

/** The result of a {@link push}. */
export interface PushResult {
  /** The digest of the last pushed tag; undefined when the Engine does not report it. */
  digest: string | undefined
  /** The pushed tags, in the order of the Engine's reports. */
  tags: readonly PushedTag[]
}

/**
 * Pushes an image (Engine API operation ImagePush). Starts at once: iterate the returned Progress, or `await` its `done()`.
 * Leaving the loop, `close()` and the signal cancel the push.
 *
 * The Progress rejects with an EngineError (404: no such image; ERR_ENGINE_STREAM when the registry rejects the push),
 * ERR_CREDENTIALS, ERR_ABORTED, ERR_TRUNCATED_BODY or the network's errors.
 * @param reference `[registry/]name[:tag]`; the tag defaults to 'latest'
 * @throws FairleadError ERR_OPTION, also for an invalid reference or one with a digest.
 */
export function push(engine: Engine, reference: string, options: PushOptions = {}): Progress<PushResult> {
  checkOptions('push()', options, PUSH)
  const { name, tag, digest } = parseReference(reference)
  if (digest !== undefined)
    throw new FairleadError('ERR_OPTION', 'push: the reference has a digest: expected a tag or neither')
  const { auth, allTags, signal } = options
  const query = { tag: tag ?? (allTags ? undefined : 'latest'), platform: ociPlatform(options.platform) }
  const open = async (signal: AbortSignal) => {
    const config = auth === undefined ? {} : await credentialsFor(auth, reference, signal)
    return engine.request('POST', '/images/{name}/push', { path: { name }, query, auth: config, signal })
  }
  return new Progress(`POST /images/${name}/push`, open, signal, new PushSummary())
}

/** The line that ends the push of one tag. */
const PUSHED = /^(\S+): digest: (\w[\w+.-]*:[0-9a-fA-F]{32,}) size: (\d+)\s*$/

class PushSummary implements Summary<PushResult> {
  /** By tag: the line and `aux` report the same push. */
  readonly #tags = new Map<string, PushedTag>()

  add(record: ProgressRecord, from: string): void {
    // A record about a layer has an id.
    for (const line of record.id ? [] : linesOf(record.status)) {
      const [, tag = '', digest = '', size = ''] = PUSHED.exec(line) ?? []
      if (digest !== '') this.#tags.set(tag, { tag, digest, size: Number(size) })
    }
    const digest = optionalField(from, record, 'aux.Digest', 'string')
    if (digest === undefined) return
    const size = optionalField(from, record, 'aux.Size', 'integer')
    const auxTag = optionalField(from, record, 'aux.Tag', 'string')
    const last = [...this.#tags.values()].at(-1)
    const tag = auxTag ?? (last?.digest === digest ? last.tag : '')
    this.#tags.set(tag, { tag, digest, size: size ?? this.#tags.get(tag)?.size ?? 0 })
  }

  result(): PushResult {
    const tags = [...this.#tags.values()]
    return { digest: tags.at(-1)?.digest, tags }
  }
}
