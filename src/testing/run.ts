// One run of a program: its outputs into the log, its signals, its exit code. It ends when the program settles, or at
// once when it is killed; a program that goes on after that finds its outputs closed.

import { setTimeout as pass } from 'node:timers/promises'
import { frameKinds } from '../stream/mux.ts'
import type { Clock } from './clock.ts'
import { Copier } from './copier.ts'
import type { Output, Program, ProgramIo } from './program.ts'
import type { RecordLog } from './record-log.ts'
import { ProgramSignal, type Signal } from './signals.ts'
import { StdinQueue } from './stdin-queue.ts'

/** What a program may write before the sockets get their turn, each write counted with WRITE_COST more. */
const TURN_BYTES = 256 * 1024
const WRITE_COST = 256

const SETTLED = Promise.resolve()

/** What a run needs to know of its container. */
export interface RunOptions {
  readonly program: Program
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly tty: boolean
  readonly openStdin: boolean
  readonly log: RecordLog
  readonly clock: Clock
  onExit(code: number): void
}

export class Run {
  readonly stdin = new StdinQueue()
  ended = false
  /** Bytes of the log when the run ended: those who follow it are done there. */
  logEnd = 0
  readonly #options: RunOptions
  readonly #abort = new AbortController()
  readonly #copiers: readonly Copier[]
  #left = TURN_BYTES
  #turn: Promise<void> | undefined

  constructor(options: RunOptions) {
    this.#options = options
    const { log, clock, tty } = options
    const stdout = new Copier(frameKinds.stdout, log, clock)
    this.#copiers = tty ? [stdout] : [stdout, new Copier(frameKinds.stderr, log, clock)]
    if (!options.openStdin) this.stdin.end()
    setImmediate(() => void this.#main())
  }

  async #main(): Promise<void> {
    if (this.ended) return
    const { args, env, tty, program } = this.#options
    const [out, err = out] = this.#copiers
    const stdout = this.#output(out!)
    const io: ProgramIo = {
      stdin: this.stdin,
      stdout,
      stderr: err === out ? stdout : this.#output(err!),
      args,
      env,
      tty,
      signal: this.#abort.signal,
      sleep: (ms) => handled(this.#sleep(ms)),
    }
    try {
      const code = await program(io)
      this.#exit(typeof code === 'number' ? code & 255 : 0)
    } catch (error) {
      this.#exit(this.#codeOf(error, err!))
    }
  }

  #codeOf(error: unknown, stderr: Copier): number {
    const reason: unknown = this.#abort.signal.reason
    if (reason instanceof ProgramSignal && (error === reason || (error as Error | undefined)?.name === 'AbortError')) {
      return 128 + reason.number
    }
    if (!this.ended) this.#push(stderr, Buffer.from(`${error instanceof Error ? error.message : String(error)}\n`))
    return 1
  }

  async #sleep(ms: number): Promise<void> {
    const { signal } = this.#abort
    await pass(ms, undefined, { signal }).catch(() => signal.throwIfAborted())
  }

  #output(copier: Copier): Output {
    return { write: (data) => handled(this.#write(copier, typeof data === 'string' ? Buffer.from(data) : data)) }
  }

  #write(copier: Copier, bytes: Uint8Array): Promise<void> {
    if (this.ended) return Promise.reject(this.#abort.signal.reason ?? new Error('the program has ended'))
    this.#push(copier, bytes)
    const { log } = this.#options
    this.#left -= bytes.length + WRITE_COST
    if (this.#left < 0) return this.#nextTurn()
    return log.ahead ? this.#caughtUp() : SETTLED
  }

  #push(copier: Copier, bytes: Uint8Array): void {
    copier.push(this.#options.tty ? carriageReturns(bytes) : bytes)
    this.#options.log.wake()
  }

  #nextTurn(): Promise<void> {
    this.#turn ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      this.#turn = undefined
      this.#left = TURN_BYTES
      return this.#options.log.ahead ? this.#caughtUp() : undefined
    })
    return this.#turn
  }

  async #caughtUp(): Promise<void> {
    while (!this.ended && this.#options.log.ahead) await this.#options.log.caughtUp()
    if (this.ended) throw this.#abort.signal.reason ?? new Error('the program has ended')
  }

  /** Sends `signal`; SIGKILL ends the run now. */
  signal(signal: Signal): void {
    if (!signal.ends) return
    if (signal.number === 9) this.#exit(128 + signal.number, () => this.#abort.abort(new ProgramSignal(signal)))
    else this.#abort.abort(new ProgramSignal(signal))
  }

  #exit(code: number, before?: () => void): void {
    if (this.ended) return
    this.ended = true
    before?.()
    for (const copier of this.#copiers) copier.end()
    this.stdin.end()
    this.logEnd = this.#options.log.bytes
    this.#options.log.release()
    this.#options.onExit(code)
    this.#options.log.wake()
  }
}

/** A program need not wait for its writes: one that fails unobserved is no unhandled rejection. */
function handled(promise: Promise<void>): Promise<void> {
  if (promise !== SETTLED) promise.catch(() => {})
  return promise
}

/** What a terminal's line discipline (ONLCR) does to output. */
function carriageReturns(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(10)) return bytes
  return Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('\n', '\r\n'), 'latin1')
}
