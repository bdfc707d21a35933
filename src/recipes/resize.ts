// resize: the size of a TTY (Engine API, ContainerResize, ExecResize). Engine fact: before the process runs, the answer is
// 404, 409 or 500, as the Engine and its version have it; a terminal's first size comes just then, so it is tried again.

import type { Engine } from '../engine/engine.ts'
import { EngineError, FairleadError } from '../error.ts'
import { sleep } from './sleep.ts'

/** A terminal's size, in characters. */
export interface TtySize {
  rows: number
  columns: number
}

/** Options of {@link resize}. */
export interface ResizeOptions extends TtySize {
  signal?: AbortSignal | undefined
}

/** How long a process that does not run yet is waited for, in ms: ample for a start under load; Docker's own client gives up sooner. */
export const RESIZE_MS = 3_000
/** First and longest pause between two tries, in ms. */
const RETRY_FIRST_MS = 10
const RETRY_MOST_MS = 250

/** As the kernel has it (tty_ioctl(4), struct winsize): 16 bits each. */
const MOST_CHARACTERS = 65_535

/**
 * Sets the size of a container's or an exec's TTY; waits up to {@link RESIZE_MS} for a process that does not run yet.
 * Rejects with an EngineError: at once when there is no such container or exec.
 * @throws FairleadError ERR_OPTION.
 */
export async function resize(
  engine: Engine,
  target: { container: string } | { exec: string },
  options: ResizeOptions,
): Promise<void> {
  const { rows, columns, signal } = options
  checkSize({ rows, columns })
  const [path, id] =
    'exec' in target
      ? (['/exec/{id}/resize', target.exec] as const)
      : (['/containers/{id}/resize', target.container] as const)
  const until = performance.now() + RESIZE_MS
  for (let pause = RETRY_FIRST_MS; ; pause = Math.min(pause * 2, RETRY_MOST_MS)) {
    try {
      return await engine.post(path, { path: { id }, query: { h: rows, w: columns }, signal })
    } catch (error) {
      if (!mayPass(error) || performance.now() + pause > until) throw error
    }
    await sleep(pause, signal)
  }
}

/** @throws FairleadError ERR_OPTION. */
export function checkSize({ rows, columns }: TtySize): void {
  for (const [name, value] of Object.entries({ rows, columns })) {
    if (Number.isInteger(value) && value >= 0 && value <= MOST_CHARACTERS) continue
    throw new FairleadError('ERR_OPTION', `${name}: expected a whole number from 0 to ${MOST_CHARACTERS}`)
  }
}

/** Whether the refusal is one that a process not yet running is met with. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof EngineError)) return false
  if (error.status === 404) return !/^no such (container|exec instance|exec session)/i.test(error.reason)
  return error.status === 409 || error.status === 500
}
