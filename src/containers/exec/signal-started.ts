// Sends a signal to an exec that was started a moment ago. Engine fact: the response of ExecStart comes before the process, and on a busy
// machine long before it. So a look that finds no process proves nothing until the exec's state says that it runs or has ended.

import { EngineError } from '../../error.ts'
import { now } from '../../net/base/timers.ts'
import { type ExecState, inspectExec, NOT_STARTED_MS } from '../../recipes/containers/exec-exit.ts'
import { abortableSleep } from '../../recipes/shared/abortable-sleep.ts'
import { KILL_MS, type Marked, type Signalled, signalMarked, withAside } from './kill-marked.ts'

/** How long a process that runs may be without its mark, in ms: the runtime's own program has its pid until it starts the command. */
const UNMARKED_MS = 500
/** First and longest pause between two looks, in ms. */
const FIRST_PAUSE_MS = 5
const LONGEST_PAUSE_MS = 500

/** Where an exec stands: its process is still to come, it has one, or it has had one. */
type Stage = 'coming' | 'running' | 'over'

/**
 * Sends a signal to each process of a marked exec, and waits for its first process before. Sends to none where the exec has ended, or
 * was never started. Takes at most KILL_MS.
 * @param id the exec's id
 * @throws FairleadError ERR_EXEC_KILL as {@link signalMarked} does; EngineError.
 */
export async function signalStarted(marked: Marked, id: string, name: string): Promise<Signalled> {
  const began = now()
  let runsSince = Number.POSITIVE_INFINITY
  return await withAside(marked, async (aside, signal) => {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const { stage, wasSeen } = stageOf(await stateOf(aside, id, signal))
      if (stage === 'running') runsSince = Math.min(runsSince, now())
      const signalled = await signalMarked(marked, name)
      const isUnmarked = stage === 'running' && now() - runsSince < UNMARKED_MS
      const isComing = stage === 'coming' && now() - began < (wasSeen ? KILL_MS : NOT_STARTED_MS)
      if (signalled.sent > 0 || signalled.left > 0 || !(isUnmarked || isComing)) return signalled
      await abortableSleep(pause, signal)
    }
  })
}

/** The exec's state; undefined where the Engine has forgotten it, or its container. */
async function stateOf(engine: Marked['engine'], id: string, signal: AbortSignal): Promise<ExecState | undefined> {
  try {
    return await inspectExec(engine, id, signal)
  } catch (error) {
    if (error instanceof EngineError && error.kind === 'not-found') return undefined
    throw error
  }
}

/** `wasSeen`: the Engine has begun to start the process. */
function stageOf(state: ExecState | undefined): { stage: Stage; wasSeen: boolean } {
  if (state === undefined) return { stage: 'over', wasSeen: true }
  const { running, exitCode, pid } = state
  if (running) return { stage: pid === 0 ? 'coming' : 'running', wasSeen: true }
  return { stage: exitCode === undefined ? 'coming' : 'over', wasSeen: false }
}
