// exec: a command in a running container, from its stdin to its exit code (Engine API, ContainerExec, ExecStart, ExecInspect).
// Stdin is written while the outputs are read, and half-closed at its end. What is still written after that arrives, too.

import type { Engine } from '../engine/engine.ts'
import type { UploadBody } from '../stream/upload.ts'
import type { OutputOptions, Outputs } from './capture.ts'
import { Conversation } from './conversation.ts'
import { EXIT_MS, exitCodeOf } from './exec-exit.ts'
import { type ExecSetup, openExec } from './exec-session.ts'
import { endWhenExited } from './silence.ts'
import { StdinFeed } from './stdin.ts'

/** Options of {@link exec}. */
export interface ExecOptions extends ExecSetup, OutputOptions {
  /** What the process reads. With a TTY there is no end of input: send `'\x04'` where the program takes it. Default: nothing. */
  stdin?: UploadBody | undefined
  /** Ask, while the stream is silent, whether the process has ended, and end the stream then: for a way on which the Engine's end gets lost (Windows pipes, some proxies), and for a child in the background that keeps the outputs open. Default false. */
  endOnExit?: boolean | undefined
}

/** How a command ended and what it wrote. */
export interface ExecResult<T extends string | Buffer = string> extends Outputs<T> {
  /** 0 to 255; 126 or 127 also where the program could not be started, with Docker's words for it in stdout. */
  exitCode: number
}

/**
 * Runs `cmd` in a running container and resolves when it has ended. An exit code other than 0 does not reject.
 *
 * Rejects with an EngineError when the Engine refuses (404: no such container; 409: it does not run), ERR_BODY_TOO_LARGE,
 * ERR_OUTPUT, ERR_UPLOAD_SOURCE, ERR_TRUNCATED_FRAME, ERR_EXEC_NOT_STARTED, ERR_EXEC_RUNNING, ERR_ABORTED, the network's.
 * Whatever it rejects with, the connection is closed; the process goes on, for the Engine has no way to end it.
 * @throws FairleadError ERR_OPTION.
 */
export function exec(
  engine: Engine,
  id: string,
  cmd: readonly string[],
  options?: ExecOptions & { encoding?: 'utf8' | undefined },
): Promise<ExecResult>
export function exec(
  engine: Engine,
  id: string,
  cmd: readonly string[],
  options: ExecOptions & { encoding: 'buffer' },
): Promise<ExecResult<Buffer>>
export function exec(
  engine: Engine,
  id: string,
  cmd: readonly string[],
  options: ExecOptions,
): Promise<ExecResult<string | Buffer>>
export async function exec(
  engine: Engine,
  id: string,
  cmd: readonly string[],
  options: ExecOptions = {},
): Promise<ExecResult<string | Buffer>> {
  const { signal, endOnExit = false } = options
  const feed = options.stdin === undefined ? undefined : new StdinFeed(options.stdin)
  const over = new AbortController()
  try {
    const session = await openExec(engine, id, cmd, { ...options, stdin: feed !== undefined }, over.signal)
    const conversation = new Conversation(session.tunnel, feed, options)
    conversation.feed()
    if (endOnExit) void endWhenExited(engine, session.id, conversation.source, over.signal)
    const outputs = await conversation.outputs
    const exitCode = await exitCodeOf(engine, session.id, EXIT_MS, signal)
    return { exitCode, ...outputs }
  } finally {
    feed?.stop()
    over.abort()
  }
}
