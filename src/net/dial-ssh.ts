// An Engine over ssh: the user's own ssh runs `docker system dial-stdio` over there, whose stdin and stdout are the
// connection. node:child_process is loaded when the first one is wanted. Owned: the child, in a session of its own, so that a terminal's Ctrl-C
// is not meant for it and it cannot ask there for a password; it is ended with the connection, and with this process.

import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import type { Endpoint } from '../endpoint/parse.ts'
import { formatEndpoint } from '../endpoint/parse.ts'
import { FairleadError } from '../error.ts'
import { sshArguments } from './ssh-arguments.ts'
import { type StreamListener, StreamSocket, setRef } from './stream-socket.ts'

/** ms from SIGTERM to SIGKILL: as Docker's own client. */
const KILL_MS = 3_000
/** ms from the end of ssh's stdout within which its exit status is waited for. */
const STATUS_MS = 1_000
/** How much of the end of ssh's stderr is kept for messages, in chars: a changed host key is told in about 1,000. */
const STDERR_CHARS = 4_096

/** Those that run now: they end with this process. */
const running = new Set<ChildProcessWithoutNullStreams>()

/**
 * Starts ssh. 'connect' tells that it runs; that it got nowhere is an error before the first byte.
 * @param limit ms, see sshArguments.
 * @param reason why this endpoint.
 */
export function openSsh(
  endpoint: Endpoint & { kind: 'ssh' },
  limit: number,
  reason: string | undefined,
  listener: StreamListener,
): SshSocket {
  const isPosix = process.platform !== 'win32'
  const { spawn } = process.getBuiltinModule('node:child_process')
  const child = spawn('ssh', sshArguments(endpoint, limit), { stdio: 'pipe', detached: isPosix, windowsHide: true })
  const where = `${formatEndpoint(endpoint)}${reason === undefined ? '' : ` (chosen by ${reason})`}`
  return new SshSocket(child, where, listener)
}

/** See the file's head. */
export class SshSocket extends StreamSocket {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #where: string
  #words = ''
  #answered = false
  #concluded = false
  #deadline: NodeJS.Timeout | undefined

  constructor(child: ChildProcessWithoutNullStreams, where: string, listener: StreamListener) {
    super(child.stdout, child.stdin, listener)
    this.#child = child
    this.#where = where
    if (child.pid !== undefined) watch(child)
    child.on('spawn', () => this.begin())
    child.on('error', (error: NodeJS.ErrnoException) => this.destroy(spawnError(error)))
    child.on('close', () => this.conclude())
    child.stderr.setEncoding('utf8')
    child.stderr.on('data', (text: string) => {
      this.#words = (this.#words + text).slice(-STDERR_CHARS)
    })
    child.stderr.on('error', ignoreError)
  }

  /** The process id of ssh. */
  get pid(): number | undefined {
    return this.#child.pid
  }

  override ref(): this {
    setRef([this.#child, this.#child.stderr], true)
    return super.ref()
  }

  override unref(): this {
    setRef([this.#child, this.#child.stderr], false)
    return super.unref()
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#deadline)
    end(this.#child)
    this.#child.stderr.destroy()
    super._destroy(error, done)
  }

  /** Its stdout is a socket of this machine, and what it carries is not. */
  protected override addressOf(): string {
    return ''
  }

  protected override onSourceData(bytes: unknown): void {
    this.#answered = true
    super.onSourceData(bytes)
  }

  /** Whether it was a good end is told by ssh's exit status, which comes with it, if it does. */
  protected override onSourceEnd(): void {
    if (!this.#concluded) this.#deadline = setTimeout(onStatusDeadline, STATUS_MS, this)
  }

  /** Tells the end: when the child and all that holds its stderr are gone, or when that has been waited for long enough. */
  conclude(): void {
    if (this.#concluded || this.destroyed) return
    this.#concluded = true
    clearTimeout(this.#deadline)
    const { exitCode, signalCode } = this.#child
    const runs = exitCode === null && signalCode === null
    if (runs || (exitCode === 0 && this.#answered)) return this.finishReading(undefined)
    const how = signalCode === null ? `ended with status ${exitCode}` : `was ended by ${signalCode}`
    const words = printable(this.#words)
    const what = `ssh ${how}${words && `: ${words}`}`
    if (this.#answered) this.finishReading(new Error(what))
    else this.finishReading(new FairleadError('ERR_CONNECT', `cannot connect to ${this.#where}: ${what}`))
  }
}

function spawnError(error: NodeJS.ErrnoException): Error {
  return error.code === 'ENOENT' ? new Error("there is no 'ssh' on PATH", { cause: error }) : error
}

/** Without what a terminal would obey. */
function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n]/gu, '').trim()
}

function watch(child: ChildProcessWithoutNullStreams): void {
  if (running.size === 0) process.on('exit', onProcessExit)
  running.add(child)
  child.on('exit', () => {
    running.delete(child)
    if (running.size === 0) process.off('exit', onProcessExit)
  })
}

/** SIGTERM, and SIGKILL when it does not listen. The process waits for that: it leaves no child behind. */
function end(child: ChildProcessWithoutNullStreams): void {
  if (!running.has(child)) return
  signal(child, 'SIGTERM')
  child.ref()
  const deadline = setTimeout(signal, KILL_MS, child, 'SIGKILL')
  child.on('exit', () => clearTimeout(deadline))
}

/** To ssh and to what it started: a proxy command. */
function signal(child: ChildProcessWithoutNullStreams, name: NodeJS.Signals): void {
  try {
    process.kill(-(child.pid as number), name)
  } catch {
    // No group of its own: Windows.
    child.kill(name)
  }
}

function onProcessExit(): void {
  for (const child of running) signal(child, 'SIGTERM')
}

function onStatusDeadline(socket: SshSocket): void {
  socket.conclude()
}

function ignoreError(): void {}
