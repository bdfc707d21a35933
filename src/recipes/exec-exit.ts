// The exit code of an exec (Engine API, ExecInspect): it is not in the stream and has to be asked for.
// Engine facts: the state may lag a moment behind the stream's end; Running false with ExitCode null and Pid 0 is an exec
// that was never started; one whose program does not exist has 126 or 127, and the daemon's words in its stdout.

import type { Engine } from '../engine/engine.ts'
import type { ExecInspectResponse } from '../engine/schema.ts'
import { FairleadError } from '../error.ts'
import { sleep } from './sleep.ts'

/** After the end of its streams a process is waited for so long, in ms: one may close its outputs and go on. */
export const EXIT_MS = 10_000
/** For so long, in ms, an exec without an exit code may be one whose state lags behind. */
export const NOT_STARTED_MS = 500
/** First and longest pause between two questions, in ms. */
const ASK_FIRST_MS = 5
const ASK_MOST_MS = 1_000

export function inspectExec(engine: Engine, id: string, signal: AbortSignal | undefined): Promise<ExecInspectResponse> {
  return engine.get('/exec/{id}/json', { path: { id }, signal })
}

/**
 * The exit code, once there is one.
 * @param within ms to wait for a process that still runs, Infinity for as long as it takes
 * @throws FairleadError ERR_EXEC_NOT_STARTED, ERR_EXEC_RUNNING after `within`, ERR_ABORTED; EngineError.
 */
export async function exitCodeOf(
  engine: Engine,
  id: string,
  within: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  const began = performance.now()
  for (let pause = ASK_FIRST_MS; ; pause = Math.min(pause * 2, ASK_MOST_MS)) {
    const { Running, ExitCode, Pid } = await inspectExec(engine, id, signal)
    if (!Running && ExitCode !== null && ExitCode !== undefined) return ExitCode
    const waited = performance.now() - began
    if (!Running && !Pid && waited >= NOT_STARTED_MS)
      throw new FairleadError('ERR_EXEC_NOT_STARTED', `exec ${id} has no exit code: the Engine never started it`)
    if (waited >= within)
      throw new FairleadError('ERR_EXEC_RUNNING', `exec ${id} still runs ${within} ms after the end of its streams`)
    await sleep(Math.min(pause, Running ? Math.max(1, within - waited) : NOT_STARTED_MS), signal)
  }
}
