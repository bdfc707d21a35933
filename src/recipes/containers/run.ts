// run: a container from its creation to its removal (Engine API, ContainerCreate … ContainerDelete). The order misses nothing:
// create, attach, begin the wait, start, stream, exit code, remove. The exit code comes from the wait, so a container that removes
// itself (HostConfig.AutoRemove) is not inspected afterwards; run() only waits until it is removed.
// Engine fact: a wait for 'removed' has the exit code in Docker, but always 0 in Podman 4.3; 'next-exit' has it in both.

import { ANY, BOOLEAN, checkOptions, type Kinds, OBJECT, SIGNAL, TEXT } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import type { ContainerCreateRequest } from '../../engine/schema.ts'
import type { DeepReadonly } from '../../engine/types.ts'
import { EngineError, located } from '../../error.ts'
import type { UploadBody } from '../../stream/upload/upload.ts'
import { attach } from './attach.ts'
import { setsFirstSize } from './exec-session.ts'
import { checkOutput, OUTPUT, type OutputOptions, type Outputs, type OwnBuffer } from './output-collector.ts'
import { ProcessIo } from './process-io.ts'
import { checkSize, resize, type TtySize } from './resize.ts'
import { clearAway, createContainer, remove, untilGone } from './run-container.ts'
import { StdinFeed } from './stdin-feed.ts'
import { arm, type PendingWait } from './wait.ts'

/** The container of {@link run}: the body of ContainerCreate. run() sets the fields for attaching (AttachStdout, OpenStdin, StdinOnce …). */
export interface RunSpec extends DeepReadonly<ContainerCreateRequest> {
  /** The image's name or id. The Engine must have the image: run() does not pull it. */
  readonly Image: string
}

/** Options of {@link run}. */
export interface RunOptions extends OutputOptions {
  /** The container's name. Default: the Engine's choice. */
  name?: string | undefined
  /** `os/architecture[/variant]` of the image. Default: the Engine's own. */
  platform?: string | undefined
  /** The process's input. A TTY has no end of input: send `'\x04'` to programs that take it. Default: stdin is not attached. */
  stdin?: UploadBody | undefined
  /** Remove the container and its anonymous volumes at the end. Default: true. With `HostConfig.AutoRemove` the Engine does that itself, even after this process has exited. */
  remove?: boolean | undefined
  /** The terminal's size, with `Tty`. Default: the Engine's. */
  size?: TtySize | undefined
  /** An abort kills and removes the container, then rejects with ERR_ABORTED. Closing the engine does the same, with ERR_CLOSED. */
  signal?: AbortSignal | undefined
}

const RUN: Kinds<RunOptions> = {
  ...OUTPUT,
  name: TEXT,
  platform: TEXT,
  stdin: ANY,
  remove: BOOLEAN,
  size: OBJECT,
  signal: SIGNAL,
}

/** The result of {@link run}: how the container ended and what it wrote. */
export interface RunResult<T extends string | Buffer = string> extends Outputs<T> {
  /** The container's id; the container is removed unless `remove` is false. */
  id: string
  /** 0 to 255; 128 + n after signal n. */
  exitCode: number
}

/**
 * Runs a container of an image that the Engine has, and resolves when it has exited (Engine API operations ContainerCreate,
 * ContainerAttach, ContainerWait, ContainerStart, ContainerDelete). An exit code other than 0 does not reject.
 * Uses up to three connections at a time; once attached, its further requests do not wait for `pool.connections`.
 *
 * Rejects with an EngineError (404: no such image; 409: the name is taken; 400 or 500: the program cannot be started),
 * ERR_BODY_TOO_LARGE, ERR_OUTPUT, ERR_UPLOAD_SOURCE, ERR_TRUNCATED_FRAME, ERR_ABORTED, ERR_CLOSED or the network's errors. Before
 * it rejects, it kills the container, and removes it unless `remove` is false.
 * @throws FairleadError ERR_OPTION.
 */
export function run(
  engine: Engine,
  spec: RunSpec,
  options?: RunOptions & { encoding?: 'utf8' | undefined },
): Promise<RunResult>
/** With `encoding: 'buffer'`: runs a container like the form for text, same errors, and resolves with the outputs as Buffers. */
export function run(
  engine: Engine,
  spec: RunSpec,
  options: RunOptions & { encoding: 'buffer' },
): Promise<RunResult<OwnBuffer>>
/** With an `encoding` that is known only at run time: like the other forms, and resolves with the outputs as text or Buffers. */
export function run(engine: Engine, spec: RunSpec, options: RunOptions): Promise<RunResult<string | OwnBuffer>>
export async function run(
  engine: Engine,
  spec: RunSpec,
  options: RunOptions = {},
): Promise<RunResult<string | OwnBuffer>> {
  checkOptions('run()', options, RUN)
  checkOutput(options)
  const { name, platform, size, signal } = options
  if (size !== undefined) checkSize(size, 'size.')
  const feed = options.stdin === undefined ? undefined : new StdinFeed(options.stdin)
  const autoRemove = spec.HostConfig?.AutoRemove === true
  const removing = options.remove !== false && !autoRemove
  const ended = new AbortController()
  const closing = new AbortController()
  const release = engine.hold(() => closing.abort())
  let id: string | undefined
  let kill = false
  let io: ProcessIo | undefined
  let waiting: PendingWait | undefined
  try {
    if (feed !== undefined) await feed.begin()
    id = await createContainer(
      engine,
      containerBody(spec, feed !== undefined, size),
      { name, platform },
      signal,
      closing.signal,
    )
    const tunnel = await attach(engine, id, { stdin: feed !== undefined, tty: spec.Tty === true, signal })
    io = new ProcessIo(tunnel, feed, options)
    // No check that the container still exists: if another client removes it now, the start fails.
    waiting = await arm(engine, id, { condition: 'next-exit', signal, urgent: true }, false)
    kill = true
    await engine.post('/containers/{id}/start', { path: { id }, signal, urgent: true })
    io.feed()
    if (size !== undefined && spec.Tty === true && setsFirstSize(engine, size))
      resize(engine, { container: id }, { ...size, signal: ended.signal }).catch(ignore)
    const [outputs, exit] = await Promise.all([io.outputs, waiting.exit])
    if (exit.error !== undefined) throw waitError(id, exit.error)
    if (removing) await remove(engine, id, { signal })
    if (autoRemove) await untilGone(engine, id, signal)
    return { id, exitCode: exit.exitCode, ...outputs }
  } catch (error) {
    io?.source.fail(error as Error)
    waiting?.close()
    if (id !== undefined) await clearAway(engine, id, { kill, remove: removing || autoRemove })
    throw located(error)
  } finally {
    feed?.stop()
    ended.abort()
    release()
  }
}

function containerBody(spec: RunSpec, stdin: boolean, size: TtySize | undefined): RunSpec {
  const streams = { AttachStdin: stdin, AttachStdout: true, AttachStderr: true }
  const input = stdin ? { OpenStdin: true, StdinOnce: true } : undefined
  // API 1.42 reads it; before, the size is set after the start.
  const console = size && { HostConfig: { ...spec.HostConfig, ConsoleSize: [size.rows, size.columns] as const } }
  return { ...spec, ...streams, ...input, ...console }
}

/** For a wait whose response reports that waiting failed. */
function waitError(id: string, reason: string): EngineError {
  return new EngineError('ERR_ENGINE_STREAM', { status: 200, method: 'POST', path: `/containers/${id}/wait`, reason })
}

function ignore(): void {}
