// Execs: commands that run beside a container's main one, with their own streams and no log (moby daemon/exec.go). An exec runs
// once and ends with its container's run. It is removed with the container, some minutes after its end, or when many newer ones
// have ended.

import { randomBytes } from 'node:crypto'
import { now as clock } from '../../net/base/timers.ts'
import { frameKinds } from '../../stream/parse/mux.ts'
import { HttpError, noSuchExec } from '../base/http-error.ts'
import type { TerminalSize } from '../base/program.ts'
import { SIGKILL } from '../base/signals.ts'
import { type Container, environment, notRunning } from './container.ts'
import { execProgram } from './images.ts'
import { Run } from './run.ts'
import { Stdio } from './stdio.ts'

/** How many execs that have ended, and how many that were never started, can be inspected: the newest of each. */
export const EXECS_KEPT = 1024
/** How long an exec that has ended can be inspected: the longest time that Docker's collector allows (two rounds of 5 minutes). */
export const EXEC_KEPT_MS = 10 * 60_000

/** The parsed body of POST /containers/{id}/exec. */
export interface ExecOptions {
  readonly cmd: readonly string[]
  readonly env: readonly string[]
  readonly stdin: boolean
  readonly stdout: boolean
  readonly stderr: boolean
  readonly tty: boolean
  readonly privileged: boolean
  readonly user: string
  readonly keys: Uint8Array
  readonly size: TerminalSize
}

/** One exec. */
export class Exec {
  readonly id = randomBytes(32).toString('hex')
  readonly container: Container
  readonly config: ExecOptions
  /** The standard streams. Replaced by empty ones when the process has ended, so that an ended exec keeps no buffers. */
  stdio: Stdio
  /** When the process ended, in milliseconds of {@link Execs}' clock. */
  endedAt = 0
  /** Called once, when the exec has ended. */
  onEnd: () => void = () => {}
  /** Fulfills when the process has started or has failed to start. */
  readonly started: Promise<void>
  /** Fulfills when the process has ended. */
  readonly ended: Promise<void>
  running = false
  exitCode: number | undefined
  pid = 0
  #run: Run | undefined
  #size: TerminalSize
  #start = () => {}
  #end = () => {}

  constructor(container: Container, config: ExecOptions) {
    this.container = container
    this.config = config
    this.stdio = new Stdio(config.stdin, config.tty ? [frameKinds.stdout] : [frameKinds.stdout, frameKinds.stderr])
    this.#size = config.size
    this.started = new Promise((resolve) => {
      this.#start = resolve
    })
    this.ended = new Promise((resolve) => {
      this.#end = resolve
    })
    this.#publish('exec_create')
  }

  /** Claims the exec for its only run. Throws a {@link HttpError} if it was claimed before. */
  claim(): void {
    if (this.exitCode !== undefined) throw new HttpError(409, `Error: Exec command ${this.id} has already run`)
    if (this.running) throw new HttpError(409, `Error: Exec command ${this.id} is already running`)
    this.running = true
    this.#publish('exec_start')
  }

  /** Runs a claimed exec. Throws a {@link HttpError} for a missing binary or a container that is not running. */
  start(pid: number, size: TerminalSize | undefined): void {
    const { container, config, stdio } = this
    const program = execProgram(container.image, config.cmd)
    if (!program || !container.running) {
      this.running = false
      this.exitCode = 126
      stdio.endRun()
      this.#start()
      this.#finish()
      throw program ? notRunning(container) : notFound(config.cmd[0]!)
    }
    this.pid = pid
    this.#size = size ?? this.#size
    this.#run = new Run({
      program,
      args: config.cmd,
      env: { ...container.env, ...environment(config.env) },
      tty: config.tty,
      stdio,
      files: container.files,
      size: this.#size,
      listen: container.listen,
      onExit: (code) => this.#exited(code),
    })
    this.#start()
  }

  #exited(code: number): void {
    this.running = false
    this.exitCode = code
    this.container.publish('exec_die', { execID: this.id, exitCode: String(code) })
    this.#finish()
  }

  #finish(): void {
    this.#run = undefined
    this.stdio = ENDED
    this.#end()
    this.onEnd()
  }

  /** Sets the terminal's size. */
  resize(size: TerminalSize): void {
    this.#size = size
    this.#run?.resize(size)
  }

  /** Kills the process because its container has ended. */
  kill(): void {
    this.#run?.signal(SIGKILL)
  }

  #publish(action: string): void {
    this.container.publish(`${action}: ${this.config.cmd.join(' ')}`, { execID: this.id })
  }
}

/** The streams of every exec that has ended. */
const ENDED = new Stdio(false, [])

function notFound(name: string): HttpError {
  const reason = name.includes('/') ? `stat ${name}: no such file or directory` : 'executable file not found in $PATH'
  const what = 'OCI runtime exec failed: exec failed: unable to start container process'
  return new HttpError(400, `${what}: exec: ${JSON.stringify(name)}: ${reason}: unknown`)
}

/** The execs of one embedded engine. */
export class Execs {
  readonly #byId = new Map<string, Exec>()
  /** The execs that were never started, oldest first. */
  readonly #created = new Set<Exec>()
  /** The execs that have ended, in the order of their ends. */
  readonly #ended = new Set<Exec>()
  readonly #byContainer = new Map<Container, Set<Exec>>()
  readonly #pid: () => number
  readonly #now: () => number

  constructor(pid: () => number, now: () => number = clock) {
    this.#pid = pid
    this.#now = now
  }

  /** How many execs can be found. */
  get size(): number {
    return this.#byId.size
  }

  /** Creates an exec in a container. */
  create(container: Container, config: ExecOptions): Exec {
    const exec = new Exec(container, config)
    this.#byId.set(exec.id, exec)
    this.#created.add(exec)
    this.#of(container).add(exec)
    exec.onEnd = () => {
      exec.endedAt = this.#now()
      this.#created.delete(exec)
      this.#ended.add(exec)
      this.#collect()
    }
    this.#collect()
    return exec
  }

  /** The execs of a container, with one listener for all of them. */
  #of(container: Container): Set<Exec> {
    const known = this.#byContainer.get(container)
    if (known) return known
    const execs = new Set<Exec>()
    this.#byContainer.set(container, execs)
    container.onEnd = () => {
      for (const exec of execs) exec.kill()
    }
    container.onRemove = () => {
      this.#byContainer.delete(container)
      for (const exec of execs) this.#remove(exec)
    }
    return execs
  }

  #collect(): void {
    const due = this.#now() - EXEC_KEPT_MS
    for (const exec of this.#ended) {
      if (exec.endedAt > due && this.#ended.size <= EXECS_KEPT) break
      this.#remove(exec)
    }
    for (const exec of this.#created) {
      if (this.#created.size <= EXECS_KEPT) break
      this.#remove(exec)
    }
  }

  #remove(exec: Exec): void {
    this.#byId.delete(exec.id)
    this.#created.delete(exec)
    this.#ended.delete(exec)
    this.#byContainer.get(exec.container)?.delete(exec)
  }

  /** Finds an exec. Throws a {@link HttpError} with status 404. */
  find(id: string): Exec {
    this.#collect()
    const exec = this.#byId.get(id)
    if (!exec) throw noSuchExec(id)
    return exec
  }

  /** Finds an exec that can be started or resized: its container is running and not paused. Throws a {@link HttpError}. */
  findActive(id: string): Exec {
    const exec = this.find(id)
    const { container } = exec
    if (!container.running) throw new HttpError(500, `Container ${container.id} is not running: Exited`)
    if (container.paused) throw execPaused(container)
    return exec
  }

  /** Claims an exec for its only run. Throws a {@link HttpError} if it was claimed before. */
  claim(exec: Exec): void {
    exec.claim()
    this.#created.delete(exec)
  }

  /** Runs a claimed exec. Throws a {@link HttpError}. */
  start(exec: Exec, size?: TerminalSize): void {
    exec.start(this.#pid(), size)
  }

  /** The ids of a container's execs that have not ended, as its inspect returns them. */
  running(container: Container): string[] {
    const all = [...(this.#byContainer.get(container) ?? [])].filter(({ exitCode }) => exitCode === undefined)
    return all.map(({ id }) => id)
  }
}

/** 409 for an exec in a paused container, with the Engine's message. */
export function execPaused({ id }: Container): HttpError {
  return new HttpError(409, `Container ${id} is paused, unpause the container before exec`)
}
