// Containers for tests: a session starts them, waits until each is ready, and removes everything that it made.
//
//   await using session = new Session()
//   const database = await session.start({ image: 'postgres:16', env: { POSTGRES_PASSWORD: 'x' }, ports: [5432], ready: healthy() })
//   connectTo(database.host, database.port(5432))
//
// Everything carries the session's label. What a killed process left behind is removed by `removeAbandoned()` of a later one.

import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { type Auth, connect, type Engine, EngineError, pull, resolveEndpoint } from 'fairlead'
import { all, parseImageReference, port, waitFor } from 'fairlead/containers'
import { copyIn } from 'fairlead/files'
import type { ContainerSpec } from './spec.ts'
import { StartedContainer } from './started-container.ts'

/** The label of everything that a session makes: its id, and who holds it (`pid@host`). */
export const SESSION_LABEL = 'containers-for-tests.session'
export const HOLDER_LABEL = 'containers-for-tests.holder'

export interface SessionOptions {
  /** Default: the Engine that `docker` would use. One that is passed stays open. */
  engine?: Engine
  /** Where published ports are reached. Default: the Engine's host, or this machine. */
  host?: string
  /** For images that have to be pulled. */
  auth?: Auth
}

export class Session {
  readonly id = randomUUID()
  readonly engine: Engine
  readonly host: string
  readonly #ownsEngine: boolean
  readonly #auth: Auth | undefined
  /** Pulls under way, so that containers of one image share one. */
  readonly #pulls = new Map<string, Promise<void>>()
  #closed: Promise<void> | undefined

  constructor({ engine, host, auth }: SessionOptions = {}) {
    this.engine = engine ?? connect()
    this.#ownsEngine = engine === undefined
    this.host = host ?? (engine === undefined ? engineHost() : '127.0.0.1')
    this.#auth = auth
  }

  get labels(): Record<string, string> {
    return { [SESSION_LABEL]: this.id, [HOLDER_LABEL]: `${process.pid}@${hostname()}` }
  }

  /** Creates a container, copies files in, starts it and waits until it is ready. One that fails is removed. */
  async start(spec: ContainerSpec): Promise<StartedContainer> {
    const id = await this.#create(spec)
    try {
      for (const { from, to } of spec.files ?? []) await copyIn(this.engine, id, from, to)
      const ports = (spec.ports ?? []).map((number) => port(number))
      const ready = spec.ready ?? (ports.length > 0 ? all(...ports) : undefined)
      const waiting = ready && waitFor(this.engine, id, ready, { timeout: spec.startTimeout ?? 60_000 })
      // The wait begins before the start, so that it misses nothing. A failed start is the better error.
      waiting?.catch(() => {})
      await this.engine.post('/containers/{id}/start', { path: { id } })
      const container = await StartedContainer.of(this.engine, id, this.host)
      if (spec.onLine !== undefined) container.watchLines(spec.onLine)
      await waiting
      return container
    } catch (error) {
      await remove(this.engine, id)
      throw error
    }
  }

  /** Starts several at a time. If one fails, the others are removed. */
  async startAll(...specs: ContainerSpec[]): Promise<StartedContainer[]> {
    const starts = await Promise.allSettled(specs.map((spec) => this.start(spec)))
    const failed = starts.find((start) => start.status === 'rejected')
    const started = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []))
    if (failed === undefined) return started
    await Promise.all(started.map((container) => container.remove()))
    throw failed.reason
  }

  /** A network for containers that know each other by their aliases. Returns its name. */
  async network(): Promise<string> {
    const name = `for-tests-${randomUUID()}`
    await this.engine.post('/networks/create', { body: { Name: name, Labels: this.labels } })
    return name
  }

  /** Removes everything of this session. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #close(): Promise<void> {
    await removeLabelled(this.engine, `${SESSION_LABEL}=${this.id}`)
    if (this.#ownsEngine) await this.engine.close()
  }

  async #create(spec: ContainerSpec): Promise<string> {
    const request = { query: { name: spec.name }, body: bodyOf(spec, this.labels) }
    try {
      if (spec.pull === 'always') await this.#pull(spec.image)
      return (await this.engine.post('/containers/create', request)).Id
    } catch (error) {
      const isMissing = error instanceof EngineError && error.kind === 'not-found' && /image/i.test(error.reason)
      if (!isMissing || spec.pull === 'never') throw error
      await this.#pull(spec.image)
      return (await this.engine.post('/containers/create', request)).Id
    }
  }

  async #pull(image: string): Promise<void> {
    const { full } = parseImageReference(image)
    const options = this.#auth === undefined ? {} : { auth: this.#auth }
    const present = this.#pulls.get(full) ?? pull(this.engine, image, options).done()
    this.#pulls.set(full, present as Promise<void>)
    try {
      await present
    } finally {
      this.#pulls.delete(full)
    }
  }
}

/** The host of the Engine that `docker` would use; this machine if it listens on a socket here. */
function engineHost(): string {
  const { endpoint } = resolveEndpoint()
  return endpoint.kind === 'tcp' || endpoint.kind === 'ssh' ? endpoint.host : '127.0.0.1'
}

function bodyOf(spec: ContainerSpec, labels: Record<string, string>) {
  const {
    image,
    command,
    entrypoint,
    env = {},
    ports = [],
    user,
    workingDir,
    healthCheck,
    tmpfs,
    binds,
    network,
  } = spec
  const published = ports.map((number) => [`${number}/tcp`, [{ HostPort: '' }]] as const)
  return {
    Image: image,
    ...(command && { Cmd: command }),
    ...(entrypoint && { Entrypoint: entrypoint }),
    ...(user && { User: user }),
    ...(workingDir && { WorkingDir: workingDir }),
    Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
    Labels: { ...spec.labels, ...labels },
    ExposedPorts: Object.fromEntries(ports.map((number) => [`${number}/tcp`, {}])),
    ...(healthCheck && {
      Healthcheck: {
        Test: typeof healthCheck.test === 'string' ? ['CMD-SHELL', healthCheck.test] : ['CMD', ...healthCheck.test],
        Interval: (healthCheck.everyMs ?? 1_000) * 1e6,
        Retries: healthCheck.retries ?? 30,
      },
    }),
    HostConfig: {
      PortBindings: Object.fromEntries(published),
      ...(binds && { Binds: binds.map(({ from, to, mode = 'rw' }) => `${from}:${to}:${mode}`) }),
      ...(tmpfs && { Tmpfs: tmpfs }),
      ...(network && { NetworkMode: network.name }),
      ...(spec.memoryBytes && { Memory: spec.memoryBytes }),
      ...(spec.privileged && { Privileged: true }),
    },
    ...(network?.aliases && {
      NetworkingConfig: { EndpointsConfig: { [network.name]: { Aliases: network.aliases } } },
    }),
  }
}

/** Removes what sessions of processes of this machine left that no longer run. Returns how many containers. */
export async function removeAbandoned(engine: Engine): Promise<number> {
  const all_ = await engine.get('/containers/json', { query: { all: true, filters: { label: [SESSION_LABEL] } } })
  const dead = new Set(
    all_.filter(({ Labels }) => !isHeld(Labels?.[HOLDER_LABEL])).map(({ Labels }) => Labels?.[SESSION_LABEL]),
  )
  for (const session of dead) await removeLabelled(engine, `${SESSION_LABEL}=${session}`)
  return all_.filter(({ Labels }) => dead.has(Labels?.[SESSION_LABEL])).length
}

/** Whether the process that made a session runs. One of another machine is not known to be dead. */
function isHeld(holder = ''): boolean {
  const [pid, host] = holder.split('@')
  if (host !== hostname()) return true
  try {
    process.kill(Number(pid), 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function removeLabelled(engine: Engine, label: string): Promise<void> {
  const filters = { label: [label] }
  const containers = await engine.get('/containers/json', { query: { all: true, filters } })
  await Promise.all(containers.map(({ Id }) => remove(engine, Id)))
  const networks = await engine.get('/networks', { query: { filters } }).catch(unlessMissing)
  for (const { Id } of networks ?? [])
    await engine.delete('/networks/{id}', { path: { id: Id ?? '' } }).catch(unlessMissing)
}

/** Removes a container with its anonymous volumes; one that is gone already is no error. */
export async function remove(engine: Engine, id: string): Promise<void> {
  await engine.delete('/containers/{id}', { path: { id }, query: { force: true, v: true } }).catch(unlessMissing)
}

/** 404: it is gone, or this Engine has no networks; 409: its removal is under way. */
function unlessMissing(error: unknown): undefined {
  if (!(error instanceof EngineError && (error.status === 404 || error.status === 409))) throw error
  return undefined
}
