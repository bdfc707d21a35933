// resize: the size of a TTY (Engine API, ContainerResize, ExecResize). Engine fact: before the process runs, the status is
// 404, 409 or 500, depending on the Engine and its version. A terminal's first size is set at that moment, so it is retried.

import { COUNT, checkOptions, type Hints, type Kinds, SIGNAL, TEXT } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError, FairleadError } from '../../error.ts'
import { now } from '../../net/base/timers.ts'
import { abortableSleep } from '../shared/abortable-sleep.ts'

/** A terminal's size. */
export interface TtySize {
  /** Height in characters, 0 to 65 535. */
  rows: number
  /** Width in characters, 0 to 65 535. */
  columns: number
}

/** Options of {@link resize}. */
export interface ResizeOptions extends TtySize {
  /** Covers the requests and the pauses between them. An abort rejects with ERR_ABORTED. */
  signal?: AbortSignal | undefined
}

const SIZE: Kinds<TtySize> = { rows: COUNT, columns: COUNT }
const RESIZE: Kinds<ResizeOptions> = { ...SIZE, signal: SIGNAL }
const TARGET = { container: TEXT, exec: TEXT }
/** The names of the Engine and of other terminal APIs. */
const HINTS: Hints = {
  h: "did you mean 'rows'?",
  height: "did you mean 'rows'?",
  w: "did you mean 'columns'?",
  width: "did you mean 'columns'?",
  cols: "did you mean 'columns'?",
}

/** How long resize() waits for a process that does not run yet, in ms: enough for a start under load. Docker's own client waits less. */
export const RESIZE_MS = 3_000
/** First and longest pause between two attempts, in ms. */
const RETRY_FIRST_MS = 10
const RETRY_MOST_MS = 250

/** The kernel has 16 bits for each (tty_ioctl(4), struct winsize). */
const MOST_CHARACTERS = 65_535

/**
 * Sets the size of a container's or an exec's TTY (Engine API operations ContainerResize, ExecResize). Waits up to
 * {@link RESIZE_MS}, 3 s, for a process that does not run yet.
 *
 * Rejects with an EngineError (404, at once: no such container or exec), ERR_ABORTED or the network's errors.
 * @throws FairleadError ERR_OPTION.
 */
export async function resize(
  engine: Engine,
  target: { container: string } | { exec: string },
  options: ResizeOptions,
): Promise<void> {
  checkOptions('resize()', options, RESIZE, '', HINTS)
  checkOptions('resize()', target, TARGET)
  const { rows, columns, signal } = options
  checkSize({ rows, columns })
  const [path, id] =
    'exec' in target
      ? (['/exec/{id}/resize', target.exec] as const)
      : (['/containers/{id}/resize', target.container] as const)
  const until = now() + RESIZE_MS
  for (let pause = RETRY_FIRST_MS; ; pause = Math.min(pause * 2, RETRY_MOST_MS)) {
    try {
      // Urgent: the process's tunnel holds a connection, perhaps the pool's last.
      await engine.post(path, { path: { id }, query: { h: rows, w: columns }, signal, urgent: true })
      return
    } catch (error) {
      if (!isRetryable(error) || now() + pause > until) throw error
    }
    await abortableSleep(pause, signal)
  }
}

/** @throws FairleadError ERR_OPTION when `size` is not a {@link TtySize}; `prefix` comes before the option's name in the message. */
export function checkSize(size: TtySize, prefix = ''): void {
  checkOptions('a terminal', size, SIZE, prefix, HINTS)
  const { rows, columns } = size
  for (const [name, value] of Object.entries({ rows, columns })) {
    if (Number.isInteger(value) && value >= 0 && value <= MOST_CHARACTERS) continue
    throw new FairleadError('ERR_OPTION', `${prefix}${name}: expected a whole number from 0 to ${MOST_CHARACTERS}`)
  }
}

/** Whether the error may mean that the process does not run yet. */
function isRetryable(error: unknown): boolean {
  if (!(error instanceof EngineError)) return false
  if (error.status === 404) return !/^no such (container|exec instance|exec session)/i.test(error.reason)
  return error.status === 409 || error.status === 500
}
