// A build session: a stream of bytes that the daemon calls this side on. Where the stream comes from is way-in.ts's matter.
// Engine facts: the methods that are served stand in one header line each; the id must be unique; one session may serve several
// builds; its end does not cancel them. States: open; closed, by close(), the signal, the engine, or a daemon that broke the protocol.

import { randomBytes } from 'node:crypto'
import { ANY, checkOptions, type Kinds, OBJECT, SIGNAL, TEXT } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import { closedError, type FairleadError } from '../../error.ts'
import { LinkedSignal } from '../../recipes/shared/linked-signal.ts'
import type { UploadBody } from '../../stream/upload/upload.ts'
import type { Tree } from '../context/tree.ts'
import type { Control } from '../control/control.ts'
import { GrpcServer, type Handler } from '../grpc/server.ts'
import { type AuthTokens, authService, type BuildAuth, checkAuthTokens } from './auth.ts'
import { health } from './health.ts'
import { type BuildOutput, checkOutput, type Exported, outputService } from './output.ts'
import { type BuildSecrets, checkSecrets, secretsService } from './secrets.ts'
import { type SshAgents, sshAgents, sshService } from './ssh.ts'
import { type Sent, syncService } from './sync-send.ts'
import { type BuildVia, checkVia, openStream } from './way-in.ts'

/** What a session offers to the builds that use it. */
export interface BuildServices {
  /** Credentials for the registries of base images. Default: none, which is enough for public images. */
  auth?: BuildAuth | undefined
  /**
   * Who fetches the tokens of registries that have `auth`: 'client', this side, so that passwords are not given to the daemon for it;
   * or 'daemon', for a client that cannot reach the registries, whose requests for tokens use no proxy. Default: 'daemon' where HTTPS_PROXY is
   * set, else 'client'.
   */
  authTokens?: AuthTokens | undefined
  /** Secrets by id. Default: none. */
  secrets?: BuildSecrets | undefined
  /** ssh agents by id; `true`: that of SSH_AUTH_SOCK as 'default'. Default: none. */
  ssh?: SshAgents | undefined
  /** Folders by the names that builds know them by: 'context' and 'dockerfile'. Made by `folderTree()` and `memoryTree()`. Default: none. */
  folders?: Readonly<Record<string, Tree>> | undefined
  /** Where the result goes, for builds that export a folder or a tar. Default: nowhere. */
  output?: BuildOutput | undefined
  /**
   * Which files the daemon may keep from an earlier build: it does not ask for a file of the same path, size, time and mode that it
   * had under this key. Give each folder of each machine a key of its own. Default: a random one, so that nothing is kept.
   */
  sharedKey?: string | undefined
  /** By which way the session is opened, see {@link BuildVia}. Default: 'auto'. */
  via?: BuildVia | undefined
  /** Ends the session when it aborts. */
  signal?: AbortSignal | undefined
}

const SERVICES: Kinds<BuildServices> = {
  auth: OBJECT,
  authTokens: TEXT,
  secrets: OBJECT,
  ssh: ANY,
  folders: OBJECT,
  output: OBJECT,
  sharedKey: TEXT,
  via: TEXT,
  signal: SIGNAL,
}

interface SessionParts {
  readonly id: string
  readonly server: GrpcServer
  readonly control: Control | undefined
  readonly sent: Sent
  readonly exported: Exported
  readonly failures: readonly Error[]
}

/** An open session. Its `id` is the `session` of `POST /build`. */
export class BuildSession implements AsyncDisposable {
  readonly id: string
  /** What the session has sent of its folders. */
  readonly sent: Readonly<Sent>
  /** Resolves when the session has ended: with the error if the daemon broke the protocol, else with undefined. Never rejects. */
  readonly closed: Promise<FairleadError | undefined>
  /** The connection to Control that carries the session, if one does. It ends with the session. @internal */
  readonly control: Control | undefined
  readonly #server: GrpcServer
  readonly #exported: Exported
  readonly #failures: readonly Error[]

  /** @internal */
  constructor({ id, server, control, sent, exported, failures }: SessionParts) {
    this.id = id
    this.sent = sent
    this.closed = server.closed
    this.control = control
    this.#server = server
    this.#exported = exported
    this.#failures = failures
  }

  /** Whether the `output` is complete. */
  get exported(): boolean {
    return this.#exported.complete
  }

  /** The first error of this side: a file that changed, a secret that could not be read. It is why a build failed. */
  get failure(): Error | undefined {
    return this.#failures[0]
  }

  /** Ends the session and every call of the daemon. Does nothing when called again. */
  close(): void {
    this.#server.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
    await this.closed
  }

  /** This session alone no longer keeps the process alive. */
  unref(): this {
    this.#server.unref()
    this.control?.unref()
    return this
  }

  /** Undoes {@link unref}. */
  ref(): this {
    this.#server.ref()
    this.control?.ref()
    return this
  }
}

/**
 * Opens a build session on an Engine (Engine API operation Session), for `POST /build?version=2&session=ID`. buildImage() does this
 * by itself. The caller closes the session.
 *
 * Rejects with ERR_NO_BUILDKIT when the Engine has no sessions, with ERR_ABORTED and with the network's errors.
 * @throws FairleadError ERR_OPTION, as a rejection too.
 */
export async function openBuildSession(engine: Engine, services: BuildServices = {}): Promise<BuildSession> {
  checkOptions('openBuildSession()', services, SERVICES)
  return await openSession(engine, services)
}

/**
 * As {@link openBuildSession}.
 * @param tar a context that is an archive, for a way in that has no request's body
 */
export async function openSession(engine: Engine, services: BuildServices, tar?: UploadBody): Promise<BuildSession> {
  const { auth, authTokens, secrets, ssh, folders, output, sharedKey, via = 'auto', signal } = services
  checkAuthTokens(authTokens)
  checkVia(via)
  if (secrets !== undefined) checkSecrets(secrets)
  if (output !== undefined) checkOutput(output)
  const agents = ssh === undefined ? undefined : sshAgents(ssh)
  const sent: Sent = { files: 0, bytes: 0 }
  const exported: Exported = { complete: false }
  const failures: Error[] = []
  const linked = new LinkedSignal(signal)
  const methods = new Map<string, Handler>([
    ...health,
    ...(auth === undefined ? [] : authService(auth, linked.signal, authTokens)),
    ...(secrets === undefined ? [] : secretsService(secrets)),
    ...(agents === undefined ? [] : sshService(agents)),
    ...(folders === undefined ? [] : syncService(new Map(Object.entries(folders)), sent)),
    ...(output === undefined ? [] : outputService(output, exported)),
  ])
  const id = randomBytes(16).toString('hex')
  const fields = {
    'X-Docker-Expose-Session-Uuid': id,
    'X-Docker-Expose-Session-Sharedkey': sharedKey ?? randomBytes(32).toString('hex'),
    'X-Docker-Expose-Session-Name': 'fairlead',
    'X-Docker-Expose-Session-Grpc-Method': [...methods.keys()],
  }
  let closed: FairleadError | undefined
  const release = engine.hold(() => {
    closed = closedError()
    linked.abort(closed)
  })
  try {
    const { stream, control, methods: more = [] } = await openStream(engine, via, fields, tar, linked.signal)
    const server = new GrpcServer(stream, new Map([...methods, ...more]), (error) => {
      if (failures.length === 0) failures.push(error)
    })
    const onAbort = (): void => server.close()
    linked.signal.addEventListener('abort', onAbort, { once: true })
    server.closed.then(() => {
      control?.close(closed)
      linked.signal.removeEventListener('abort', onAbort)
      linked.abort(undefined)
      release()
    })
    if (linked.signal.aborted) server.close()
    return new BuildSession({ id, server, control, sent, exported, failures })
  } catch (error) {
    linked.release()
    release()
    throw closed ?? error
  }
}
