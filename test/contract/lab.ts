// A test's own client and containers on the Engine under test. All containers carry the target's labels and are removed after
// the test, passed or failed.

import type { TestContext } from 'node:test'
import { connect, type Engine, type FrameResponse, type Schema } from '../../src/index.ts'
import { ContainerLab } from '../support/lab.ts'
import { type BehaviourName, commandFor } from './behaviours.ts'

/** The Engine under test. It must have an image `busybox:latest` that behaves as in behaviours.ts. */
export interface Target {
  readonly host: string
  /** The labels of all containers. */
  readonly labels: Readonly<Record<string, string>>
  /** How many sockets the Engine has open; absent when it does not report it. */
  readonly sockets?: () => number
  /** Copies the files to write into a created `pour` container; absent when the program generates its own data. */
  readonly fill?: (engine: Engine, id: string) => Promise<void>
  dispose(): Promise<void>
}

/** How a container is created. */
export interface ContainerOptions {
  name?: string
  tty?: boolean
  env?: Readonly<Record<string, string | number>>
  labels?: Readonly<Record<string, string>>
  hostConfig?: object
}

/** Both outputs as text. */
export interface Outputs {
  stdout: string
  stderr: string
}

/** A test's own client and containers, closed and removed after the test. */
export class Lab extends ContainerLab {
  readonly target: Target

  constructor(t: TestContext, target: Target) {
    super(connect(target.host))
    this.target = target
    t.after(() => this.#clear())
  }

  /** Another client of the same Engine, closed after the test. */
  client(t: TestContext): Engine {
    const engine = connect(this.target.host)
    t.after(() => engine.close())
    return engine
  }

  /** Creates a container and resolves with its id. */
  async create(behaviour: BehaviourName, options: ContainerOptions = {}): Promise<string> {
    const { name, tty = false, env = {}, labels = {}, hostConfig } = options
    return this.createFrom(
      {
        Image: 'busybox:latest',
        Cmd: commandFor(behaviour),
        Env: Object.entries(env).map(([key, value]) => `${key}=${value}`),
        Tty: tty,
        Labels: { ...this.target.labels, ...labels },
        HostConfig: hostConfig,
      },
      name,
    )
  }

  /** Creates and starts a container. */
  async launch(behaviour: BehaviourName, options?: ContainerOptions): Promise<string> {
    const id = await this.create(behaviour, options)
    await this.start(id)
    return id
  }

  /** Creates and starts a container, and waits for its end. */
  async finish(behaviour: BehaviourName, options?: ContainerOptions): Promise<string> {
    const id = await this.launch(behaviour, options)
    await this.exitCode(id)
    return id
  }

  /** Lets a container continue that waits for SIGUSR1; it must have printed "ready". */
  async open(id: string): Promise<void> {
    await this.engine.post('/containers/{id}/kill', { path: { id }, query: { signal: 'USR1' } })
  }

  inspect(id: string): Promise<Schema.ContainerInspectResponse> {
    return this.engine.get('/containers/{id}/json', { path: { id } })
  }

  /** The log of both outputs by default. */
  logs(id: string, query: Schema.ContainerLogsQuery = {}, signal?: AbortSignal): Promise<FrameResponse> {
    const both = { stdout: true, stderr: true, ...query }
    return this.engine.request('GET', '/containers/{id}/logs', { path: { id }, query: both, signal })
  }

  /** Reads both outputs whole. */
  async read(id: string, query?: Schema.ContainerLogsQuery): Promise<Outputs> {
    const pieces: { stdout: Uint8Array[]; stderr: Uint8Array[] } = { stdout: [], stderr: [] }
    for await (const { stream, data } of (await this.logs(id, query)).frames()) {
      pieces[stream === 'stderr' ? 'stderr' : 'stdout'].push(data)
    }
    return { stdout: Buffer.concat(pieces.stdout).toString(), stderr: Buffer.concat(pieces.stderr).toString() }
  }

  /** The lines of stdout. */
  async lines(id: string, query?: Schema.ContainerLogsQuery): Promise<string[]> {
    const { stdout } = await this.read(id, query)
    return stdout.split('\n').slice(0, -1)
  }

  /** Uses a separate client, since the test may have closed the lab's. */
  async #clear(): Promise<void> {
    await this.engine.close()
    await using engine = connect(this.target.host)
    await this.removeAll(engine)
  }
}

/** Opens a lab for a test. */
export type OpenLab = (t: TestContext) => Lab
