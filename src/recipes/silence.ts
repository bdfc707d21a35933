// Ends a stream whose process has ended although the stream has not: some servers and ways never pass the end on, and a
// child in the background may keep it open. Asked only while nothing comes, and believed only if nothing comes after.

import type { Engine } from '../engine/engine.ts'
import type { EndableSource } from './endable.ts'
import { inspectExec } from './exec-exit.ts'
import { sleep } from './sleep.ts'

/** How long a stream must have been silent, in ms, before its process is asked for; and again before it is ended. */
export const SILENCE_MS = 250

/** Watches until the stream has ended or `signal` aborts. Never rejects: what goes wrong ends the stream. */
export async function endWhenExited(
  engine: Engine,
  execId: string,
  source: EndableSource,
  signal: AbortSignal,
): Promise<void> {
  try {
    for (;;) {
      if (!(await isSilent(source, signal))) continue
      if ((await inspectExec(engine, execId, signal)).Running) continue
      if (await isSilent(source, signal)) return source.finish()
    }
  } catch (error) {
    if (!signal.aborted) source.fail(error as Error)
  }
}

/** Whether nothing came for {@link SILENCE_MS}, with a reader that would have taken it. */
async function isSilent(source: EndableSource, signal: AbortSignal): Promise<boolean> {
  const { passed, paused } = source
  await sleep(SILENCE_MS, signal)
  return !paused && !source.paused && source.passed === passed
}
