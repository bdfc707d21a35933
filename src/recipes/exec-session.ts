// startExec: an exec whose tunnel the caller drives; execDetached: one without a tunnel (Engine API, ContainerExec, ExecStart).
// Engine facts: framing follows the Tty of the start, the terminal that of the create, so both get the same; ConsoleSize
// is known from API 1.42 on, before it the size is set once the process runs.

import type { Engine } from '../engine/engine.ts'
import type { ExecConfig } from '../engine/schema.ts'
import type { Tunnel } from '../engine/tunnel.ts'
import { compareVersions } from '../engine/version.ts'
import { exitCodeOf } from './exec-exit.ts'
import { checkSize, resize, type TtySize } from './resize.ts'

/** What is run, and how. */
export interface ExecSetup {
  /** Environment beside the container's: names to values, or `NAME=value` each. */
  env?: Readonly<Record<string, string>> | readonly string[] | undefined
  /** A path in the container. Default: the container's own. */
  workingDir?: string | undefined
  /** `user`, `uid`, `user:group` … Default: the container's own. */
  user?: string | undefined
  /** Default false. */
  privileged?: boolean | undefined
  /** Give the process a terminal, of that size where one is given. Everything it writes is stdout then. Default false. */
  tty?: boolean | TtySize | undefined
  /** Keys that detach from a TTY: `ctrl-p,ctrl-q` unless said. */
  detachKeys?: string | undefined
  /** Covers every request and the tunnel. The Engine has no way to end the process itself. */
  signal?: AbortSignal | undefined
}

/** Options of {@link startExec}. */
export interface StartExecOptions extends ExecSetup {
  /** Attach stdin. Default true. */
  stdin?: boolean | undefined
}

/** The API version that has ConsoleSize. */
const CONSOLE_SIZE_VERSION = '1.42'

/** A running exec. */
export class ExecSession {
  /** The exec's id. */
  readonly id: string
  readonly tunnel: Tunnel
  readonly #engine: Engine
  readonly #signal: AbortSignal | undefined
  #resized: Promise<void> = Promise.resolve()

  /** @param first a size to set at once, tried again until `signal` aborts. */
  constructor(
    engine: Engine,
    id: string,
    tunnel: Tunnel,
    signal: AbortSignal | undefined,
    first: { size: TtySize | undefined; signal: AbortSignal | undefined },
  ) {
    this.#engine = engine
    this.id = id
    this.tunnel = tunnel
    this.#signal = signal
    // A process that has ended already has no use for a size; another refusal comes again at the next resize.
    if (first.size !== undefined) this.#resize(first.size, first.signal).catch(ignore)
  }

  /** Sets the terminal's size; see resize(). One after the other: the size set last is the one that stays. */
  resize(rows: number, columns: number): Promise<void> {
    return this.#resize({ rows, columns }, this.#signal)
  }

  /**
   * The exit code, as soon as the process has ended: asks again, ever less often, down to once a second.
   * @throws FairleadError ERR_EXEC_NOT_STARTED, ERR_ABORTED; EngineError.
   */
  exitCode(): Promise<number> {
    return exitCodeOf(this.#engine, this.id, Number.POSITIVE_INFINITY, this.#signal)
  }

  #resize(size: TtySize, signal: AbortSignal | undefined): Promise<void> {
    const mine = this.#resized.then(() => resize(this.#engine, { exec: this.id }, { ...size, signal }))
    this.#resized = mine.catch(ignore)
    return mine
  }
}

/**
 * Runs `cmd` in a running container and gives its tunnel, for interactive use.
 *
 * Rejects with an EngineError when the Engine refuses (404: no such container; 409: it does not run). A program that does not
 * exist is no refusal: the daemon's words come as output, and the exit code is 126 or 127.
 * @throws FairleadError ERR_OPTION.
 */
export function startExec(
  engine: Engine,
  id: string,
  cmd: readonly string[],
  options: StartExecOptions = {},
): Promise<ExecSession> {
  return openExec(engine, id, cmd, options, options.signal)
}

/** As {@link startExec}; setting the first size, where that has to be tried again, ends with `sizing`. */
export async function openExec(
  engine: Engine,
  id: string,
  cmd: readonly string[],
  options: StartExecOptions,
  sizing: AbortSignal | undefined,
): Promise<ExecSession> {
  const { stdin = true, tty = false, signal } = options
  const execId = await createExec(engine, id, cmd, options, {
    AttachStdin: stdin,
    AttachStdout: true,
    AttachStderr: true,
  })
  const size = typeof tty === 'object' ? tty : undefined
  const body = { Detach: false, Tty: tty !== false, ConsoleSize: consoleSize(engine, size) }
  const tunnel = await engine.tunnel('/exec/{id}/start', { path: { id: execId }, body, tty: tty !== false, signal })
  const first = { size: body.ConsoleSize === undefined ? size : undefined, signal: sizing }
  return new ExecSession(engine, execId, tunnel, signal, first)
}

/** Runs `cmd` in a running container without waiting for it; resolves with the exec's id once it was started. @throws as {@link startExec}; a program that does not exist is a refusal here. */
export async function execDetached(
  engine: Engine,
  id: string,
  cmd: readonly string[],
  options: ExecSetup = {},
): Promise<string> {
  const { tty = false, signal } = options
  const execId = await createExec(engine, id, cmd, options, {})
  const body = { Detach: true, Tty: tty !== false }
  // Started without a stream it answers as any operation does.
  await engine.untyped.post('/exec/{id}/start', { path: { id: execId }, body, signal })
  return execId
}

async function createExec(
  engine: Engine,
  id: string,
  cmd: readonly string[],
  setup: ExecSetup,
  attached: ExecConfig,
): Promise<string> {
  const { env, workingDir, user, privileged, tty = false, detachKeys, signal } = setup
  if (typeof tty === 'object') checkSize(tty)
  const body: ExecConfig = {
    ...attached,
    Cmd: cmd,
    Env: env === undefined || isList(env) ? env : Object.entries(env).map(([name, value]) => `${name}=${value}`),
    WorkingDir: workingDir,
    User: user,
    Privileged: privileged,
    Tty: tty !== false,
    ConsoleSize: typeof tty === 'object' ? consoleSize(engine, tty) : undefined,
    DetachKeys: detachKeys,
  }
  const { Id } = await engine.post('/containers/{id}/exec', { path: { id }, body, signal })
  return Id
}

/** `[rows, columns]` for a version that knows it. */
export function consoleSize(engine: Engine, size: TtySize | undefined): [number, number] | undefined {
  const { apiVersion } = engine
  if (size === undefined || apiVersion === undefined) return undefined
  return compareVersions(apiVersion, CONSOLE_SIZE_VERSION) >= 0 ? [size.rows, size.columns] : undefined
}

function isList(env: Readonly<Record<string, string>> | readonly string[]): env is readonly string[] {
  return Array.isArray(env)
}

function ignore(): void {}
