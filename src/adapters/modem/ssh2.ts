// ssh with options that the user's own ssh program does not take: a password, a key in memory, a function that checks the host's
// key. Uses the package ssh2 if it is installed, as docker-modem does; but all connections of an engine are channels of one client.
// ssh2 facts: client.exec() opens a channel, a Duplex; 'ready', 'error' and 'close' are the client's events.

import { createRequire } from 'node:module'
import path from 'node:path'
import type { Duplex } from 'node:stream'
import type { Endpoint } from '../../endpoint/parse.ts'
import { FairleadError } from '../../error.ts'
import type { DialFunction } from '../../net/socket/dial-custom.ts'
import type { ModemOptions } from './options.ts'

/** Options of ssh2 that the user's own ssh also has, or does not need. */
const OWN_SSH = new Set(['agent', 'agentForward', 'host', 'port', 'username'])

const COMMAND = 'docker system dial-stdio'

/** The parts of ssh2's Client that are used here. */
interface Client {
  on(event: 'ready' | 'close', listener: () => void): this
  on(event: 'error', listener: (error: Error) => void): this
  connect(options: object): this
  exec(command: string, callback: (error: Error | undefined, stream: Duplex) => void): unknown
  end(): void
}

type SshOptions = Pick<ModemOptions, 'password' | 'sshOptions'>

/** Whether the options need more than the user's own ssh program offers. */
export function needsSsh2({ password, sshOptions = {} }: SshOptions): boolean {
  const special = Object.keys(sshOptions).filter((key) => sshOptions[key] !== undefined && !OWN_SSH.has(key))
  const { agent } = sshOptions
  return password !== undefined || special.length > 0 || (agent !== undefined && agent !== process.env.SSH_AUTH_SOCK)
}

/** A dial function over ssh2; its connections share one ssh client. @throws FairleadError ERR_OPTION when ssh2 is not installed. */
export function dialWithSsh2(given: SshOptions, endpoint: Endpoint & { kind: 'ssh' }): DialFunction {
  const { password, sshOptions = {} } = given
  const options = {
    ...sshOptions,
    host: endpoint.host,
    port: endpoint.port,
    username: endpoint.user ?? sshOptions.username,
    ...(password === undefined ? {} : { password }),
  }
  const Client = loadClient()
  let shared: SharedClient | undefined
  return (signal) => {
    if (shared === undefined || shared.closed) shared = new SharedClient(new Client(), options)
    return shared.open(signal)
  }
}

function loadClient(): new () => Client {
  const errors: unknown[] = []
  // ssh2 may be a dependency of the program, or of the docker-modem that dockerode installs.
  for (const base of [path.join(process.cwd(), 'index.js'), process.argv[1], import.meta.url]) {
    if (base === undefined) continue
    try {
      const load = createRequire(base)
      return findSsh2(load).Client
    } catch (error) {
      errors.push(error)
    }
  }
  throw new FairleadError(
    'ERR_OPTION',
    "sshOptions and password: the user's own ssh does not take these: install the package ssh2",
    { cause: errors[0] },
  )
}

function findSsh2(load: NodeJS.Require): { Client: new () => Client } {
  try {
    return load('ssh2')
  } catch {
    return createRequire(load.resolve('docker-modem'))('ssh2')
  }
}

/** One ssh connection and its channels. It closes with the last channel. */
class SharedClient {
  closed = false
  readonly #client: Client
  readonly #ready: Promise<void>
  #channels = 0

  constructor(client: Client, options: object) {
    this.#client = client
    this.#ready = new Promise((resolve, reject) => {
      client.on('ready', resolve)
      client.on('error', (error) => {
        this.closed = true
        reject(error)
      })
      client.on('close', () => {
        this.closed = true
        reject(new Error('the ssh connection was closed'))
      })
      client.connect(options)
    })
    // The callers of open() receive the error.
    this.#ready.catch(() => {})
  }

  async open(signal: AbortSignal): Promise<Duplex> {
    this.#channels++
    try {
      await this.#ready
      signal.throwIfAborted()
      const stream = await this.#exec()
      stream.on('close', () => this.#leave())
      return stream
    } catch (error) {
      this.#leave()
      throw error
    }
  }

  #exec(): Promise<Duplex> {
    return new Promise((resolve, reject) => {
      this.#client.exec(COMMAND, (error, stream) => (error ? reject(error) : resolve(stream)))
    })
  }

  #leave(): void {
    if (--this.#channels > 0) return
    this.closed = true
    this.#client.end()
  }
}
