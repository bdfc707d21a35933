// Builds an image from a tar stream. Engine API operation ImageBuild, the classic builder unless told otherwise.
// Engine facts: the answer may begin, and end, while the context is still being sent; closing the connection cancels the
// build; 'rm' is true unless said, 'pull' is on whatever its text.

import type { Engine } from '../engine/engine.ts'
import type { RegistryConfig } from '../engine/registry-auth.ts'
import type { ImageBuildQuery } from '../engine/schema.ts'
import type { UploadBody } from '../stream/upload.ts'
import { archive } from './archive.ts'
import { type CredentialSource, isSource } from './auth.ts'
import { Progress, type ProgressRecord, type Summary } from './progress.ts'

/** Options of {@link build}. */
export interface BuildOptions {
  /** `name[:tag]` of the image; several are possible. */
  tags?: string | readonly string[] | undefined
  /** Path of the Dockerfile within the context. Default: 'Dockerfile'. */
  dockerfile?: string | undefined
  /** Values of the Dockerfile's ARGs; null takes the Engine's own environment. They go in the URL and stay in the image's history: no place for secrets. */
  buildArgs?: Readonly<Record<string, string | null>> | undefined
  /** The stage to build. Default: the last. */
  target?: string | undefined
  /** `os/architecture[/variant]` */
  platform?: string | undefined
  labels?: Readonly<Record<string, string>> | undefined
  noCache?: boolean | undefined
  /** Pull the base images even where they are there. */
  pull?: boolean | undefined
  /** Images to take the cache from. */
  cacheFrom?: readonly string[] | undefined
  /** Of the RUN steps: 'bridge', 'host', 'none', `container:id` or a network. */
  networkMode?: string | undefined
  /** `host:address`, for /etc/hosts of the RUN steps. */
  extraHosts?: readonly string[] | undefined
  /** Of the RUN steps, in bytes; -1 swaps without limit. */
  memory?: number | undefined
  memorySwap?: number | undefined
  /** /dev/shm of the RUN steps, in bytes. */
  shmSize?: number | undefined
  /** Say nothing but the image's id. */
  quiet?: boolean | undefined
  /** Remove the intermediate containers of a build that went well. Default: true. */
  rm?: boolean | undefined
  /** Remove them of one that failed, too. */
  forceRm?: boolean | undefined
  /** A Git repository or URL that is the context; `context` is left out then. */
  remote?: string | undefined
  /** '2' is BuildKit, without a session: no secrets, no local cache. Default: the classic builder. */
  version?: '1' | '2' | undefined
  /** Credentials of the registries that base images come from, or where to look all of them up. */
  registryConfig?: RegistryConfig | CredentialSource | undefined
  /** The context's length in bytes, where it is a stream and its length is known. */
  length?: number | undefined
  /** Covers looking up credentials, sending the context, and the iteration. An abort cancels the build. */
  signal?: AbortSignal | undefined
}

/** What a build comes to. */
export interface BuildResult {
  /** `sha256:…`; undefined where the Engine does not tell. */
  imageId: string | undefined
}

/** Begins to build `context`: a tar archive, plain or compressed with gzip, bzip2 or xz; undefined with `remote`. */
export function build(
  engine: Engine,
  context: UploadBody | undefined,
  options: BuildOptions = {},
): Progress<BuildResult> {
  const { registryConfig, length, signal } = options
  const query = queryOf(options)
  const body = context === undefined ? undefined : archive(context)
  const open = async (signal: AbortSignal) => {
    const config =
      registryConfig !== undefined && isSource(registryConfig) ? await registryConfig.all({ signal }) : registryConfig
    return engine.request('POST', '/build', { query, body, bodyLength: length, registryConfig: config, signal })
  }
  return new Progress(open, signal, new BuildSummary())
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
  }
}

class BuildSummary implements Summary<BuildResult> {
  #imageId: string | undefined

  see({ aux, stream }: ProgressRecord): void {
    const { ID } = (aux ?? {}) as { ID?: unknown }
    if (typeof ID === 'string') this.#imageId = ID
    // A quiet build says its id alone. Within another build's output such a line is some program's, and comes before `aux`.
    else if (typeof stream === 'string' && /^sha256:[0-9a-f]{64}\n?$/.test(stream)) this.#imageId = stream.trim()
  }

  result(): BuildResult {
    return { imageId: this.#imageId }
  }
}
