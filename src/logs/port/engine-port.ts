// The LogPort of a real Engine: reads, inspections and start events of one container over its request API.
// Sends requests, as do engine-read.ts, engine-facts.ts, engine-events.ts and the finders: nothing else of logs/ does.

import type { Engine } from '../../engine/engine.ts'
import { optionalField } from '../../engine/response/shape.ts'
import { EngineError } from '../../error.ts'
import type { LogSource } from '../records/log-source.ts'
import type { Doorbell, ReadConnection, RingListener } from './doorbell.ts'
import { type EngineFacts, readEngineFacts } from './engine-facts.ts'
import { EngineRead } from './engine-read.ts'
import { PassedClock } from './passed-clock.ts'
import {
  type ContainerState,
  type Inspection,
  isRunning,
  type LogPort,
  type ReadHandle,
  type ReadHandler,
  type ReadRequest,
} from './port.ts'
import { PortClock } from './port-clock.ts'
import { maxSizeOf } from './reading.ts'

/** What an {@link EnginePort} is made of. */
export interface EnginePortOptions {
  readonly engine: Engine
  /** The container's id or name. After the first inspection its id is used, so that another container of that name is none of ours. */
  readonly container: string
  readonly details: boolean
  /** Whether it has a TTY, where that is known. An inspection says it. */
  readonly tty?: boolean | undefined
  /** Called after each inspection, with what it found. */
  onFacts(source: LogSource): void
  /** What is known of the Engine. Default: asks for it. */
  readonly facts?: (() => Promise<EngineFacts>) | undefined
}

/** One container of one Engine. */
export class EnginePort extends PassedClock implements LogPort {
  readonly #options: EnginePortOptions
  #container: string
  #tty: boolean
  /** Asked for once. */
  #facts: EngineFacts | undefined
  #isReffed = true
  /** When it was started last, by the last inspection. */
  #startedAt: string | undefined
  readonly #clock: PortClock
  readonly #reads = new Set<EngineRead>()
  /** Open responses of events, once there was one. */
  #listens: Set<{ ref(): unknown; unref(): unknown }> | undefined
  /** Ends the inspection that is under way. */
  #ender: AbortController | undefined
  #isClosed = false

  constructor(options: EnginePortOptions) {
    super()
    this.#options = options
    this.#container = options.container
    this.#clock = new PortClock(options.engine)
    this.#tty = options.tty === true
  }

  read(request: ReadRequest, handler: ReadHandler, rung?: ReadConnection): ReadHandle {
    const { engine, details } = this.#options
    const read = new EngineRead(engine, this.#container, request, { tty: this.#tty, details }, handler, rung)
    if (!this.#isReffed) read.unref()
    if (this.#isClosed) read.cancel()
    this.#reads.add(read)
    void read.ended.then(() => this.#reads.delete(read))
    return read
  }

  /** See {@link SourcePort.takeUp}. */
  takeUp(doorbell: Doorbell, request: ReadRequest, handler: ReadHandler): ReadHandle {
    return this.read(request, handler, doorbell as ReadConnection)
  }

  /** See {@link SourcePort.leaveOpen}. */
  leaveOpen(listener: RingListener): Doorbell | undefined {
    const [read, other] = this.#reads
    return other === undefined && this.#ender === undefined ? read?.leaveOpen(listener) : undefined
  }

  /** @param mustExist reject with the Engine's own 404 where there is no such container. */
  async inspect(mustExist = false): Promise<Inspection> {
    const { engine, onFacts } = this.#options
    try {
      // Few are inspecting, and many are idle: what limits an inspection goes with it.
      this.#ender = new AbortController()
      if (this.#isClosed) this.#ender.abort()
      const inspected = engine.get('/containers/{id}/json', { path: { id: this.#container }, ...this.#limits })
      const [found, facts] = await Promise.all([inspected, this.#facts ?? this.#readFacts()])
      this.#facts = facts
      const from = `GET /containers/${this.#container}/json`
      const text = (way: string) => optionalField(from, found, way, 'string')
      const driver = text('HostConfig.LogConfig.Type') ?? ''
      const options = optionalField(from, found, 'HostConfig.LogConfig.Config', 'object')
      const maxSize = maxSizeOf(driver, options as Record<string, string> | undefined)
      this.#container = optionalField(from, found, 'Id', 'id') ?? this.#container
      this.#tty = optionalField(from, found, 'Config.Tty', 'boolean') === true
      onFacts({
        engine,
        id: this.#container,
        name: (text('Name') ?? '').replace(/^\//, ''),
        labels: (optionalField(from, found, 'Config.Labels', 'object') ?? {}) as Record<string, string>,
        driver,
        rotates: maxSize > 0,
        tty: this.#tty,
      })
      this.#startedAt = text('State.StartedAt')
      return {
        state: stateOf(text('State.Status')),
        startedAt: this.#startedAt,
        tty: this.#tty,
        engineMajor: facts.major,
        driver,
        maxSize,
        clockAheadMs: facts.clockAheadMs,
      }
    } catch (error) {
      if (error instanceof EngineError && error.status === 404 && !mustExist) return this.#gone()
      throw error
    } finally {
      this.#ender = undefined
    }
  }

  onStart(callback: () => void): () => void {
    const ender = new AbortController()
    const listen = async (): Promise<void> => {
      const filters = { container: [this.#container], event: ['start', 'destroy'] }
      const response = await this.#options.engine.request('GET', '/events', {
        query: { filters },
        signal: ender.signal,
      })
      if (!this.#isReffed) response.unref()
      this.#listens ??= new Set()
      this.#listens.add(response)
      try {
        // What happened before this response began, no event says.
        if (await this.#hasMoved(ender.signal)) callback()
        for await (const _ of response.records()) callback()
      } finally {
        this.#listens?.delete(response)
      }
    }
    // Without events, or when they break off, the next look finds out.
    listen().catch(() => {})
    return () => ender.abort()
  }

  /** Whether it was started, or removed, since the last inspection. */
  async #hasMoved(signal: AbortSignal): Promise<boolean> {
    const path = { id: this.#container }
    try {
      const { State } = await this.#options.engine.get('/containers/{id}/json', {
        path,
        signal,
        timeouts: INSPECT_TIMEOUTS,
      })
      return isRunning({ state: stateOf(State?.Status) }) || State?.StartedAt !== this.#startedAt
    } catch (error) {
      return error instanceof EngineError && error.status === 404
    }
  }

  protected get clock(): PortClock {
    return this.#clock
  }

  /** Whether what is under way, and what follows, keeps the process alive. */
  keepAlive(alive: boolean): void {
    this.#isReffed = alive
    this.#clock.keepAlive(alive)
    for (const open of [...this.#reads, ...(this.#listens ?? [])]) open[alive ? 'ref' : 'unref']()
  }

  /** Ends everything that is under way. Later inspections reject. */
  close(): void {
    this.#isClosed = true
    this.#ender?.abort()
    this.#clock.close()
    for (const read of this.#reads) read.cancel()
  }

  /** A small request ends when the log is closed, and does not wait for ever for an Engine that says nothing. */
  get #limits(): { signal: AbortSignal; timeouts: typeof INSPECT_TIMEOUTS } {
    return { signal: this.#ender!.signal, timeouts: INSPECT_TIMEOUTS }
  }

  #gone(): Inspection {
    const { major = 0, clockAheadMs = 0 } = this.#facts ?? {}
    return { state: 'gone', tty: this.#tty, engineMajor: major, driver: '', maxSize: 0, clockAheadMs }
  }

  #readFacts(): Promise<EngineFacts> {
    const { engine, facts } = this.#options
    return facts?.() ?? readEngineFacts(engine, this.#limits, () => this.now())
  }
}

/** The most ms that an Engine may take for an inspection. */
export const INSPECT_MS = 30_000
/** The limits of such a request. */
export const INSPECT_TIMEOUTS = { head: INSPECT_MS, idle: INSPECT_MS } as const

function stateOf(status: string | undefined): ContainerState {
  switch (status) {
    case 'created':
    case 'running':
    case 'paused':
    case 'restarting':
    case 'exited':
    case 'removing':
      return status
    default:
      return 'exited'
  }
}
