// Builds an image from a tar stream. Engine API operation ImageBuild, with the classic builder by default.
// Engine facts: the response may begin, and end, while the context is still being sent; closing the connection cancels the
// build; 'rm' defaults to true; 'pull' is on with any text.

import {
  ANY,
  BOOLEAN,
  COUNT,
  checkOptions,
  INTEGER,
  type Kinds,
  LIST,
  OBJECT,
  SIGNAL,
  TEXT,
  TEXTS,
} from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import type { RegistryConfig } from '../../engine/request/registry-auth.ts'
import { optionalField } from '../../engine/response/shape.ts'
import type { ImageBuildQuery } from '../../engine/schema.ts'
import type { UploadBody } from '../../stream/upload/upload.ts'
import { type CredentialSource, isSource } from '../credentials/auth.ts'
import { archiveBody } from '../shared/parameters.ts'
import { linesOf, Progress, type ProgressRecord, type Summary } from './progress.ts'

/** Options of {@link build}. */
export interface BuildOptions {
  /** One or several names for the image, `name[:tag]`. Default: none. */
  tags?: string | readonly string[] | undefined
  /** Path of the Dockerfile within the context. Default: that of a BuildContext (`fairlead/files`), else 'Dockerfile'. */
  dockerfile?: string | undefined
  /** Values of the Dockerfile's ARGs; null takes the value from the Engine's own environment. Not for secrets: the values go in the URL and stay in the image's history. */
  buildArgs?: Readonly<Record<string, string | null>> | undefined
  /** The stage to build. Default: the last. */
  target?: string | undefined
  /** `os/architecture[/variant]`. Default: the Engine's own. */
  platform?: string | undefined
  /** Labels of the image, name to value. Default: none. */
  labels?: Readonly<Record<string, string>> | undefined
  /** Do not use the build cache. Default: false. */
  noCache?: boolean | undefined
  /** Pull the base images even when the Engine has them. Default: false. */
  pull?: boolean | undefined
  /** Images to take the cache from. Default: none. */
  cacheFrom?: readonly string[] | undefined
  /** Network of the RUN steps: 'bridge', 'host', 'none', `container:id` or a network's name. Default: the Engine's. */
  networkMode?: string | undefined
  /** Lines `host:address` for /etc/hosts of the RUN steps. Default: none. */
  extraHosts?: readonly string[] | undefined
  /** Memory limit of the RUN steps, in bytes. Default: none. */
  memory?: number | undefined
  /** Limit of memory and swap together of the RUN steps, in bytes; -1 means unlimited swap. Default: the Engine's. */
  memorySwap?: number | undefined
  /** Size of /dev/shm of the RUN steps, in bytes. Default: the Engine's. */
  shmSize?: number | undefined
  /** Print only the image's id. Default: false. */
  quiet?: boolean | undefined
  /** Remove the intermediate containers after a successful build. Default: true. */
  rm?: boolean | undefined
  /** Remove the intermediate containers after a failed build, too. Default: false. */
  forceRm?: boolean | undefined
  /** A Git repository or URL as the context; the `context` parameter is undefined then. */
  remote?: string | undefined
  /** '2' selects BuildKit. Without a `session` it has no secrets and can pull no base image; `buildImage()` of fairlead/buildkit opens one by itself, also for a tar. Default: '1', the classic builder. */
  version?: '1' | '2' | undefined
  /** With version '2': the id of a session that `openBuildSession()` of fairlead/buildkit has opened, for its credentials and secrets. Default: none. */
  session?: string | undefined
  /** Credentials by registry for the base images, or a source that is queried for all of them. Default: none. */
  registryConfig?: RegistryConfig | CredentialSource | undefined
  /** The context's length in bytes, for a stream of known length. Default: unknown, and sent in chunks. */
  length?: number | undefined
  /** Covers the lookup of credentials, sending the context, and the iteration. An abort cancels the build and rejects with ERR_ABORTED. */
  signal?: AbortSignal | undefined
}

const BUILD: Kinds<BuildOptions> = {
  tags: TEXTS,
  dockerfile: TEXT,
  buildArgs: OBJECT,
  target: TEXT,
  platform: TEXT,
  labels: OBJECT,
  noCache: BOOLEAN,
  pull: BOOLEAN,
  cacheFrom: LIST,
  networkMode: TEXT,
  extraHosts: LIST,
  memory: INTEGER,
  memorySwap: INTEGER,
  shmSize: INTEGER,
  quiet: BOOLEAN,
  rm: BOOLEAN,
  forceRm: BOOLEAN,
  remote: TEXT,
  version: ANY,
  session: TEXT,
  registryConfig: OBJECT,
  length: COUNT,
  signal: SIGNAL,
}

/** The result of a {@link build}. */
export interface BuildResult {
  /** `sha256:…`; the short id of 12 digits when the Engine sends no other; undefined when it sends none. */
  imageId: string | undefined
}

/**
 * Builds an image (Engine API operation ImageBuild). Starts at once: iterate the returned Progress, or `await` its `done()`.
 * Leaving the loop, `close()` and the signal cancel the build.
 *
 * The Progress rejects with an EngineError (ERR_ENGINE_STREAM for a failed step, with `detailCode` and the last `records`),
 * ERR_CREDENTIALS, ERR_UPLOAD_SOURCE, ERR_ABORTED, ERR_TRUNCATED_BODY or the network's errors.
 * @param context a tar archive, plain or compressed with gzip, bzip2 or xz: `buildContext('.')` of `fairlead/files`, or your own;
 * undefined with `remote`
 * @throws FairleadError ERR_OPTION.
 */
export function build(
  engine: Engine,
  context: UploadBody | undefined,
  options: BuildOptions = {},
): Progress<BuildResult> {
  checkOptions('build()', options, BUILD)
  const { registryConfig, length, signal } = options
  const query = queryOf(options)
  const body = context === undefined ? undefined : archiveBody(context)
  const open = async (signal: AbortSignal) => {
    // Without a turn of the loop where there is nothing to wait for.
    const named = query.dockerfile === undefined ? dockerfileOf(context) : undefined
    if (named !== undefined) query.dockerfile = await named
    const config =
      registryConfig !== undefined && isSource(registryConfig) ? await registryConfig.all({ signal }) : registryConfig
    return engine.request('POST', '/build', { query, body, bodyLength: length, registryConfig: config, signal })
  }
  return new Progress('POST /build', open, signal, new BuildSummary())
}

/** The Dockerfile that a BuildContext of `fairlead/files` names; undefined for other contexts. Found by its method: no import. */
function dockerfileOf(context: UploadBody | undefined): Promise<string> | undefined {
  const { dockerfileName } = (context ?? {}) as { dockerfileName?: () => Promise<string> }
  return typeof dockerfileName === 'function' ? dockerfileName.call(context) : undefined
}

function queryOf(options: BuildOptions): ImageBuildQuery {
  const { tags, cacheFrom } = options
  return {
    t: tags,
    dockerfile: options.dockerfile,
    buildargs: options.buildArgs,
    target: options.target,
    platform: options.platform,
    labels: options.labels,
    nocache: options.noCache,
    pull: options.pull || undefined,
    cachefrom: cacheFrom && JSON.stringify(cacheFrom),
    networkmode: options.networkMode,
    extrahosts: options.extraHosts,
    memory: options.memory,
    memswap: options.memorySwap,
    shmsize: options.shmSize,
    q: options.quiet,
    rm: options.rm,
    forcerm: options.forceRm,
    remote: options.remote,
    version: options.version,
    session: options.session,
  }
}

class BuildSummary implements Summary<BuildResult> {
  #imageId: string | undefined
  #shortId: string | undefined

  add(record: ProgressRecord, from: string): void {
    // BuildKit's own records are base64.
    const id = typeof record.aux === 'string' ? undefined : optionalField(from, record, 'aux.ID', 'string')
    for (const line of linesOf(record.stream)) {
      // A quiet build prints only its id. In other builds such a line is a program's output, and comes before `aux`.
      if (/^sha256:[0-9a-f]{64}$/.test(line)) this.#imageId = line
      else this.#shortId = /^Successfully built ([0-9a-f]{12,64})$/.exec(line)?.[1] ?? this.#shortId
    }
    if (id !== undefined) this.#imageId = id
  }

  result(): BuildResult {
    return { imageId: this.#imageId ?? this.#shortId }
  }
}
