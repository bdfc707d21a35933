// One container: its states (created, running, exited, removed), its log over all its runs, and its waiters. The states and the order
// of its events are those of moby daemon/start.go, stop.go, kill.go and delete.go.

import { clearTimeout, setImmediate, setTimeout } from '../../net/base/timers.ts'
import { frameKinds } from '../../stream/parse/mux.ts'
import type { Clock, Instant } from '../base/clock.ts'
import { HttpError } from '../base/http-error.ts'
import type { ProgramIo, TerminalSize } from '../base/program.ts'
import { SIGKILL, type Signal } from '../base/signals.ts'
import type { Files } from '../files/files.ts'
import type { Config, HostConfig } from './container-config.ts'
import type { Events } from './events.ts'
import { Health } from './health.ts'
import { type Image, mainProgram } from './images.ts'
import { rotationOf } from './log-rotation.ts'
import { PortMap } from './port-map.ts'
import { RecordLog } from './record-log.ts'
import { Run } from './run.ts'
import { Stdio } from './stdio.ts'

/** The Engine's default timeout between the stop signal and SIGKILL, in seconds. */
export const STOP_SECONDS = 10

/** What POST /containers/{id}/wait waits for. */
export type WaitCondition = 'not-running' | 'next-exit' | 'removed'

/** What a container is made of. */
export interface ContainerOptions {
  readonly id: string
  readonly name: string
  readonly image: Image
  readonly config: Config
  readonly hostConfig: HostConfig
  readonly networkId: string
  readonly logBytes: number
  /** Whether its program waits for followers of its log. */
  readonly waitsForLog: boolean
  readonly clock: Clock
  readonly events: Events
  readonly files: Files
  readonly pid: () => number
  readonly onRemove: (container: Container) => void
}

interface Waiter {
  readonly condition: WaitCondition
  readonly resolve: (code: number) => void
}

/** A container of the embedded engine. */
export class Container {
  readonly id: string
  readonly name: string
  readonly image: Image
  readonly config: Config
  readonly hostConfig: HostConfig
  readonly networkId: string
  readonly created: Instant
  readonly log: RecordLog
  readonly stdio: Stdio
  readonly files: Files
  readonly ports: PortMap
  /** Undefined without a health check. */
  readonly health: Health | undefined
  /** Listens on a port of the container. */
  readonly listen: ProgramIo['listen']
  /** Called when a run ends: the container's execs end with it. */
  onEnd: () => void = () => {}
  /** Called when the container is removed: its execs are removed with it. */
  onRemove: () => void = () => {}
  paused = false
  state: 'created' | 'running' | 'exited' = 'created'
  startedAt: Instant | undefined
  finishedAt: Instant | undefined
  exitCode = 0
  pid = 0
  run: Run | undefined
  readonly #options: ContainerOptions
  readonly #waiters = new Set<Waiter>()
  #thaw: (() => void) | undefined
  #size: TerminalSize = { rows: 0, columns: 0 }
  #removed = false

  constructor(options: ContainerOptions) {
    this.#options = options
    this.id = options.id
    this.name = options.name
    this.image = options.image
    this.config = options.config
    this.hostConfig = options.hostConfig
    this.networkId = options.networkId
    this.log = new RecordLog(options.logBytes, rotationOf(options.hostConfig.LogConfig), options.waitsForLog)
    const kinds = options.config.Tty ? [frameKinds.stdout] : [frameKinds.stdout, frameKinds.stderr]
    this.stdio = new Stdio(options.config.OpenStdin, kinds, this.log, options.clock)
    this.files = options.files
    this.ports = new PortMap(options.config, options.hostConfig)
    this.listen = (port, onConnection) => this.ports.listen(port, onConnection)
    this.health = Health.of(this)
    this.created = options.clock.now()
    this.publish('create')
  }

  get clock(): Clock {
    return this.#options.clock
  }

  get running(): boolean {
    return this.state === 'running'
  }

  /** Entrypoint and Cmd, which the program receives as `args`. */
  get args(): readonly string[] {
    return [...(this.config.Entrypoint ?? []), ...(this.config.Cmd ?? [])]
  }

  /** The network's name: the network mode, or `bridge` for `default`. */
  get network(): string {
    return this.hostConfig.NetworkMode === 'default' ? 'bridge' : this.hostConfig.NetworkMode
  }

  /** The environment by variable name. */
  get env(): Record<string, string> {
    return environment(this.config.Env)
  }

  /** Starts a run; the ports must be open. False if the container is already running. */
  start(): boolean {
    if (this.running) return false
    const { clock } = this.#options
    this.state = 'running'
    this.pid = this.#options.pid()
    this.#publishNetwork('connect')
    this.startedAt = clock.now()
    this.run = new Run({
      program: mainProgram(this.image, this.args),
      args: this.args,
      env: this.env,
      tty: this.config.Tty,
      stdio: this.stdio,
      files: this.files,
      size: this.#size,
      listen: this.listen,
      onExit: (code) => this.#exited(code),
    })
    this.publish('start')
    this.health?.start()
    return true
  }

  #exited(code: number): void {
    this.state = 'exited'
    this.paused = false
    this.exitCode = code
    this.pid = 0
    this.finishedAt = this.#options.clock.now()
    this.health?.stop()
    this.ports.close()
    this.onEnd()
    this.publish('die', { exitCode: String(code) })
    this.#publishNetwork('disconnect')
    this.#resolveWaiters((condition) => condition !== 'removed')
    // As in the Engine, a stop request gets its response, and publishes its event, before the container is removed.
    if (this.hostConfig.AutoRemove) setImmediate(() => this.remove(false))
  }

  /** Sends a signal to a running container; `label` is its name in the request. Throws a {@link HttpError}. */
  kill(signal: Signal, label: string): void {
    if (!this.running) throw new HttpError(409, `Cannot kill container: ${label}: Container ${this.id} is not running`)
    this.publish('kill', { signal: String(signal.number) })
    this.run!.signal(signal)
  }

  /** Pauses the program at its next write, or resumes it. Throws a {@link HttpError}. */
  pause(paused: boolean): void {
    if (!this.running) throw notRunning(this)
    if (this.paused === paused) {
      throw new HttpError(paused ? 409 : 500, `Container ${this.id} is ${paused ? 'already' : 'not'} paused`)
    }
    this.paused = paused
    if (paused) this.#thaw = this.run!.freeze()
    else this.#thaw?.()
    this.publish(paused ? 'pause' : 'unpause')
  }

  /** Sets the terminal's size; without a terminal it has no effect. Throws a {@link HttpError}. */
  resize(size: TerminalSize): void {
    if (!this.running) throw notRunning(this)
    this.#size = size
    this.run!.resize(size)
    this.publish('resize', { height: String(size.rows), width: String(size.columns) })
  }

  /** Stops a running container: sends `signal`, then SIGKILL after `seconds` (negative: never). Fulfills when it has ended. */
  async stop(signal: Signal, seconds: number): Promise<void> {
    const run = this.run!
    const ended = this.wait('next-exit')
    this.kill(signal, this.name)
    if (!run.ended && seconds >= 0) {
      const timer = setTimeout(() => {
        if (!run.ended) this.kill(SIGKILL, this.name)
      }, seconds * 1000)
      await ended.code
      clearTimeout(timer)
    } else await ended.code
    this.publish('stop')
  }

  /** `code` fulfills with the exit code when `condition` is met. After `cancel` it never settles. */
  wait(condition: WaitCondition): { code: Promise<number>; cancel: () => void } {
    if (condition === 'not-running' && !this.running) return { code: Promise.resolve(this.exitCode), cancel: () => {} }
    let waiter: Waiter
    const code = new Promise<number>((resolve) => {
      waiter = { condition, resolve }
      this.#waiters.add(waiter)
    })
    return { code, cancel: () => this.#waiters.delete(waiter) }
  }

  #resolveWaiters(isMet: (condition: WaitCondition) => boolean): void {
    for (const waiter of this.#waiters) {
      if (!isMet(waiter.condition)) continue
      this.#waiters.delete(waiter)
      waiter.resolve(this.exitCode)
    }
  }

  /** Removes the container. Throws a {@link HttpError} if it is running and `force` is false. */
  remove(force: boolean): void {
    if (this.#removed) return
    if (this.running) {
      const advice = 'Stop the container before attempting removal or force remove'
      if (!force) throw new HttpError(409, `You cannot remove a running container ${this.id}. ${advice}`)
      this.kill(SIGKILL, this.name)
    }
    this.#removed = true
    this.#options.onRemove(this)
    this.onRemove()
    this.publish('destroy')
    this.#resolveWaiters(() => true)
  }

  /** Kills the program because the daemon closes. The container is not removed. */
  abandon(): void {
    this.hostConfig.AutoRemove = false
    this.run?.signal(SIGKILL)
  }

  /** Publishes `action` as an event of this container. */
  publish(action: string, more: Record<string, string> = {}): void {
    const attributes = { ...this.config.Labels, ...more, image: this.config.Image, name: this.name }
    this.#options.events.publish({ type: 'container', action, id: this.id, attributes })
  }

  #publishNetwork(action: string): void {
    const type = this.network === 'none' ? 'null' : this.network
    const attributes = { container: this.id, name: this.network, type }
    this.#options.events.publish({ type: 'network', action, id: this.networkId, attributes })
  }
}

/** 409 for a container that is not running, with the Engine's message. */
export function notRunning({ id }: Container): HttpError {
  return new HttpError(409, `Container ${id} is not running`)
}

/** Parses entries `NAME=value`; one without `=` is ignored. */
export function environment(entries: readonly string[] | null): Record<string, string> {
  const result: Record<string, string> = {}
  for (const entry of entries ?? []) {
    const equals = entry.indexOf('=')
    if (equals !== -1) result[entry.slice(0, equals)] = entry.slice(equals + 1)
  }
  return result
}
