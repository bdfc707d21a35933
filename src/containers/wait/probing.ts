// A probe that is repeated while the container runs: for what neither an event nor the log reports.
// A probe's error is what it saw: a port that refuses is not ready yet.

import { FairleadError } from '../../error.ts'
import { abortableSleep } from '../../recipes/shared/abortable-sleep.ts'
import type { Verdict, Watched } from './condition.ts'
import { endOf } from './conditions.ts'

/** The pause between two probes of a port, in ms. */
export const PROBE_PAUSE_MS = 100

/** What a probe found: it is met, it never can be, or what it saw instead. */
export type ProbeResult = { met: true } | { failed: string } | { seen: string }

/** Repeats `probe` while the container runs, until the verdict or the end of the wait. Fails when the container ends. */
export function probeWhileRunning(container: Watched, verdict: Verdict, probe: () => Promise<ProbeResult>): void {
  let probing = false
  container.observe({
    onState(state) {
      if (state.ended) verdict.failed(endOf(state))
      if (!state.running || probing) return
      probing = true
      void repeat(container, verdict, probe).then(() => {
        probing = false
      })
    },
  })
}

/** Never rejects. */
async function repeat(container: Watched, verdict: Verdict, probe: () => Promise<ProbeResult>): Promise<void> {
  try {
    while (container.state.running) {
      const result = await probe().catch((error: unknown): ProbeResult => ({ seen: reasonOf(error) }))
      if ('met' in result) return verdict.met()
      if ('failed' in result) return verdict.failed(result.failed)
      verdict.note(result.seen)
      await abortableSleep(PROBE_PAUSE_MS, container.signal)
    }
  } catch {
    // The wait is over.
  }
}

/** An error as a clause of a message. */
export function reasonOf(error: unknown): string {
  if (error instanceof FairleadError) return error.message
  const { code, message } = error as NodeJS.ErrnoException
  return code ?? message
}
