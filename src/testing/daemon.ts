// What the routes act on: the clock, the images, the containers, the execs, the scripts and the events of one embedded
// engine. Knows nothing of HTTP.

import { randomBytes } from 'node:crypto'
import { Clock } from './clock.ts'
import type { Container } from './container.ts'
import { makeConfig, makeHostConfig } from './container-config.ts'
import { Containers } from './containers.ts'
import { Events } from './events.ts'
import { Execs } from './execs.ts'
import { Images } from './images.ts'
import { rootFiles } from './root-files.ts'
import { Scripts } from './scripts.ts'

/** What the daemon says of itself. */
export interface DaemonOptions {
  /** The Engine's version, as in `Server: Docker/20.10.24 (linux)`. */
  readonly version: string
  /** The newest API version, and the one of a request without a prefix. */
  readonly apiVersion: string
  readonly minApiVersion: string
  /** Bytes of log kept per container. */
  readonly logBytes: number
}

export class Daemon {
  readonly options: DaemonOptions
  readonly clock = new Clock()
  readonly images = new Images()
  readonly scripts = new Scripts()
  readonly containers = new Containers()
  readonly events = new Events(this.clock)
  readonly execs = new Execs(() => this.#pids++)
  readonly #networks = new Map<string, string>()
  #pids = 1000

  constructor(options: DaemonOptions) {
    this.options = options
  }

  /** POST /containers/create, with `fields` checked. */
  create(asked: string, fields: Readonly<Record<string, unknown>>): Container {
    const name = this.containers.claim(asked)
    const image = this.images.find(String(fields.Image ?? ''))
    const id = randomBytes(32).toString('hex')
    const hostConfig = makeHostConfig(fields.HostConfig)
    const config = makeConfig(fields, id, image)
    return this.containers.add({
      id,
      name,
      image,
      config,
      files: rootFiles(image, String(config.Hostname)),
      hostConfig,
      networkId: this.#network(hostConfig.NetworkMode),
      logBytes: this.options.logBytes,
      clock: this.clock,
      events: this.events,
      pid: () => this.#pids++,
    })
  }

  #network(mode: string): string {
    const name = mode === 'default' ? 'bridge' : mode
    const id = this.#networks.get(name) ?? randomBytes(32).toString('hex')
    this.#networks.set(name, id)
    return id
  }

  /** Ends every program. */
  close(): void {
    for (const container of this.containers.all) container.abandon()
  }
}
