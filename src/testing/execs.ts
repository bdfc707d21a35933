// Execs: commands run beside a container's main one, with streams of their own and no log (moby daemon/exec.go). Each
// runs once, dies with its container's run and is forgotten with the container.

import { randomBytes } from 'node:crypto'
import { frameKinds } from '../stream/mux.ts'
import { type Container, environment, notRunning } from './container.ts'
import { execProgram } from './images.ts'
import type { TerminalSize } from './program.ts'
import { noSuchExec, Refusal } from './refusal.ts'
import { Run } from './run.ts'
import { SIGKILL } from './signals.ts'
import { Stdio } from './stdio.ts'

/** POST /containers/{id}/exec's body, read. */
export interface ExecConfig {
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

export class Exec {
  readonly id = randomBytes(32).toString('hex')
  readonly container: Container
  readonly config: ExecConfig
  readonly stdio: Stdio
  /** Fulfilled when the process has started, or could not. */
  readonly started: Promise<void>
  /** Fulfilled when the process has ended. */
  readonly ended: Promise<void>
  running = false
  exitCode: number | undefined
  pid = 0
  #run: Run | undefined
  #size: TerminalSize
  #start = () => {}
  #end = () => {}

  constructor(container: Container, config: ExecConfig) {
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

  /** Takes the right to run it, which is given once. */
  claim(): void {
    if (this.exitCode !== undefined) throw new Refusal(409, `Error: Exec command ${this.id} has already run`)
    if (this.running) throw new Refusal(409, `Error: Exec command ${this.id} is already running`)
    this.running = true
    this.#publish('exec_start')
  }

  /** Runs what was claimed. Throws a {@link Refusal} for a missing binary. */
  start(pid: number, size: TerminalSize | undefined): void {
    const { container, config, stdio } = this
    const program = execProgram(container.image, config.cmd)
    if (!program || !container.running) {
      this.running = false
      this.exitCode = 126
      stdio.endRun()
      this.#start()
      this.#end()
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
      onExit: (code) => this.#exited(code),
    })
    this.#start()
  }

  #exited(code: number): void {
    this.running = false
    this.exitCode = code
    this.container.publish('exec_die', { execID: this.id, exitCode: String(code) })
    this.#end()
  }

  resize(size: TerminalSize): void {
    this.#size = size
    this.#run?.resize(size)
  }

  /** The container has ended, and everything in it. */
  kill(): void {
    this.#run?.signal(SIGKILL)
  }

  #publish(action: string): void {
    this.container.publish(`${action}: ${this.config.cmd.join(' ')}`, { execID: this.id })
  }
}

function notFound(name: string): Refusal {
  const reason = name.includes('/') ? `stat ${name}: no such file or directory` : 'executable file not found in $PATH'
  const what = 'OCI runtime exec failed: exec failed: unable to start container process'
  return new Refusal(400, `${what}: exec: ${JSON.stringify(name)}: ${reason}: unknown`)
}

export class Execs {
  readonly #byId = new Map<string, Exec>()
  readonly #pid: () => number

  constructor(pid: () => number) {
    this.#pid = pid
  }

  create(container: Container, config: ExecConfig): Exec {
    const exec = new Exec(container, config)
    this.#byId.set(exec.id, exec)
    container.onEnd(() => exec.kill())
    container.onRemove(() => this.#byId.delete(exec.id))
    return exec
  }

  /** Throws a {@link Refusal}. An exec lives as long as its container. */
  find(id: string): Exec {
    const exec = this.#byId.get(id)
    if (!exec) throw noSuchExec(id)
    return exec
  }

  /** One that can be started or resized now. */
  findActive(id: string): Exec {
    const exec = this.find(id)
    const { container } = exec
    if (!container.running) throw new Refusal(500, `Container ${container.id} is not running: Exited`)
    if (container.paused) throw execPaused(container)
    return exec
  }

  start(exec: Exec, size?: TerminalSize): void {
    exec.start(this.#pid(), size)
  }

  /** The ids of those that have not ended, as the container shows them. */
  running(container: Container): string[] {
    const all = [...this.#byId.values()].filter((exec) => exec.container === container && exec.exitCode === undefined)
    return all.map(({ id }) => id)
  }
}

export function execPaused({ id }: Container): Refusal {
  return new Refusal(409, `Container ${id} is paused, unpause the container before exec`)
}
