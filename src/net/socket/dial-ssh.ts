// An Engine over ssh: the user's own ssh runs `docker system dial-stdio` on the remote host, and its stdin and stdout are the
// connection. node:child_process is loaded with the first one. Owned: the child. It has its own session, so that a terminal's Ctrl-C
// does not reach it and it cannot ask for a password there. It ends with the connection, and with this process.

import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import type { Endpoint } from '../../endpoint/parse.ts'
import { formatEndpoint } from '../../endpoint/parse.ts'
import { isKeyText, type SshOptions } from '../../endpoint/ssh.ts'
import { FairleadError } from '../../error.ts'
import { clearTimeout, setTimeout } from '../base/timers.ts'
import { sshArguments } from './ssh-arguments.ts'
import { removeKey, writeKey } from './ssh-identity.ts'
import { type StreamListener, StreamSocket, setRef } from './stream-socket.ts'

/** From SIGTERM to SIGKILL, in ms: as in Docker's own client. */
export const KILL_MS = 3_000
/** How long ssh's exit status is awaited after its stdout has ended, in ms. */
export const STATUS_MS = 1_000
/** How much of the end of ssh's stderr is kept for messages, in chars. The message about a changed host key has about 1,000. */
export const STDERR_CHARS = 4_096

/** The children that run now: they end with this process. */
const running = new Map<ChildProcessWithoutNullStreams, SshSocket>()

/**
 * Starts ssh. 'connect' means that ssh runs; if ssh fails to connect, the socket fails before its first byte.
 * @param options `limit` in ms, see {@link sshArguments}; `reason`: why this endpoint was chosen, for messages.
 */
export function openSsh(
  endpoint: Endpoint & { kind: 'ssh' },
  { limit, reason, ssh = {} }: { limit: number; reason?: string | undefined; ssh?: SshOptions | undefined },
  listener: StreamListener,
): SshSocket {
  const isPosix = process.platform !== 'win32'
  const { spawn } = process.getBuiltinModule('node:child_process')
  const { identity, options } = ssh
  const key = identity !== undefined && isKeyText(identity) ? writeKey(identity) : undefined
  const words = sshArguments(endpoint, limit, options, key ?? identity)
  const child = spawn('ssh', words, { stdio: 'pipe', detached: isPosix, windowsHide: true })
  const where = `${formatEndpoint(endpoint)}${reason === undefined ? '' : ` (chosen by ${reason})`}`
  return new SshSocket(child, where, listener, key)
}

/** The stdin and stdout of an ssh process as a socket. */
export class SshSocket extends StreamSocket {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #where: string
  /** The file of the key that was given as a text, until ssh has logged in. */
  #key: string | undefined
  #stderr = ''
  #received = false
  #concluded = false
  #deadline: NodeJS.Timeout | undefined

  constructor(child: ChildProcessWithoutNullStreams, where: string, listener: StreamListener, key?: string) {
    super(child.stdout, child.stdin, listener)
    this.#child = child
    this.#where = where
    this.#key = key
    if (child.pid !== undefined) watch(child, this)
    child.on('spawn', () => this.begin())
    child.on('error', (error: NodeJS.ErrnoException) => this.destroy(spawnError(error)))
    child.on('exit', () => this.#awaitStatus())
    child.on('close', () => this.#conclude())
    child.stderr.setEncoding('utf8')
    child.stderr.on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-STDERR_CHARS)
    })
    child.stderr.on('error', ignoreError)
  }

  /** The process id of ssh. */
  get pid(): number | undefined {
    return this.#child.pid
  }

  /** Removes the file of the key. */
  dropKey(): void {
    if (this.#key !== undefined) removeKey(this.#key)
    this.#key = undefined
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
    this.dropKey()
    end(this.#child)
    this.#child.stderr.destroy()
    super._destroy(error, done)
  }

  /** Not undefined: ssh's stdout is a local socket, but the connection is not local. */
  protected override addressOf(): string {
    return ''
  }

  protected override onSourceData(bytes: unknown): void {
    this.dropKey()
    this.#received = true
    this.#deadline?.refresh()
    super.onSourceData(bytes)
  }

  /** ssh's exit status decides whether this end is a failure. */
  protected override onSourceEnd(): void {
    this.#awaitStatus()
  }

  /** ssh or its output has ended. The other one follows, unless a program that ssh started keeps the output open. */
  #awaitStatus(): void {
    if (!this.destroyed) this.#deadline ??= setTimeout(() => this.#conclude(), STATUS_MS).unref()
  }

  /** Reports the end: once the child has exited and its stderr is closed, or after STATUS_MS. */
  #conclude(): void {
    if (this.#concluded || this.destroyed) return
    const { exitCode, signalCode, stdout } = this.#child
    // Its reader waits: the rest is read when it goes on.
    if (stdout.isPaused() && stdout.readable) return void this.#deadline?.refresh()
    this.#concluded = true
    clearTimeout(this.#deadline)
    // null: it runs.
    const status = signalCode ?? exitCode
    if (status === null || (status === 0 && this.#received)) return this.finishReading(undefined)
    const how = signalCode === null ? `ended with status ${exitCode}` : `was ended by ${signalCode}`
    const text = printable(this.#stderr)
    const what = `ssh ${how}${text && `: ${text}`}`
    if (this.#received) this.finishReading(new Error(what))
    else this.finishReading(new FairleadError('ERR_CONNECT', `cannot connect to ${this.#where}: ${what}`))
  }
}

function spawnError(error: NodeJS.ErrnoException): Error {
  return error.code === 'ENOENT' ? new Error("'ssh' was not found on PATH", { cause: error }) : error
}

/** Removes terminal control characters. */
function printable(text: string): string {
  return text.replace(/[\0-\x09\x0b-\x1f\x7f-\x9f]/g, '').trim()
}

function watch(child: ChildProcessWithoutNullStreams, socket: SshSocket): void {
  if (running.size === 0) process.on('exit', onProcessExit)
  running.set(child, socket)
  child.on('exit', () => {
    running.delete(child)
    if (running.size === 0) process.off('exit', onProcessExit)
  })
}

/** Sends SIGTERM, and SIGKILL if the child does not exit. This process stays alive until then, so that no child is left behind. */
function end(child: ChildProcessWithoutNullStreams): void {
  if (!running.has(child)) return
  signal(child, 'SIGTERM')
  child.ref()
  const deadline = setTimeout(signal, KILL_MS, child, 'SIGKILL')
  child.on('exit', () => clearTimeout(deadline))
}

/** Signals ssh and the programs that it started, such as a proxy command. */
function signal(child: ChildProcessWithoutNullStreams, name: NodeJS.Signals): void {
  try {
    process.kill(-(child.pid as number), name)
  } catch {
    // Windows has no process groups.
    child.kill(name)
  }
}

function onProcessExit(): void {
  for (const [child, socket] of running) {
    signal(child, 'SIGTERM')
    socket.dropKey()
  }
}

function ignoreError(): void {}
