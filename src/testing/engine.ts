// The embedded engine: an in-process server with the Engine's wire protocol, for tests without Docker. Its containers run
// JavaScript functions. Heads, framing, error messages and event order are those of Docker 20.10.24.

import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ANY, COUNT, checkOptions, type Kinds, MS, POSITIVE, TEXT } from '../check.ts'
import { isAbstract, pipeName, socketName, unixObjection } from '../endpoint/dialable.ts'
import { FairleadError } from '../error.ts'
import type { Program } from './base/program.ts'
import { Daemon } from './daemon/daemon.ts'
import { DEFAULTS, familiarName, type ImageDefaults } from './daemon/images.ts'
import { LOG_KEPT_BYTES } from './daemon/record-log.ts'
import type { ProgressAction, ProgressScript } from './daemon/scripts.ts'
import { Connection, type ConnectionHandler } from './http/connection.ts'
import { Faults, type SeenRequest } from './http/faults.ts'
import type { Request } from './http/request.ts'
import { listenAt, listenOnFile, SocketFile } from './http/socket-file.ts'
import { Router, splitVersion } from './routes/router.ts'
import { routes } from './routes/routes.ts'

/** How many requests {@link EmbeddedEngine.requests} keeps by default: the newest 1,000. */
export const REQUESTS_KEPT = 1000

/** The options of {@link EmbeddedEngine.start}. */
export interface EmbeddedEngineOptions {
  /**
   * Listens on a unix socket (the default, except on Windows), on a named pipe (Windows only, the default there), or on TCP at
   * 127.0.0.1. Node's pipes are in byte mode and carry no half-close: where a client's `end()` matters on Windows, choose TCP.
   */
  listen?: 'unix' | 'npipe' | 'tcp'
  /**
   * The unix socket's path, or `@name` for an abstract socket of Linux. The default is a new temporary directory. A leftover socket
   * file without a listener is replaced; anything else at that path is EADDRINUSE. With `npipe` the pipe's name, `//./pipe/name`;
   * the default is a new one.
   */
  path?: string
  /** The TCP port. The default, 0, is any free port. */
  port?: number
  /** The Engine version that is reported; the behaviour stays that of 20.10.24. Default `20.10.24`. */
  version?: string
  /** The newest API version, used also for a request without a version prefix. Default `1.41`. From 1.42 on, logs have a Content-Type. */
  apiVersion?: string
  /** The oldest API version. Default `1.12`. */
  minApiVersion?: string
  /** The delay before each response, in milliseconds. Default 0. */
  latency?: number
  /** How many bytes of log each container keeps, the newest. Default 100 MiB. */
  logBytes?: number
  /**
   * What happens when a client that follows a log is behind. `'wait'`: the program waits for it (default). `'skip'`: as with a real
   * Engine, the program goes on, and a follower that is more than one rotated file behind goes on with the newest file, without a word.
   */
  lagging?: 'wait' | 'skip'
  /** How many requests {@link EmbeddedEngine.requests} keeps, the newest; 0 keeps none. Default {@link REQUESTS_KEPT}. */
  requestsKept?: number
}

/** The name of a pipe of this machine, with slashes of either kind. */
const PIPE = /^[\\/]{2}\.[\\/]pipe[\\/][^\0]+$/i

/** How an engine listens if no option says it. */
const USUAL = process.platform === 'win32' ? 'npipe' : 'unix'

const OPTIONS: Kinds<EmbeddedEngineOptions> = {
  listen: ANY,
  path: TEXT,
  port: COUNT,
  version: TEXT,
  apiVersion: TEXT,
  minApiVersion: TEXT,
  latency: MS,
  logBytes: POSITIVE,
  lagging: ANY,
  requestsKept: COUNT,
}

/**
 * A Docker Engine inside this process, for tests. `image()` registers programs, the client under test connects to `host`, `faults`
 * changes responses, and `close()` ends it and frees everything.
 */
export class EmbeddedEngine {
  /** The address, as in DOCKER_HOST: `unix:///…`, `npipe:////./pipe/…` or `tcp://127.0.0.1:port`. */
  readonly host: string
  /** Injects faults into responses. */
  readonly faults = new Faults()
  readonly #requests: SeenRequest[] = []
  readonly #connections = new Set<Connection>()
  /** Called when the last connection has closed. Set by `close`. */
  #onAllClosed: (() => void) | undefined
  readonly #server: Server
  readonly #daemon: Daemon
  readonly #file: SocketFile | undefined
  readonly #requestsKept: number
  #closed: Promise<void> | undefined

  private constructor(server: Server, host: string, file: SocketFile | undefined, options: EmbeddedEngineOptions) {
    const { version = '20.10.24', apiVersion = '1.41', minApiVersion = '1.12', logBytes = LOG_KEPT_BYTES } = options
    this.#server = server
    this.host = host
    this.#file = file
    this.#requestsKept = options.requestsKept ?? REQUESTS_KEPT
    this.#daemon = new Daemon({ version, apiVersion, minApiVersion, logBytes, lagging: options.lagging })
    const router = new Router(this.#daemon, routes)
    const handler: ConnectionHandler = {
      onRequest: (request) => this.#onRequest(request, options.latency ?? 0),
      serve: (request, response, signal) => router.serve(request, response, signal),
      onClose: (connection) => this.#onClose(connection),
    }
    server.on('connection', (socket: Socket) => this.#connections.add(new Connection(socket, handler)))
  }

  /** Starts an engine. Fulfills when it listens. Rejects with ERR_OPTION for a bad option, or with the system's error (EADDRINUSE, EACCES …). */
  static async start(options: EmbeddedEngineOptions = {}): Promise<EmbeddedEngine> {
    checkOptions('embedded engine', options, OPTIONS)
    check(options)
    const server = createServer({ allowHalfOpen: true, noDelay: true })
    const way = options.listen ?? USUAL
    if (way === 'tcp') {
      await listen(server, '127.0.0.1', options.port ?? 0)
      const { port } = server.address() as AddressInfo
      return new EmbeddedEngine(server, `tcp://127.0.0.1:${port}`, undefined, options)
    }
    if (way === 'npipe') {
      const name = options.path?.replaceAll('\\', '/') ?? `//./pipe/fairlead-${randomUUID()}`
      await listenAt(server, pipeName(name))
      return new EmbeddedEngine(server, `npipe://${name}`, undefined, options)
    }
    const directory = options.path === undefined ? await mkdtemp(join(tmpdir(), 'fairlead-')) : undefined
    const path = options.path ?? join(directory!, 'docker.sock')
    try {
      const why = path === '' ? 'it is empty' : unixObjection(path, process.platform)
      if (why !== undefined) throw new FairleadError('ERR_OPTION', `embedded engine: path: ${why}`)
      if (isAbstract(path)) await listenAt(server, socketName(path))
      else await listenOnFile(server, path)
    } catch (error) {
      if (directory !== undefined) await rm(directory, { recursive: true, force: true })
      throw error
    }
    return new EmbeddedEngine(server, `unix://${path}`, new SocketFile(path, directory), options)
  }

  /** Registers `program` as a local image and replaces one of that name. The default tag is `latest`. Throws ERR_OPTION for a bad reference. */
  image(reference: string, program: Program, defaults: ImageDefaults = {}): this {
    checkOptions('image()', defaults, DEFAULTS)
    checkReference(reference)
    this.#daemon.images.add(reference, program, defaults, this.#daemon.clock.now())
    return this
  }

  /** Registers `program` as an image that becomes local when it is pulled. Throws ERR_OPTION for a bad reference. */
  remote(reference: string, program: Program, defaults: ImageDefaults = {}): this {
    checkOptions('remote()', defaults, DEFAULTS)
    checkReference(reference)
    this.#daemon.images.addRemote(reference, program, defaults)
    return this
  }

  /**
   * Sets the script that writes the progress of every later pull, push, build, load or import. `undefined` restores the engine's own
   * behaviour. Throws ERR_OPTION for another action.
   */
  script(action: ProgressAction, script: ProgressScript | undefined): this {
    this.#daemon.scripts.set(action, script)
    return this
  }

  /**
   * Empties the stored log of a container, by id or name, as a tool that truncates the Engine's file does. What the program writes later
   * is stored. A client that follows the log gets that too, but with a `version` of 23 or newer nothing more: a real Engine's follower
   * hangs then. Throws ERR_OPTION where there is no such container.
   */
  truncateLog(container: string): void {
    try {
      this.#daemon.containers.find(container).log.truncate()
    } catch (error) {
      throw new FairleadError('ERR_OPTION', `truncateLog(): ${(error as Error).message}`, { cause: error })
    }
  }

  /** The requests received, oldest first: the newest {@link REQUESTS_KEPT}, or the newest `requestsKept`. */
  get requests(): readonly SeenRequest[] {
    return this.#requests
  }

  /** How many sockets are open. */
  get connections(): number {
    return this.#connections.size
  }

  /**
   * Kills the programs, closes the sockets and removes the socket file. May be called again. The file is also removed when the
   * process exits, or when SIGHUP, SIGINT or SIGTERM ends it because it has no listener for the signal.
   */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    const closed = once(this.#server, 'close')
    if (this.#file) this.#file.close(this.#server)
    else this.#server.close()
    this.#daemon.close()
    // Some runtimes emit the server's 'close' before that of its sockets.
    const allClosed = new Promise<void>((resolve) => {
      this.#onAllClosed = resolve
    })
    for (const connection of this.#connections) connection.destroy()
    await closed
    if (this.#connections.size > 0) await allClosed
  }

  /** The same as {@link close}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #onClose(connection: Connection): void {
    this.#connections.delete(connection)
    if (this.#connections.size === 0) this.#onAllClosed?.()
  }

  #onRequest({ method, target, path, headers }: Request, latency: number) {
    const { version, rest } = splitVersion(path)
    const seen: SeenRequest = { method, target, path: rest, ...(version === undefined ? {} : { version }), headers }
    this.#requests.push(seen)
    if (this.#requests.length > this.#requestsKept) this.#requests.shift()
    const plan = this.faults.take(seen)
    return latency > 0 ? { delayHead: latency, ...plan } : plan
  }
}

function checkReference(reference: string): void {
  try {
    familiarName(reference)
  } catch (error) {
    throw new FairleadError('ERR_OPTION', `image: ${(error as Error).message}`, { cause: error })
  }
}

function check({
  listen = USUAL,
  path,
  port,
  lagging = 'wait',
  apiVersion,
  minApiVersion,
}: EmbeddedEngineOptions): void {
  const wrong = (name: string, must: string) => {
    throw new FairleadError('ERR_OPTION', `embedded engine: ${name} must be ${must}`)
  }
  if (listen !== 'unix' && listen !== 'npipe' && listen !== 'tcp') wrong('listen', "'unix', 'npipe' or 'tcp'")
  const isWindows = process.platform === 'win32'
  if (listen === 'unix' && isWindows) wrong('listen', "'npipe' or 'tcp' on Windows: Node has no unix sockets there")
  if (listen === 'npipe' && !isWindows) wrong('listen', "'unix' or 'tcp': named pipes exist on Windows only")
  if (lagging !== 'wait' && lagging !== 'skip') wrong('lagging', "'wait' or 'skip'")
  if (path !== undefined && listen === 'tcp') wrong('path', 'left out with TCP')
  if (path !== undefined && listen === 'npipe' && !PIPE.test(path))
    wrong('path', "a pipe's name, such as '//./pipe/name'")
  if (port !== undefined && port > 65_535) wrong('port', 'a whole number from 0 to 65535')
  if (port !== undefined && listen !== 'tcp') wrong('port', 'left out without TCP')
  for (const version of [apiVersion, minApiVersion]) {
    if (version !== undefined && !/^\d+\.\d+$/.test(version)) wrong('an API version', 'two numbers and a dot')
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
