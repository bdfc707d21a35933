// The embedded engine: an in-process server that speaks the Engine's wire, for tests without Docker. Its containers run
// JavaScript functions. Heads, framing, error texts and event order are those of Docker 20.10.24.

import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FairleadError } from '../error.ts'
import { Connection, type Service } from './connection.ts'
import { Daemon } from './daemon.ts'
import { Faults, type SeenRequest } from './faults.ts'
import { familiar, type ImageDefaults } from './images.ts'
import type { Program } from './program.ts'
import { LOG_KEPT_BYTES } from './record-log.ts'
import type { Request } from './request.ts'
import { Router, splitVersion } from './router.ts'
import { routes } from './routes.ts'
import type { ProgressAction, ProgressScript } from './scripts.ts'

/** `requests` keeps this many, the newest. */
export const REQUESTS_KEPT = 1000

export interface EmbeddedEngineOptions {
  /** A unix socket (the default, not on Windows) or TCP on 127.0.0.1. */
  listen?: 'unix' | 'tcp'
  /** The socket's path; absent: in a temporary directory of its own. Must not exist. */
  path?: string
  /** The TCP port; absent or 0: any free one. */
  port?: number
  /** What the engine says its version is; its behaviour stays that of 20.10.24. Default `20.10.24`. */
  version?: string
  /** The newest API version; also that of a request without a prefix. Default `1.41`. From 1.42 on, logs have their type. */
  apiVersion?: string
  /** The oldest API version. Default `1.12`. */
  minApiVersion?: string
  /** Milliseconds before each answer. Default 0. */
  latency?: number
  /** Bytes of log kept for each container, the newest. Default 100 MiB. */
  logBytes?: number
}

/**
 * An Engine in this process. Give it programs with `image`, its `host` to the client under test, spoil answers with
 * `faults`, and `close` it: nothing is left then.
 */
export class EmbeddedEngine {
  /** `unix:///…` or `tcp://127.0.0.1:port`: what DOCKER_HOST would say. */
  readonly host: string
  /** Spoils answers. */
  readonly faults = new Faults()
  readonly #requests: SeenRequest[] = []
  readonly #connections = new Set<Connection>()
  /** Set while closing. */
  #allGone: (() => void) | undefined
  readonly #server: Server
  readonly #daemon: Daemon
  readonly #directory: string | undefined
  #closed: Promise<void> | undefined

  private constructor(server: Server, host: string, directory: string | undefined, options: EmbeddedEngineOptions) {
    const { version = '20.10.24', apiVersion = '1.41', minApiVersion = '1.12', logBytes = LOG_KEPT_BYTES } = options
    this.#server = server
    this.host = host
    this.#directory = directory
    this.#daemon = new Daemon({ version, apiVersion, minApiVersion, logBytes })
    const router = new Router(this.#daemon, routes)
    const service: Service = {
      onRequest: (request) => this.#onRequest(request, options.latency ?? 0),
      serve: (request, answer, signal) => router.serve(request, answer, signal),
      onClose: (connection) => this.#onGone(connection),
    }
    server.on('connection', (socket: Socket) => this.#connections.add(new Connection(socket, service)))
  }

  /** Starts an engine that listens. Throws ERR_OPTION for what cannot be, and what the system says of the address. */
  static async start(options: EmbeddedEngineOptions = {}): Promise<EmbeddedEngine> {
    check(options)
    const server = createServer({ allowHalfOpen: true, noDelay: true })
    if ((options.listen ?? (process.platform === 'win32' ? 'tcp' : 'unix')) === 'tcp') {
      await listen(server, { host: '127.0.0.1', port: options.port ?? 0 })
      const { port } = server.address() as AddressInfo
      return new EmbeddedEngine(server, `tcp://127.0.0.1:${port}`, undefined, options)
    }
    const directory = options.path === undefined ? await mkdtemp(join(tmpdir(), 'fairlead-')) : undefined
    const path = options.path ?? join(directory!, 'docker.sock')
    try {
      await listen(server, { path })
    } catch (error) {
      if (directory !== undefined) await rm(directory, { recursive: true, force: true })
      throw error
    }
    return new EmbeddedEngine(server, `unix://${path}`, directory, options)
  }

  /** Makes `program` an image, `latest` where `reference` has no tag; one that exists is replaced. Throws ERR_OPTION for a bad reference. */
  image(reference: string, program: Program, defaults: ImageDefaults = {}): this {
    readable(reference)
    this.#daemon.images.add(reference, program, defaults, this.#daemon.clock.now())
    return this
  }

  /** As `image`, but it is not here before it is pulled. */
  remote(reference: string, program: Program, defaults: ImageDefaults = {}): this {
    readable(reference)
    this.#daemon.images.addRemote(reference, program, defaults)
    return this
  }

  /**
   * Has `script` tell the progress of every pull, push, build, load or import from now on; without one the engine does
   * what it can by itself. Throws ERR_OPTION for another action.
   */
  script(action: ProgressAction, script: ProgressScript | undefined): this {
    this.#daemon.scripts.set(action, script)
    return this
  }

  /** What was asked, oldest first; the newest {@link REQUESTS_KEPT} of it. */
  get requests(): readonly SeenRequest[] {
    return this.#requests
  }

  /** How many sockets are open. */
  get connections(): number {
    return this.#connections.size
  }

  /** Kills the programs, closes the sockets and removes the socket file. Harmless when repeated. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    this.#daemon.close()
    // Some runtimes tell that the server is closed before they tell it of its sockets.
    const gone = new Promise<void>((resolve) => {
      this.#allGone = resolve
    })
    for (const connection of this.#connections) connection.destroy()
    await closed
    if (this.#connections.size > 0) await gone
    if (this.#directory !== undefined) await rm(this.#directory, { recursive: true, force: true })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #onGone(connection: Connection): void {
    this.#connections.delete(connection)
    if (this.#connections.size === 0) this.#allGone?.()
  }

  #onRequest({ method, target, path, headers }: Request, latency: number) {
    const { version, rest } = splitVersion(path)
    const seen: SeenRequest = { method, target, path: rest, ...(version === undefined ? {} : { version }), headers }
    this.#requests.push(seen)
    if (this.#requests.length > REQUESTS_KEPT) this.#requests.shift()
    const plan = this.faults.take(seen)
    return latency > 0 ? { delayHead: latency, ...plan } : plan
  }
}

function readable(reference: string): void {
  try {
    familiar(reference)
  } catch (error) {
    throw new FairleadError('ERR_OPTION', `image: ${(error as Error).message}`, { cause: error })
  }
}

function check({
  listen = 'unix',
  path,
  port,
  apiVersion,
  minApiVersion,
  latency = 0,
  logBytes = 1,
}: EmbeddedEngineOptions): void {
  const wrong = (name: string, must: string) => {
    throw new FairleadError('ERR_OPTION', `embedded engine: ${name} must be ${must}`)
  }
  if (listen !== 'unix' && listen !== 'tcp') wrong('listen', "'unix' or 'tcp'")
  if (path !== undefined && listen === 'tcp') wrong('path', 'left out with TCP')
  if (port !== undefined && listen === 'unix') wrong('port', 'left out with a unix socket')
  for (const version of [apiVersion, minApiVersion]) {
    if (version !== undefined && !/^\d+\.\d+$/.test(version)) wrong('an API version', 'two numbers and a dot')
  }
  if (!(latency >= 0)) wrong('latency', 'a number of milliseconds')
  if (!(logBytes > 0)) wrong('logBytes', 'a positive number of bytes')
}

function listen(server: Server, where: { path: string } | { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(where, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
