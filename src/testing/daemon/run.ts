// One run of a program: its outputs, its signals, its exit code. It ends when the program's promise settles, or at once when it is
// killed. After that, writes of the program are rejected.

import { setImmediate } from '../../net/base/timers.ts'
import { frameKinds } from '../../stream/parse/mux.ts'
import type { Output, Program, ProgramFiles, ProgramIo, TerminalSize } from '../base/program.ts'
import { ProgramSignal, type Signal } from '../base/signals.ts'
import { delay } from '../base/waits.ts'
import type { Stdio } from './stdio.ts'

/** How many bytes a program may write in one turn of the event loop. Each write counts WRITE_COST bytes more. */
const TURN_BYTES = 256 * 1024
const WRITE_COST = 256

const SETTLED = Promise.resolve()

/** What to run, and with which streams. */
export interface RunOptions {
  readonly program: Program
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly tty: boolean
  readonly stdio: Stdio
  readonly files: ProgramFiles
  readonly size: TerminalSize
  onExit(code: number): void
  /** Listens on a port of the container; absent where nothing can connect, as in a build. */
  readonly listen?: ProgramIo['listen']
}

/** A running program. It starts in the next turn of the event loop. */
export class Run {
  ended = false
  /** The size of the log when the run ended, in bytes: where its followers stop. */
  logEnd = 0
  readonly #options: RunOptions
  readonly #abort = new AbortController()
  readonly #onResize: (() => void)[] = []
  #size: TerminalSize
  #left = TURN_BYTES
  #turn: Promise<void> | undefined
  #thaw: Promise<void> | undefined

  constructor(options: RunOptions) {
    this.#options = options
    this.#size = options.size
    setImmediate(() => void this.#main())
  }

  async #main(): Promise<void> {
    if (this.ended) return
    const { args, env, tty, program, stdio, files, listen = nowhere } = this.#options
    const stdout = this.#output(frameKinds.stdout)
    const size = () => this.#size
    const io: ProgramIo = {
      stdin: stdio.stdin,
      stdout,
      stderr: tty ? stdout : this.#output(frameKinds.stderr),
      args,
      env,
      tty,
      get size() {
        return size()
      },
      onResize: (listener) => void this.#onResize.push(listener),
      files,
      listen,
      signal: this.#abort.signal,
      sleep: (ms) => handled(this.#sleep(ms)),
    }
    try {
      const code = await program(io)
      this.#exit(typeof code === 'number' ? code & 255 : 0)
    } catch (error) {
      this.#exit(this.#codeOf(error))
    }
  }

  #codeOf(error: unknown): number {
    const reason: unknown = this.#abort.signal.reason
    if (reason instanceof ProgramSignal && (error === reason || (error as Error | undefined)?.name === 'AbortError')) {
      return 128 + reason.number
    }
    const kind = this.#options.tty ? frameKinds.stdout : frameKinds.stderr
    if (!this.ended) this.#push(kind, Buffer.from(`${error instanceof Error ? error.message : String(error)}\n`))
    return 1
  }

  async #sleep(ms: number): Promise<void> {
    const { signal } = this.#abort
    await delay(ms, undefined, { signal }).catch(() => signal.throwIfAborted())
  }

  #output(kind: number): Output {
    return { write: (data) => handled(this.#write(kind, typeof data === 'string' ? Buffer.from(data) : data)) }
  }

  #write(kind: number, bytes: Uint8Array): Promise<void> {
    if (this.ended) return Promise.reject(this.#abort.signal.reason ?? new Error('the program has ended'))
    this.#push(kind, bytes)
    this.#left -= bytes.length + WRITE_COST
    if (this.#thaw) return this.#caughtUp()
    if (this.#left < 0) return this.#nextTurn()
    return this.#options.stdio.ahead ? this.#caughtUp() : SETTLED
  }

  #push(kind: number, bytes: Uint8Array): void {
    this.#options.stdio.write(kind, this.#options.tty ? carriageReturns(bytes) : bytes)
  }

  #nextTurn(): Promise<void> {
    this.#turn ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      this.#turn = undefined
      this.#left = TURN_BYTES
      return this.#options.stdio.ahead ? this.#caughtUp() : undefined
    })
    return this.#turn
  }

  async #caughtUp(): Promise<void> {
    await this.#thaw
    while (!this.ended && this.#options.stdio.ahead) await this.#options.stdio.caughtUp()
    if (this.ended) throw this.#abort.signal.reason ?? new Error('the program has ended')
  }

  /** Pauses the program at its next write, which is as close as a function comes to a pause. Returns a function that resumes it. */
  freeze(): () => void {
    let thaw = () => {}
    this.#thaw = new Promise((resolve) => {
      thaw = resolve
    })
    return () => {
      this.#thaw = undefined
      thaw()
    }
  }

  /** Sets the terminal's size and calls the program's listeners. */
  resize(size: TerminalSize): void {
    this.#size = size
    for (const listener of this.#onResize) listener()
  }

  /** Sends `signal` to the program; SIGKILL ends the run at once. */
  signal(signal: Signal): void {
    if (!signal.ends) return
    if (signal.number === 9) this.#exit(128 + signal.number, () => this.#abort.abort(new ProgramSignal(signal)))
    else this.#abort.abort(new ProgramSignal(signal))
  }

  #exit(code: number, before?: () => void): void {
    if (this.ended) return
    this.ended = true
    before?.()
    const { stdio } = this.#options
    stdio.endRun()
    this.logEnd = stdio.log?.bytes ?? 0
    this.#options.onExit(code)
    stdio.log?.wake()
  }
}

/** Listens where nothing can connect. */
function nowhere(): () => void {
  return () => {}
}

/** Keeps a rejected write or sleep that the program does not await from being an unhandled rejection. */
function handled(promise: Promise<void>): Promise<void> {
  if (promise !== SETTLED) promise.catch(() => {})
  return promise
}

/** Replaces LF with CRLF, as a terminal's line discipline does (ONLCR). */
function carriageReturns(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(10)) return bytes
  return Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('\n', '\r\n'), 'latin1')
}
