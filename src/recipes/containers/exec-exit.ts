// The exit code of an exec (Engine API, ExecInspect), which is not in the stream and needs polling.
// Engine facts: the state may lag a moment behind the stream's end. Running false with ExitCode null and Pid 0 is an exec
// that was never started. A program that does not exist has exit code 126 or 127, and the daemon's message is its stdout.

import type { Engine } from '../../engine/engine.ts'
import { field, optionalField } from '../../engine/response/shape.ts'
import { FairleadError } from '../../error.ts'
import { now } from '../../net/base/timers.ts'
import { abortableSleep } from '../shared/abortable-sleep.ts'

/** How long to wait for a process to exit after the end of its streams, in ms: a process may close its outputs and go on. */
export const EXIT_MS = 10_000
/** How long the state of an exec without an exit code may lag behind, in ms. After that it counts as never started. */
export const NOT_STARTED_MS = 500
/** First and longest pause between two requests, in ms. */
const FIRST_PAUSE_MS = 5
const LONGEST_PAUSE_MS = 1_000

/** The fields of an exec's state that matter here. */
export interface ExecState {
  running: boolean
  /** Undefined while it runs, and for an exec that was never started. */
  exitCode: number | undefined
  pid: number | undefined
}

/** Reads an exec's state. @throws FairleadError ERR_RECORD_SYNTAX when the response is not an exec's state; EngineError. */
export async function inspectExec(engine: Engine, id: string, signal: AbortSignal | undefined): Promise<ExecState> {
  const state: unknown = await engine.get('/exec/{id}/json', { path: { id }, signal, urgent: true })
  const from = `GET /exec/${id}/json`
  return {
    running: field(from, state, 'Running', 'boolean'),
    exitCode: optionalField(from, state, 'ExitCode', 'integer'),
    pid: optionalField(from, state, 'Pid', 'integer'),
  }
}

/**
 * Resolves with the exit code once the process has exited.
 * @param within ms to wait for a process that still runs; Infinity means no limit
 * @throws FairleadError ERR_EXEC_NOT_STARTED, ERR_EXEC_RUNNING after `within`, ERR_ABORTED; EngineError.
 */
export async function exitCodeOf(
  engine: Engine,
  id: string,
  within: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  const began = now()
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const { running, exitCode, pid } = await inspectExec(engine, id, signal)
    if (!running && exitCode !== undefined) return exitCode
    const waited = now() - began
    if (!running && !pid && waited >= NOT_STARTED_MS)
      throw new FairleadError('ERR_EXEC_NOT_STARTED', `exec ${id} has no exit code: the Engine never started it`)
    if (waited >= within)
      throw new FairleadError('ERR_EXEC_RUNNING', `exec ${id} still runs ${within} ms after the end of its streams`)
    await abortableSleep(Math.min(pause, running ? Math.max(1, within - waited) : NOT_STARTED_MS), signal)
  }
}
