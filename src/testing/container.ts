// One container's life: created, running, exited, removed; its log over all its runs; those who wait for it. The states
// and the order of its events are those of moby daemon/start.go, stop.go, kill.go and delete.go.

import { frameKinds } from '../stream/mux.ts'
import type { Clock, Instant } from './clock.ts'
import type { Config, HostConfig } from './container-config.ts'
import type { Events } from './events.ts'
import type { Files } from './files.ts'
import { type Image, mainProgram } from './images.ts'
import type { TerminalSize } from './program.ts'
import { RecordLog } from './record-log.ts'
import { Refusal } from './refusal.ts'
import { Run } from './run.ts'
import { SIGKILL, type Signal } from './signals.ts'
import { Stdio } from './stdio.ts'

/** The Engine's grace between the stop signal and SIGKILL, in seconds. */
export const STOP_SECONDS = 10

export type WaitCondition = 'not-running' | 'next-exit' | 'removed'

/** What a container needs of its daemon. */
export interface ContainerOptions {
  readonly id: string
  readonly name: string
  readonly image: Image
  readonly config: Config
  readonly hostConfig: HostConfig
  readonly networkId: string
  readonly logBytes: number
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
  paused = false
  state: 'created' | 'running' | 'exited' = 'created'
  startedAt: Instant | undefined
  finishedAt: Instant | undefined
  exitCode = 0
  pid = 0
  run: Run | undefined
  readonly #options: ContainerOptions
  readonly #waiters = new Set<Waiter>()
  readonly #onEnd: (() => void)[] = []
  readonly #onRemove: (() => void)[] = []
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
    this.log = new RecordLog(options.logBytes)
    const kinds = options.config.Tty ? [frameKinds.stdout] : [frameKinds.stdout, frameKinds.stderr]
    this.stdio = new Stdio(options.config.OpenStdin, kinds, this.log, options.clock)
    this.files = options.files
    this.created = options.clock.now()
    this.publish('create')
  }

  /** Calls `listener` once, when the present run ends. */
  onEnd(listener: () => void): void {
    this.#onEnd.push(listener)
  }

  onRemove(listener: () => void): void {
    this.#onRemove.push(listener)
  }

  get running(): boolean {
    return this.state === 'running'
  }

  /** Entrypoint and Cmd: what the program gets as `args`. */
  get args(): readonly string[] {
    return [...(this.config.Entrypoint ?? []), ...(this.config.Cmd ?? [])]
  }

  /** The network's name: the mode, but for the default. */
  get network(): string {
    return this.hostConfig.NetworkMode === 'default' ? 'bridge' : this.hostConfig.NetworkMode
  }

  get env(): Record<string, string> {
    return environment(this.config.Env)
  }

  /** False where it runs already. */
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
      onExit: (code) => this.#exited(code),
    })
    this.publish('start')
    return true
  }

  #exited(code: number): void {
    this.state = 'exited'
    this.paused = false
    this.exitCode = code
    this.pid = 0
    this.finishedAt = this.#options.clock.now()
    for (const listener of this.#onEnd.splice(0)) listener()
    this.publish('die', { exitCode: String(code) })
    this.#publishNetwork('disconnect')
    this.#settle((condition) => condition !== 'removed')
    // As in the Engine, who stopped it is answered, and tells of the stop, before it is removed.
    if (this.hostConfig.AutoRemove) setImmediate(() => this.remove(false))
  }

  /** Sends a signal to a running container; `label` is how the request named it. */
  kill(signal: Signal, label: string): void {
    if (!this.running) throw new Refusal(409, `Cannot kill container: ${label}: Container ${this.id} is not running`)
    this.publish('kill', { signal: String(signal.number) })
    this.run!.signal(signal)
  }

  /** Holds the program at its next write, or lets it go on. */
  pause(paused: boolean): void {
    if (!this.running) throw notRunning(this)
    if (this.paused === paused) {
      throw new Refusal(paused ? 409 : 500, `Container ${this.id} is ${paused ? 'already' : 'not'} paused`)
    }
    this.paused = paused
    if (paused) this.#thaw = this.run!.freeze()
    else this.#thaw?.()
    this.publish(paused ? 'pause' : 'unpause')
  }

  /** The terminal's size; nothing comes of it without one. */
  resize(size: TerminalSize): void {
    if (!this.running) throw notRunning(this)
    this.#size = size
    this.run!.resize(size)
    this.publish('resize', { height: String(size.rows), width: String(size.columns) })
  }

  /** Ends a running container: its signal, then after `seconds` (negative: never) SIGKILL. */
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

  /** The exit code when `condition` holds. `cancel` forgets about it; then `code` never settles. */
  wait(condition: WaitCondition): { code: Promise<number>; cancel: () => void } {
    if (condition === 'not-running' && !this.running) return { code: Promise.resolve(this.exitCode), cancel: () => {} }
    let waiter: Waiter
    const code = new Promise<number>((resolve) => {
      waiter = { condition, resolve }
      this.#waiters.add(waiter)
    })
    return { code, cancel: () => this.#waiters.delete(waiter) }
  }

  #settle(holds: (condition: WaitCondition) => boolean): void {
    for (const waiter of this.#waiters) {
      if (!holds(waiter.condition)) continue
      this.#waiters.delete(waiter)
      waiter.resolve(this.exitCode)
    }
  }

  remove(force: boolean): void {
    if (this.#removed) return
    if (this.running) {
      const advice = 'Stop the container before attempting removal or force remove'
      if (!force) throw new Refusal(409, `You cannot remove a running container ${this.id}. ${advice}`)
      this.kill(SIGKILL, this.name)
    }
    this.#removed = true
    this.#options.onRemove(this)
    for (const listener of this.#onRemove) listener()
    this.publish('destroy')
    this.#settle(() => true)
  }

  /** Ends the run without telling: the daemon goes. */
  abandon(): void {
    this.hostConfig.AutoRemove = false
    this.run?.signal(SIGKILL)
  }

  /** Tells of `action` as an event. */
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

/** 409, in the Engine's words. */
export function notRunning({ id }: Container): Refusal {
  return new Refusal(409, `Container ${id} is not running`)
}

export function environment(entries: readonly string[] | null): Record<string, string> {
  const result: Record<string, string> = {}
  for (const entry of entries ?? []) {
    const equals = entry.indexOf('=')
    if (equals !== -1) result[entry.slice(0, equals)] = entry.slice(equals + 1)
  }
  return result
}
