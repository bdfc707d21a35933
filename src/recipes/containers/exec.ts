// exec: a command in a running container, from its stdin to its exit code (Engine API, ContainerExec, ExecStart, ExecInspect).
// Stdin is written while the outputs are read, and half-closed at its end. Output that follows still arrives.

import { ANY, BOOLEAN, checkOptions, type Kinds } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import { locatedIn } from '../../error.ts'
import type { UploadBody } from '../../stream/upload/upload.ts'
import { endWhenExited } from './end-on-exit.ts'
import { EXIT_MS, exitCodeOf } from './exec-exit.ts'
import { type ExecSetup, openExec, SETUP } from './exec-session.ts'
import { checkOutput, OUTPUT, type OutputOptions, type Outputs, type OwnBuffer } from './output-collector.ts'
import { ProcessIo } from './process-io.ts'
import { StdinFeed } from './stdin-feed.ts'

/** Options of {@link exec}. */
export interface ExecOptions extends ExecSetup, OutputOptions {
  /** The process's input. A TTY has no end of input: send `'\x04'` to programs that take it. Default: stdin is not attached. */
  stdin?: UploadBody | undefined
  /** Poll, while the stream is silent, whether the process has exited, and end the stream then: for transports that lose the Engine's end (Windows pipes, some proxies), and for a child in the background that keeps the outputs open. Default: false. */
  endOnExit?: boolean | undefined
}

/** The kinds of {@link ExecOptions}. */
export const EXEC: Kinds<ExecOptions> = { ...SETUP, ...OUTPUT, stdin: ANY, endOnExit: BOOLEAN }

/** The result of {@link exec}: how the command ended and what it wrote. */
export interface ExecResult<T extends string | Buffer = string> extends Outputs<T> {
  /** 0 to 255; 126 or 127 also when the program could not be started, with Docker's message in stdout. */
  exitCode: number
}

/**
 * Runs `cmd` in a running container and resolves when it has exited (Engine API operations ContainerExec, ExecStart,
 * ExecInspect). An exit code other than 0 does not reject.
 *
 * Rejects with an EngineError (404: no such container; 409: it does not run), ERR_BODY_TOO_LARGE, ERR_OUTPUT, ERR_UPLOAD_SOURCE,
 * ERR_TRUNCATED_FRAME, ERR_EXEC_NOT_STARTED, ERR_EXEC_RUNNING, ERR_ABORTED or the network's errors. Then the connection is closed,
 * but the process goes on: the Engine cannot end it.
 * @throws FairleadError ERR_OPTION.
 */
export function exec(
  engine: Engine,
  id: string,
  cmd: readonly string[],
  options?: ExecOptions & { encoding?: 'utf8' | undefined },
): Promise<ExecResult>
/** With `encoding: 'buffer'`: runs `cmd` like the form for text, same errors, and resolves with the outputs as Buffers. */
export function exec(
  engine: Engine,
  id: string,
  cmd: readonly string[],
  options: ExecOptions & { encoding: 'buffer' },
): Promise<ExecResult<OwnBuffer>>
/** With an `encoding` that is known only at run time: like the other forms, and resolves with the outputs as text or Buffers. */
export function exec(
  engine: Engine,
  id: string,
  cmd: readonly string[],
  options: ExecOptions,
): Promise<ExecResult<string | OwnBuffer>>
export async function exec(
  engine: Engine,
  id: string,
  cmd: readonly string[],
  options: ExecOptions = {},
): Promise<ExecResult<string | OwnBuffer>> {
  checkOptions('exec()', options, EXEC)
  checkOutput(options)
  const { signal, endOnExit = false } = options
  const feed = options.stdin === undefined ? undefined : new StdinFeed(options.stdin)
  const ended = new AbortController()
  try {
    if (feed !== undefined) await feed.begin()
    const session = await openExec(engine, id, cmd, { ...options, stdin: feed !== undefined }, ended.signal)
    const io = new ProcessIo(session.tunnel, feed, options)
    io.feed()
    if (endOnExit) void endWhenExited(engine, session.id, io.source, ended.signal)
    const outputs = await io.outputs
    const exitCode = await exitCodeOf(engine, session.id, EXIT_MS, signal)
    return { exitCode, ...outputs }
  } catch (error) {
    throw locatedIn(error, id)
  } finally {
    feed?.stop()
    ended.abort()
  }
}
