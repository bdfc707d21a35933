// The state of one embedded engine, which the routes read and change: clock, images, containers, execs, scripts and events. It has
// no HTTP.

import { createHash, randomBytes } from 'node:crypto'
import { Clock } from '../base/clock.ts'
import type { Container } from './container.ts'
import { makeConfig, makeHostConfig } from './container-config.ts'
import { Containers } from './containers.ts'
import { Events } from './events.ts'
import { Execs } from './execs.ts'
import { Images } from './images.ts'
import { rootFiles } from './root-files.ts'
import { Scripts } from './scripts.ts'

/** The daemon's versions and limits. */
export interface DaemonOptions {
  /** The Engine's version, as in `Server: Docker/20.10.24 (linux)`. */
  readonly version: string
  /** The newest API version, used also for a request without a version prefix. */
  readonly apiVersion: string
  readonly minApiVersion: string
  /** How many bytes of log each container keeps. */
  readonly logBytes: number
  /** What becomes of a follower of a log that is behind: the program waits for it, or it skips files that were rotated. Default 'wait'. */
  readonly lagging?: 'wait' | 'skip' | undefined
}

/** The state of one embedded engine. */
export class Daemon {
  readonly options: DaemonOptions
  readonly clock = new Clock()
  readonly images = new Images()
  readonly scripts = new Scripts()
  readonly containers = new Containers()
  readonly events = new Events(this.clock)
  readonly execs = new Execs(() => this.#pids++)
  readonly #networkSeed = randomBytes(16)
  #pids = 1000

  constructor(options: DaemonOptions) {
    this.options = options
  }

  /** Creates a container from the checked fields of POST /containers/create. Throws a {@link HttpError}. */
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
      waitsForLog: this.options.lagging !== 'skip',
      clock: this.clock,
      events: this.events,
      pid: () => this.#pids++,
    })
  }

  /** A network's id, derived from its name, so that no table of networks is needed. */
  #network(mode: string): string {
    const name = mode === 'default' ? 'bridge' : mode
    return createHash('sha256').update(this.#networkSeed).update(name).digest('hex')
  }

  /** Ends every program. */
  close(): void {
    for (const container of this.containers.all) container.abandon()
  }
}
