// Builds an image with BuildKit: by POST /build?version=2, or by BuildKit's own service, with a session beside it that serves files,
// secrets, ssh and credentials.
// Engine facts: a request that cannot become a build is refused seconds late, so tags are checked here; /build/cancel answers 200
// whether the id is known or not; closing the connection cancels too, later. From Engine 26 on there is no way to export nothing
// (`exporter "" could not be found`): such a build sends a tar, which is thrown away here.

import { randomBytes } from 'node:crypto'
import { Writable } from 'node:stream'
import { ANY, BOOLEAN, COUNT, checkOptions, type Kinds, LIST, OBJECT, SIGNAL, TEXT, TEXTS } from '../check.ts'
import type { Engine } from '../engine/engine.ts'
import type { ImageBuildQuery } from '../engine/schema.ts'
import { FairleadError } from '../error.ts'
import { parseReference } from '../recipes/shared/reference.ts'
import { type BuildPlan, BuildProgress } from './build-progress.ts'
import { type BuildSource, checkSource, type ReadySource, readySource } from './context/build-source.ts'
import { type AuthTokens, type BuildAuth, checkAuthTokens } from './session/auth.ts'
import { type BuildOutput, checkOutput } from './session/output.ts'
import { type BuildSecrets, checkSecrets } from './session/secrets.ts'
import { openSession } from './session/session.ts'
import { type SshAgents, sshAgents } from './session/ssh.ts'
import { type BuildVia, checkVia } from './session/way-in.ts'

/** Options of {@link buildImage}. */
export interface ImageBuildOptions {
  /** The Dockerfile: relative to the context, or absolute; in a folder it may be outside. Default: 'Dockerfile'. */
  dockerfile?: string | undefined
  /** The Dockerfile's own text, instead of a file. For a folder and for files in memory. Default: none. */
  dockerfileText?: string | undefined
  /** Lines as in a .dockerignore file, instead of the file's. For a folder and for files in memory. Default: those of `<Dockerfile>.dockerignore`, else of `.dockerignore`. */
  ignore?: string | readonly string[] | undefined
  /** One or several names for the image, `name[:tag]`. Default: none. */
  tags?: string | readonly string[] | undefined
  /** Values of the Dockerfile's ARGs; null takes the value from this process's environment, if it is set. Not for secrets: they stay in the image's history. Default: none. */
  buildArgs?: Readonly<Record<string, string | null>> | undefined
  /** The stage to build. Default: the last. */
  target?: string | undefined
  /** `os/architecture[/variant]`. Default: the Engine's own. */
  platform?: string | undefined
  /** Labels of the image, name to value. Default: none. */
  labels?: Readonly<Record<string, string>> | undefined
  /** Images to take the cache from. Default: none. */
  cacheFrom?: readonly string[] | undefined
  /** Look for newer base images, even when the Engine has them. Default: false. */
  pull?: boolean | undefined
  /** Do not use the build cache. Default: false. */
  noCache?: boolean | undefined
  /** Network of the RUN steps: 'default', 'host' or 'none'. Default: 'default'. */
  networkMode?: 'default' | 'host' | 'none' | undefined
  /** Lines `host:address` for /etc/hosts of the RUN steps. Default: none. */
  extraHosts?: readonly string[] | undefined
  /** Size of /dev/shm of the RUN steps, in bytes. Needs Engine 23.0. Default: the Engine's. */
  shmSize?: number | undefined
  /** Secrets for RUN --mount=type=secret, by id. Default: none. */
  secrets?: BuildSecrets | undefined
  /** ssh agents for RUN --mount=type=ssh, by id; `true`: that of SSH_AUTH_SOCK as 'default'. Default: none. */
  ssh?: SshAgents | undefined
  /** Credentials for the registries of base images: by registry, or a source such as `credentials()`. Default: none. */
  auth?: BuildAuth | undefined
  /**
   * Who fetches the tokens of registries that have `auth`: 'client', this side, so that passwords are not given to the daemon for it;
   * or 'daemon', for a client that cannot reach the registries, whose requests for tokens use no proxy. Default: 'daemon' where HTTPS_PROXY is
   * set, else 'client'.
   */
  authTokens?: AuthTokens | undefined
  /** What becomes of the result: 'image', in the Engine; 'none': only built; a folder or a tar archive on this side. Default: 'image'. */
  output?: 'image' | 'none' | BuildOutput | undefined
  /** By which way BuildKit is reached, see {@link BuildVia}. Default: 'auto'. */
  via?: BuildVia | undefined
  /** Covers everything until the build's end. An abort cancels the build and rejects with ERR_ABORTED. */
  signal?: AbortSignal | undefined
}

const BUILD: Kinds<ImageBuildOptions> = {
  dockerfile: TEXT,
  dockerfileText: TEXT,
  ignore: TEXTS,
  tags: TEXTS,
  buildArgs: OBJECT,
  target: TEXT,
  platform: TEXT,
  labels: OBJECT,
  cacheFrom: LIST,
  pull: BOOLEAN,
  noCache: BOOLEAN,
  networkMode: TEXT,
  extraHosts: LIST,
  shmSize: COUNT,
  secrets: OBJECT,
  ssh: ANY,
  auth: OBJECT,
  authTokens: TEXT,
  output: ANY,
  via: TEXT,
  signal: SIGNAL,
}

/** The API version of Engine 26. */
const NO_CACHEONLY = '1.45'
const NETWORKS = ['default', 'host', 'none']

/**
 * Builds an image with BuildKit (Engine API operations ImageBuild and Session). Starts at once: iterate the returned
 * BuildProgress, or its `lines()`, or `await` its `done()`. Leaving the loop, `close()` and the signal cancel the build.
 *
 * From a folder the daemon reads only what the build needs and does not have from the last time. The BuildProgress rejects with a
 * BuildError when the build fails, with ERR_NO_BUILDKIT when the Engine has no BuildKit, and with the errors that its `next()` lists.
 * @param context the path of a folder, `{ files }`, `{ tar }` or `{ remote }`
 * @throws FairleadError ERR_OPTION.
 */
export function buildImage(engine: Engine, context: BuildSource, options: ImageBuildOptions = {}): BuildProgress {
  checkOptions('buildImage()', options, BUILD)
  const { secrets, ssh, auth, authTokens, output = 'image', via, signal } = options
  checkSource(context, options)
  checkMore(options)
  const buildId = randomBytes(12).toString('hex')
  const exported = typeof output === 'object' ? output : undefined
  const agents = ssh === undefined ? undefined : sshAgents(ssh)
  let source: ReadySource = { file: options.dockerfile ?? 'Dockerfile' }
  let exporter = exporterOf(output)
  let cancel = (): void => {
    engine.post('/build/cancel', { query: { id: buildId }, urgent: true }).catch(ignore)
  }
  const plan: BuildPlan = {
    get file() {
      return source.file
    },
    makes: output === 'image' ? 'image' : output === 'none' ? 'nothing' : 'files',
    async session(signal) {
      source = await readySource(context, options)
      const { folders, sharedKey, body } = source
      const received = output === 'none' ? { tar: nowhere() } : exported
      const services = { auth, authTokens, secrets, ssh: agents, folders, sharedKey, output: received, via, signal }
      const session = await openSession(engine, services, body)
      if (output === 'none' && session.control === undefined && (await engine.supports(NO_CACHEONLY))) exporter = 'tar'
      return session
    },
    async request({ id, control }, signal) {
      const outputs = exporter && JSON.stringify([{ Type: exporter, Attrs: {} }])
      const query = { ...queryOf(options, source), outputs, session: id, buildid: buildId }
      if (control === undefined) return await engine.request('POST', '/build', { query, body: source.body, signal })
      cancel = ignore
      const build = control.build(query, signal)
      cancel = () => build.cancel()
      return build
    },
    cancel: () => cancel(),
  }
  return new BuildProgress(plan, signal)
}

/** What the Engine would refuse late, or in other words. */
function checkMore({ tags, networkMode, authTokens, secrets, via, output = 'image' }: ImageBuildOptions): void {
  for (const tag of [tags ?? []].flat()) {
    if (parseReference(tag).digest !== undefined) throw optionError('tags: expected name[:tag], without a digest')
  }
  if (networkMode !== undefined && !NETWORKS.includes(networkMode)) {
    throw optionError(`networkMode: expected one of ${NETWORKS.join(', ')}, which are all that BuildKit has`)
  }
  checkAuthTokens(authTokens)
  checkVia(via)
  if (secrets !== undefined) checkSecrets(secrets)
  if (output !== 'image' && output !== 'none') checkOutput(output ?? {})
  if (output !== 'image' && tags !== undefined)
    throw optionError("tags: only an image has names: leave them out, or output 'image'")
}

function queryOf(options: ImageBuildOptions, { remote, file }: ReadySource): ImageBuildQuery {
  const { cacheFrom } = options
  return {
    version: '2',
    remote,
    dockerfile: file,
    t: options.tags,
    buildargs: argumentsOf(options.buildArgs),
    target: options.target,
    platform: options.platform,
    labels: options.labels,
    cachefrom: cacheFrom && JSON.stringify(cacheFrom),
    pull: options.pull || undefined,
    nocache: options.noCache,
    networkmode: options.networkMode,
    extrahosts: options.extraHosts,
    shmsize: options.shmSize,
  }
}

/** The exporter's name; undefined for the Engine's own, which makes an image. */
function exporterOf(output: ImageBuildOptions['output']): string | undefined {
  if (output === undefined || output === 'image') return undefined
  if (output === 'none') return 'cacheonly'
  return 'folder' in output ? 'local' : 'tar'
}

function nowhere(): Writable {
  return new Writable({ write: (_piece, _encoding, next) => next() })
}

/** Engine fact: BuildKit's side drops values that are null, so they are looked up here. */
function argumentsOf(given: ImageBuildOptions['buildArgs']): Record<string, string> | undefined {
  if (given === undefined) return undefined
  const found = Object.entries(given).map(([name, value]) => [name, value ?? process.env[name]])
  return Object.fromEntries(found.filter(([, value]) => value !== undefined))
}

function optionError(message: string): FairleadError {
  return new FairleadError('ERR_OPTION', `buildImage(): ${message}`)
}

function ignore(): void {}
