// What a container is like when a wait has failed: one inspection and the end of its log, under a time limit of their own.
// Never rejects: a wait's own error matters more than what could not be read.

import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../error.ts'
import { clearTimeout, setTimeout } from '../../net/base/timers.ts'
import { LinkedSignal } from '../../recipes/shared/linked-signal.ts'
import { iterateLines } from '../../stream/read/iterate.ts'
import { readSnapshot, type Snapshot } from './snapshot.ts'
import type { WaitFacts } from './wait-error.ts'

/** How long the state and the last lines of a container may take to read, in ms. */
export const DIAGNOSIS_MS = 2_000
/** How many of the last lines of its log are read. */
export const LAST_LINES_KEPT = 10

/**
 * Reads what a {@link WaitError} reports.
 * @param last what is known, if the Engine does not respond
 * @param signal the caller's; an abort ends the reading
 */
export async function diagnose(
  engine: Engine,
  id: string,
  last: Snapshot | undefined,
  signal: AbortSignal | undefined,
): Promise<WaitFacts> {
  const linked = new LinkedSignal(signal)
  const timer = setTimeout(() => linked.abort(undefined), DIAGNOSIS_MS)
  try {
    const now = await inspect(engine, id, last, linked.signal)
    const lines = now === undefined || now.status === 'removed' ? [] : await lastLines(engine, now, linked.signal)
    return {
      state: now?.status ?? 'unknown',
      exitCode: now?.exitCode,
      health: now?.health,
      healthOutput: now?.healthOutput,
      healthExitCode: now?.healthExitCode,
      lines,
    }
  } finally {
    clearTimeout(timer)
    linked.release()
  }
}

async function inspect(
  engine: Engine,
  id: string,
  last: Snapshot | undefined,
  signal: AbortSignal,
): Promise<Snapshot | undefined> {
  try {
    const value: unknown = await engine.get('/containers/{id}/json', { path: { id }, signal, urgent: true })
    return readSnapshot(`GET /containers/${id}/json`, value)
  } catch (error) {
    const isGone = error instanceof EngineError && error.status === 404
    return isGone && last !== undefined ? { ...last, status: 'removed' } : undefined
  }
}

async function lastLines(engine: Engine, { id, tty }: Snapshot, signal: AbortSignal): Promise<string[]> {
  const lines: string[] = []
  try {
    const query = { stdout: true, stderr: true, tail: LAST_LINES_KEPT }
    const path = '/containers/{id}/logs'
    const response = await engine.request('GET', path, { path: { id }, query, signal, urgent: true })
    for await (const { text } of iterateLines(response.source, tty)) lines.push(text)
  } catch {
    // A container without a readable log still has a state.
  }
  return lines.slice(-LAST_LINES_KEPT)
}
