// A test's own client and containers on the Engine under test. Everything made carries the target's labels and goes with
// the test that made it, whatever became of it.

import type { TestContext } from 'node:test'
import { connect, type Engine, EngineError, type FrameResponse, type Schema } from '../../src/index.ts'
import { type BehaviourName, commandFor } from './behaviours.ts'

/** The Engine that a contract is held to. It must have an image `busybox:latest` that does what behaviours.ts says. */
export interface Target {
  readonly host: string
  /** For all that is made on it. */
  readonly labels: Readonly<Record<string, string>>
  /** How many sockets are open, as the Engine sees it; absent where it does not tell. */
  readonly sockets?: () => number
  /** Gives a created `pour` container the files that it shall write; absent where the program makes its own data. */
  readonly fill?: (engine: Engine, id: string) => Promise<void>
  dispose(): Promise<void>
}

/** How a container is made. */
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

/** See the file's head. */
export class Lab {
  readonly target: Target
  readonly engine: Engine
  readonly #made: string[] = []

  constructor(t: TestContext, target: Target) {
    this.target = target
    this.engine = connect(target.host)
    t.after(() => this.#clear())
  }

  /** Another client of the same Engine, closed after the test. */
  client(t: TestContext): Engine {
    const engine = connect(this.target.host)
    t.after(() => engine.close())
    return engine
  }

  /** Creates a container and gives its id. */
  async create(behaviour: BehaviourName, options: ContainerOptions = {}): Promise<string> {
    const { name, tty = false, env = {}, labels = {}, hostConfig } = options
    const body = {
      Image: 'busybox:latest',
      Cmd: commandFor(behaviour),
      Env: Object.entries(env).map(([key, value]) => `${key}=${value}`),
      Tty: tty,
      Labels: { ...this.target.labels, ...labels },
      HostConfig: hostConfig,
    }
    const { Id } = await this.engine.post('/containers/create', { query: { name }, body })
    this.#made.push(Id)
    return Id
  }

  async start(id: string): Promise<void> {
    await this.engine.post('/containers/{id}/start', { path: { id } })
  }

  /** Creates and starts. */
  async launch(behaviour: BehaviourName, options?: ContainerOptions): Promise<string> {
    const id = await this.create(behaviour, options)
    await this.start(id)
    return id
  }

  /** Creates, starts, and waits for the end. */
  async finish(behaviour: BehaviourName, options?: ContainerOptions): Promise<string> {
    const id = await this.launch(behaviour, options)
    await this.exitCode(id)
    return id
  }

  /** Waits for the end. */
  async exitCode(id: string): Promise<number> {
    const { StatusCode } = await this.engine.post('/containers/{id}/wait', { path: { id } })
    return StatusCode
  }

  /** Lets a container go on that waits at its gate; it must have said "ready". */
  async open(id: string): Promise<void> {
    await this.engine.post('/containers/{id}/kill', { path: { id }, query: { signal: 'USR1' } })
  }

  inspect(id: string): Promise<Schema.ContainerInspectResponse> {
    return this.engine.get('/containers/{id}/json', { path: { id } })
  }

  /** The log of both outputs, unless the query says otherwise. */
  logs(id: string, query: Schema.ContainerLogsQuery = {}, signal?: AbortSignal): Promise<FrameResponse> {
    const both = { stdout: true, stderr: true, ...query }
    return this.engine.request('GET', '/containers/{id}/logs', { path: { id }, query: both, signal })
  }

  /** Both outputs, whole. */
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

  /** With a client of its own: the test may have closed the lab's. */
  async #clear(): Promise<void> {
    await this.engine.close()
    await using engine = connect(this.target.host)
    const query = { force: true, v: true }
    const gone = this.#made.map((id) => engine.delete('/containers/{id}', { path: { id }, query }).catch(unlessGone))
    await Promise.all(gone)
  }
}

/** 404: the test removed it; 409: its removal is under way. */
function unlessGone(error: unknown): void {
  if (!(error instanceof EngineError && (error.status === 404 || error.status === 409))) throw error
}

/** Opens a lab for a test. */
export type OpenLab = (t: TestContext) => Lab
