// A container's health check (moby daemon/health.go): a probe every interval, the state that follows from its exit codes, and the last
// five results. States: starting, healthy, unhealthy; the end of a run makes it unhealthy without an event, as in the Engine.

import { randomBytes } from 'node:crypto'
import { clearTimeout, setTimeout } from '../../net/base/timers.ts'
import { frameKinds } from '../../stream/parse/mux.ts'
import { type Clock, shortStamp } from '../base/clock.ts'
import type { ProgramFiles, ProgramIo } from '../base/program.ts'
import { SIGKILL } from '../base/signals.ts'
import type { Config } from './container-config.ts'
import { execProgram, type Image } from './images.ts'
import { Run } from './run.ts'
import { Stdio } from './stdio.ts'

/** How many results of a health check are kept, and how many bytes of its output (moby daemon/health.go). */
export const HEALTH_RESULTS_KEPT = 5
export const HEALTH_OUTPUT_BYTES = 4096

/** moby's defaults: interval and timeout in ms, retries. */
const INTERVAL_MS = 30_000
const TIMEOUT_MS = 30_000
const RETRIES = 3

interface Result {
  Start: string
  End: string
  ExitCode: number
  Output: string
}

/** What a health check needs of its container. */
export interface CheckedContainer {
  readonly image: Image
  readonly config: Config
  readonly clock: Clock
  readonly env: Readonly<Record<string, string>>
  readonly files: ProgramFiles
  readonly listen: ProgramIo['listen']
  readonly paused: boolean
  publish(action: string, more?: Record<string, string>): void
}

/** The health of one container. */
export class Health {
  status: 'starting' | 'healthy' | 'unhealthy' = 'starting'
  readonly #container: CheckedContainer
  readonly #test: readonly string[]
  readonly #interval: number
  readonly #timeout: number
  readonly #startPeriod: number
  readonly #retries: number
  #streak = 0
  #results: Result[] = []
  #timer: NodeJS.Timeout | undefined
  #running = false
  #probe: Run | undefined
  #graceUntil = 0

  private constructor(container: CheckedContainer, test: readonly string[], check: Readonly<Record<string, unknown>>) {
    const ms = (name: string, otherwise: number) => (Number(check[name]) > 0 ? Number(check[name]) / 1e6 : otherwise)
    this.#container = container
    this.#test = test
    this.#interval = ms('Interval', INTERVAL_MS)
    this.#timeout = ms('Timeout', TIMEOUT_MS)
    this.#startPeriod = ms('StartPeriod', 0)
    this.#retries = Number(check.Retries) > 0 ? Number(check.Retries) : RETRIES
  }

  /** The health of a container, or undefined if it has no check. */
  static of(container: CheckedContainer): Health | undefined {
    const check = (container.config.Healthcheck ?? {}) as Readonly<Record<string, unknown>>
    const [kind, ...words] = Array.isArray(check.Test) ? check.Test.map(String) : []
    if (kind === 'CMD') return new Health(container, words, check)
    if (kind === 'CMD-SHELL') return new Health(container, ['/bin/sh', '-c', words.join(' ')], check)
    return undefined
  }

  /** A run begins. */
  start(): void {
    this.status = 'starting'
    this.#streak = 0
    this.#running = true
    this.#graceUntil = this.#now() + this.#startPeriod
    this.#schedule()
  }

  /** The run has ended. */
  stop(): void {
    this.#running = false
    this.status = 'unhealthy'
    clearTimeout(this.#timer)
    this.#probe?.signal(SIGKILL)
  }

  /** State.Health of inspect. */
  describe(): object {
    return { Status: this.status, FailingStreak: this.#streak, Log: this.#results }
  }

  #now(): number {
    const { seconds, nanos } = this.#container.clock.now()
    return seconds * 1000 + nanos / 1e6
  }

  #schedule(): void {
    if (!this.#running) return
    this.#timer = setTimeout(() => {
      if (this.#container.paused) return this.#schedule()
      void this.#check().then(() => this.#schedule())
    }, this.#interval)
  }

  async #check(): Promise<void> {
    const { clock } = this.#container
    const Start = shortStamp(clock.now())
    const { code, output } = await this.#run()
    if (!this.#running) return
    this.#results.push({ Start, End: shortStamp(clock.now()), ExitCode: code, Output: output })
    if (this.#results.length > HEALTH_RESULTS_KEPT) this.#results.shift()
    const before = this.status
    if (code === 0) {
      this.#streak = 0
      this.status = 'healthy'
    } else if (this.status !== 'starting' || this.#now() >= this.#graceUntil) {
      this.#streak++
      if (this.#streak >= this.#retries) this.status = 'unhealthy'
    }
    if (this.status !== before) this.#container.publish(`health_status: ${this.status}`)
  }

  /** Runs the probe, as an exec that clients do not see but in the events. */
  async #run(): Promise<{ code: number; output: string }> {
    const container = this.#container
    const args = this.#test
    const program = execProgram(container.image, args)
    const execID = randomBytes(32).toString('hex')
    for (const action of ['exec_create', 'exec_start']) container.publish(`${action}: ${args.join(' ')}`, { execID })
    if (program === undefined) {
      const why = `exec: ${JSON.stringify(args[0] ?? '')}: executable file not found in $PATH`
      return {
        code: -1,
        output: `OCI runtime exec failed: exec failed: unable to start container process: ${why}: unknown`,
      }
    }
    const stdio = new Stdio(false, [frameKinds.stdout, frameKinds.stderr])
    const pieces: Uint8Array[] = []
    const attachment = stdio.attach({ stdout: true, stderr: true, framed: false })
    const write = async (bytes: Uint8Array) => void pieces.push(Uint8Array.from(bytes))
    const pumped = attachment.pump({ closed: false, write })
    let timedOut = false
    let timer: NodeJS.Timeout | undefined
    const code = await new Promise<number>((onExit) => {
      const size = { rows: 0, columns: 0 }
      const { env, files } = container
      this.#probe = new Run({ program, args, env, tty: false, stdio, files, size, onExit, listen: container.listen })
      timer = setTimeout(() => {
        timedOut = true
        this.#probe?.signal(SIGKILL)
      }, this.#timeout)
    })
    clearTimeout(timer)
    this.#probe = undefined
    await pumped
    if (timedOut) return { code: -1, output: `Health check exceeded timeout (${this.#timeout}ms)` }
    container.publish('exec_die', { execID, exitCode: String(code) })
    return { code, output: Buffer.concat(pieces).subarray(0, HEALTH_OUTPUT_BYTES).toString() }
  }
}
