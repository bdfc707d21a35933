// run: a container from its creation to its removal (Engine API, ContainerCreate … ContainerDelete). In this order, so that
// nothing is missed: create, attach, wait armed, start, stream, exit code, remove. The exit code is that of the armed wait, so a
// container that removes itself (HostConfig.AutoRemove) is never asked for it afterwards; it is only waited for until it is gone.
// Engine fact: a wait for 'removed' has the exit code in Docker, but always 0 in Podman 4.3; 'next-exit' has it in both.

import type { Engine } from '../engine/engine.ts'
import type { ContainerCreateRequest } from '../engine/schema.ts'
import type { Sent } from '../engine/types.ts'
import { EngineError } from '../error.ts'
import type { UploadBody } from '../stream/upload.ts'
import { attach } from './attach.ts'
import type { OutputOptions, Outputs } from './capture.ts'
import { Conversation } from './conversation.ts'
import { consoleSize } from './exec-session.ts'
import { checkSize, resize, type TtySize } from './resize.ts'
import { clearAway, createContainer, remove, untilGone } from './run-container.ts'
import { StdinFeed } from './stdin.ts'
import { arm, type Waiting } from './wait.ts'

/** What is run: the body of ContainerCreate. What attaching needs (AttachStdout, OpenStdin, StdinOnce …) is set by run(). */
export interface RunSpec extends Sent<ContainerCreateRequest> {
  readonly Image: string
}

/** Options of {@link run}. */
export interface RunOptions extends OutputOptions {
  /** The container's name. */
  name?: string | undefined
  /** `os/arch/variant`. */
  platform?: string | undefined
  /** What the process reads. With a TTY there is no end of input: send `'\x04'` where the program takes it. Default: nothing. */
  stdin?: UploadBody | undefined
  /** Remove the container and its anonymous volumes at the end. Default true. With `HostConfig.AutoRemove` the Engine does that itself, even when this process is gone. */
  remove?: boolean | undefined
  /** The terminal's size, with `Tty`. */
  size?: TtySize | undefined
  /** Kills and removes the container, then rejects with ERR_ABORTED. */
  signal?: AbortSignal | undefined
}

/** How a container ended and what it wrote. */
export interface RunResult<T extends string | Buffer = string> extends Outputs<T> {
  /** The container's id; it is gone unless `remove` is false. */
  id: string
  /** 0 to 255; 128 + n after signal n. */
  exitCode: number
}

/**
 * Runs a container of an image that the Engine has, and resolves when it has ended. An exit code other than 0 does not reject.
 * Takes up to three connections at a time.
 *
 * Rejects with an EngineError when the Engine refuses (404: no such image; 409: the name is taken; 400 or 500: the program cannot
 * be started), ERR_BODY_TOO_LARGE, ERR_OUTPUT, ERR_UPLOAD_SOURCE, ERR_TRUNCATED_FRAME, ERR_ABORTED, the network's. Whatever it
 * rejects with: the container is killed, and removed unless `remove` is false, before it does.
 * @throws FairleadError ERR_OPTION.
 */
export function run(
  engine: Engine,
  spec: RunSpec,
  options?: RunOptions & { encoding?: 'utf8' | undefined },
): Promise<RunResult>
export function run(
  engine: Engine,
  spec: RunSpec,
  options: RunOptions & { encoding: 'buffer' },
): Promise<RunResult<Buffer>>
export function run(engine: Engine, spec: RunSpec, options: RunOptions): Promise<RunResult<string | Buffer>>
export async function run(
  engine: Engine,
  spec: RunSpec,
  options: RunOptions = {},
): Promise<RunResult<string | Buffer>> {
  const { name, platform, size, signal } = options
  if (size !== undefined) checkSize(size)
  const feed = options.stdin === undefined ? undefined : new StdinFeed(options.stdin)
  const autoRemove = spec.HostConfig?.AutoRemove === true
  const removing = options.remove !== false && !autoRemove
  const over = new AbortController()
  let id: string | undefined
  let conversation: Conversation | undefined
  let waiting: Waiting | undefined
  try {
    id = await createContainer(engine, containerBody(spec, feed !== undefined, size), { name, platform }, signal)
    const tunnel = await attach(engine, id, { stdin: feed !== undefined, tty: spec.Tty === true, signal })
    conversation = new Conversation(tunnel, feed, options)
    // A container that somebody removes now cannot be started, either.
    waiting = await arm(engine, id, { condition: 'next-exit', signal }, false)
    await engine.post('/containers/{id}/start', { path: { id }, signal })
    conversation.feed()
    if (size !== undefined && spec.Tty === true && consoleSize(engine, size) === undefined)
      resize(engine, { container: id }, { ...size, signal: over.signal }).catch(ignore)
    const [outputs, exit] = await Promise.all([conversation.outputs, waiting.exit])
    if (exit.error !== undefined) throw waitError(id, exit.error)
    if (removing) await remove(engine, id, { signal })
    if (autoRemove) await untilGone(engine, id, signal)
    return { id, exitCode: exit.exitCode, ...outputs }
  } catch (error) {
    conversation?.source.fail(error as Error)
    waiting?.close()
    if (id !== undefined) await clearAway(engine, id, removing || autoRemove)
    throw error
  } finally {
    feed?.stop()
    over.abort()
  }
}

function containerBody(spec: RunSpec, stdin: boolean, size: TtySize | undefined): RunSpec {
  const streams = { AttachStdin: stdin, AttachStdout: true, AttachStderr: true }
  const input = stdin ? { OpenStdin: true, StdinOnce: true } : undefined
  // Read from API 1.42 on; before that, the size is set after the start.
  const console = size && { HostConfig: { ...spec.HostConfig, ConsoleSize: [size.rows, size.columns] as const } }
  return { ...spec, ...streams, ...input, ...console }
}

/** The Engine answered the wait, and what it says is that waiting went wrong. */
function waitError(id: string, reason: string): EngineError {
  return new EngineError('ERR_ENGINE_STREAM', { status: 200, method: 'POST', path: `/containers/${id}/wait`, reason })
}

function ignore(): void {}
