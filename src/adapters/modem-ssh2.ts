// ssh with what the user's own ssh cannot be told here: a password, a key in memory, a function that judges the host's key.
// By the package ssh2, as docker-modem has it, where it is installed; but all connections of an engine are channels of one.
// ssh2 facts: client.exec() opens a channel, a Duplex; 'ready', 'error' and 'close' tell of the client.

import { createRequire } from 'node:module'
import path from 'node:path'
import type { Duplex } from 'node:stream'
import type { Endpoint } from '../endpoint/parse.ts'
import { FairleadError } from '../error.ts'
import type { DialFunction } from '../net/dial-custom.ts'
import type { ModemOptions } from './modem-options.ts'

/** Options of ssh2 that the user's own ssh does as well, or has no need of. */
const OWN_SSH = new Set(['agent', 'agentForward', 'host', 'port', 'username'])

const COMMAND = 'docker system dial-stdio'

/** What is used of ssh2's Client. */
interface Client {
  on(event: 'ready' | 'close', listener: () => void): this
  on(event: 'error', listener: (error: Error) => void): this
  connect(options: object): this
  exec(command: string, callback: (error: Error | undefined, stream: Duplex) => void): unknown
  end(): void
}

type Given = Pick<ModemOptions, 'password' | 'sshOptions'>

/** Whether the options ask for more than the user's own ssh can be told. */
export function needsSsh2({ password, sshOptions = {} }: Given): boolean {
  const asked = Object.keys(sshOptions).filter((key) => sshOptions[key] !== undefined && !OWN_SSH.has(key))
  const { agent } = sshOptions
  return password !== undefined || asked.length > 0 || (agent !== undefined && agent !== process.env.SSH_AUTH_SOCK)
}

/** @throws FairleadError ERR_OPTION where ssh2 is not installed. */
export function dialWithSsh2(given: Given, endpoint: Endpoint & { kind: 'ssh' }): DialFunction {
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
    if (shared === undefined || shared.over) shared = new SharedClient(new Client(), options)
    return shared.open(signal)
  }
}

function loadClient(): new () => Client {
  const errors: unknown[] = []
  // Installed beside the program, or beside the docker-modem that dockerode brings.
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
    "sshOptions, password: the user's own ssh cannot be told these; with the package ssh2 installed they work",
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

/** One ssh connection and its channels; it ends with the last of them. */
class SharedClient {
  over = false
  readonly #client: Client
  readonly #ready: Promise<void>
  #channels = 0

  constructor(client: Client, options: object) {
    this.#client = client
    this.#ready = new Promise((resolve, reject) => {
      client.on('ready', resolve)
      client.on('error', (error) => {
        this.over = true
        reject(error)
      })
      client.on('close', () => {
        this.over = true
        reject(new Error('the ssh connection was closed'))
      })
      client.connect(options)
    })
    // Told to whoever waits for a channel.
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
    this.over = true
    this.#client.end()
  }
}
