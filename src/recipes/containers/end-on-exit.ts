// Ends a stream whose process has exited although the stream is still open: some servers and transports never pass the end on,
// and a child in the background may keep the stream open. The process is inspected only while the stream is silent, and the
// stream is ended only if it then stays silent.

import type { Engine } from '../../engine/engine.ts'
import { afterTurn } from '../../net/base/turn.ts'
import { abortableSleep } from '../shared/abortable-sleep.ts'
import type { EndableSource } from '../shared/endable-source.ts'
import { inspectExec } from './exec-exit.ts'

/** How long a stream must be silent, in ms, before its process is inspected, and again before the stream is ended. */
export const SILENCE_MS = 250

/** Watches a stream until it has ended or `signal` aborts. Never rejects: an error ends the stream. */
export async function endWhenExited(
  engine: Engine,
  execId: string,
  source: EndableSource,
  signal: AbortSignal,
): Promise<void> {
  try {
    for (;;) {
      if (!(await isSilent(source, signal))) continue
      if ((await inspectExec(engine, execId, signal)).running) continue
      if (await isSilent(source, signal)) return source.finish()
    }
  } catch (error) {
    if (!signal.aborted) source.fail(error as Error)
  }
}

/** Whether nothing arrived for {@link SILENCE_MS} although the reader was not paused. */
async function isSilent(source: EndableSource, signal: AbortSignal): Promise<boolean> {
  const { passed, paused } = source
  await abortableSleep(SILENCE_MS, signal)
  // What came in time may lie unread: the process was busy, and a paced socket waits for its tick.
  await abortableSleep(1, signal)
  await new Promise<void>((resolve) => afterTurn(resolve))
  return !paused && !source.paused && source.passed === passed
}
