// startExec: an exec whose tunnel the caller drives; execDetached: one without a tunnel (Engine API, ContainerExec, ExecStart).
// Engine facts: the framing follows the Tty of ExecStart, the terminal follows that of ContainerExec, so both get the same
// value. ConsoleSize exists from API 1.42 on; before, the size is set once the process runs.

import { ANY, BOOLEAN, checkOptions, checkValue, type Kinds, SIGNAL, TEXT } from '../../check.ts'
import { compareVersions } from '../../engine/api-version/api-version.ts'
import type { Engine } from '../../engine/engine.ts'
import { field } from '../../engine/response/shape.ts'
import type { Tunnel } from '../../engine/response/tunnel.ts'
import type { ExecConfig } from '../../engine/schema.ts'
import { locatedIn } from '../../error.ts'
import { exitCodeOf } from './exec-exit.ts'
import { checkSize, resize, type TtySize } from './resize.ts'

/** The process of an exec: options that {@link exec}, {@link startExec} and {@link execDetached} share. */
export interface ExecSetup {
  /** Environment variables in addition to the container's: names to values, or a list of `NAME=value`. Default: none. */
  env?: Readonly<Record<string, string>> | readonly string[] | undefined
  /** The working directory, a path in the container. Default: the container's own. */
  workingDir?: string | undefined
  /** `user`, `uid`, `user:group` … Default: the container's own. */
  user?: string | undefined
  /** Run with extended privileges. Default: false. */
  privileged?: boolean | undefined
  /** Give the process a terminal, true or its size. All of its output is stdout then. Default: false. */
  tty?: boolean | TtySize | undefined
  /** Keys that detach from a TTY. Default: the Engine's, `ctrl-p,ctrl-q`. */
  detachKeys?: string | undefined
  /** Covers every request and the tunnel; an abort rejects with ERR_ABORTED. The process goes on: the Engine cannot end it. */
  signal?: AbortSignal | undefined
}

/** Options of {@link startExec}. */
export interface StartExecOptions extends ExecSetup {
  /** Attach stdin. Default: true. */
  stdin?: boolean | undefined
}

/** The kinds of the options in {@link ExecSetup}. */
export const SETUP: Kinds<ExecSetup> = {
  env: ANY,
  workingDir: TEXT,
  user: TEXT,
  privileged: BOOLEAN,
  tty: ANY,
  detachKeys: TEXT,
  signal: SIGNAL,
}
const START_EXEC: Kinds<StartExecOptions> = { ...SETUP, stdin: BOOLEAN }

/** The first API version with ConsoleSize. */
const CONSOLE_SIZE_VERSION = '1.42'

/** An exec that {@link startExec} started, whose streams the caller reads and writes. */
export class ExecSession {
  /** The exec's id. */
  readonly id: string
  /** The process's stdin, stdout and stderr. */
  readonly tunnel: Tunnel
  readonly #engine: Engine
  readonly #signal: AbortSignal | undefined
  #resized: Promise<void> = Promise.resolve()

  /** @param first a size to set at once, retried until its `signal` aborts. */
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
    // Ignored: a process that has exited needs no size, and another error comes again at the next resize.
    if (first.size !== undefined) this.#resize(first.size, first.signal).catch(ignore)
  }

  /** Sets the terminal's size, in characters, like {@link resize}. Calls run one after the other, so the last size stays. */
  resize(rows: number, columns: number): Promise<void> {
    return this.#resize({ rows, columns }, this.#signal)
  }

  /**
   * Resolves with the exit code once the process has exited. Polls (Engine API operation ExecInspect) with growing pauses of up
   * to one second, without a time limit. @throws FairleadError ERR_EXEC_NOT_STARTED, ERR_ABORTED; EngineError.
   * @param options `signal` ends this wait alone. Default: the signal that the exec was started with.
   */
  exitCode(options: { signal?: AbortSignal | undefined } = {}): Promise<number> {
    return exitCodeOf(this.#engine, this.id, Number.POSITIVE_INFINITY, options.signal ?? this.#signal)
  }

  #resize(size: TtySize, signal: AbortSignal | undefined): Promise<void> {
    const resized = this.#resized.then(() => resize(this.#engine, { exec: this.id }, { ...size, signal }))
    this.#resized = resized.catch(ignore)
    return resized
  }
}

/**
 * Runs `cmd` in a running container and resolves with its tunnel, for interactive use (Engine API operations ContainerExec,
 * ExecStart).
 *
 * Rejects with an EngineError (404: no such container; 409: it does not run), ERR_ABORTED or the network's errors. A program that
 * does not exist does not reject: the daemon's message is the output, and the exit code is 126 or 127.
 * @throws FairleadError ERR_OPTION.
 */
export async function startExec(
  engine: Engine,
  id: string,
  cmd: readonly string[],
  options: StartExecOptions = {},
): Promise<ExecSession> {
  checkOptions('startExec()', options, START_EXEC)
  try {
    return await openExec(engine, id, cmd, options, options.signal)
  } catch (error) {
    throw locatedIn(error, id)
  }
}

/** Like {@link startExec}, without checking the options. An abort of `sizing` ends the retries of setting the first size. */
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
  const first = { size: setsFirstSize(engine, size) ? size : undefined, signal: sizing }
  return new ExecSession(engine, execId, tunnel, signal, first)
}

/**
 * Starts `cmd` in a running container without attaching to it, and resolves with the exec's id once it has started (Engine API
 * operations ContainerExec, ExecStart).
 *
 * Rejects with an EngineError (404: no such container; 409: it does not run; another status: the program cannot be started),
 * ERR_ABORTED or the network's errors.
 * @throws FairleadError ERR_OPTION.
 */
export async function execDetached(
  engine: Engine,
  id: string,
  cmd: readonly string[],
  options: ExecSetup = {},
): Promise<string> {
  checkOptions('execDetached()', options, SETUP)
  const { tty = false, signal } = options
  const execId = await createExec(engine, id, cmd, options, {})
  const body = { Detach: true, Tty: tty !== false }
  // A detached start has an ordinary response, not a stream.
  try {
    await engine.untyped.post('/exec/{id}/start', { path: { id: execId }, body, signal })
  } catch (error) {
    throw locatedIn(error, id)
  }
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
  if (typeof tty === 'object') checkSize(tty, 'tty.')
  else checkValue('tty', tty, BOOLEAN)
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
  const created: unknown = await engine.post('/containers/{id}/exec', { path: { id }, body, signal })
  return field(`POST /containers/${id}/exec`, created, 'Id', 'id')
}

/** `[rows, columns]` for an API version that has ConsoleSize, else undefined. */
export function consoleSize(engine: Engine, size: TtySize | undefined): [number, number] | undefined {
  const { apiVersion } = engine
  if (size === undefined || apiVersion === undefined) return undefined
  return compareVersions(apiVersion, CONSOLE_SIZE_VERSION) >= 0 ? [size.rows, size.columns] : undefined
}

/** Whether the first size must be set after the start: the API version has no ConsoleSize, or Podman ignores it. */
export function setsFirstSize(engine: Engine, size: TtySize | undefined): boolean {
  return size !== undefined && (engine.isPodman || consoleSize(engine, size) === undefined)
}

function isList(env: Readonly<Record<string, string>> | readonly string[]): env is readonly string[] {
  return Array.isArray(env)
}

function ignore(): void {}
