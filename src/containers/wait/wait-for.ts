// waitFor(): resolves when a container has become what a condition says. One stream of events, one inspection, and one stream of the
// log where a condition needs it; only port() and http() ask again and again, since nothing reports them.
// States: beginning (events, inspection), watching, over. Over is final: met, failed, timed out, aborted, or the Engine's error. Then
// every stream, timer and listener of the wait is gone; a failure and a timeout read the container once more for their message.

import { checkOptions, type Kinds, MS, SIGNAL } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import { abortError, closedError, FairleadError, located } from '../../error.ts'
import { unwatchSignal, watchSignal } from '../../net/base/abort.ts'
import { clearTimeout, setTimeout } from '../../net/base/timers.ts'
import type { Condition } from './condition.ts'
import { checkConditions, once } from './conditions.ts'
import { diagnose } from './diagnosis.ts'
import type { Snapshot } from './snapshot.ts'
import { WaitError } from './wait-error.ts'
import { WatchedContainer } from './watched-container.ts'

/** Options of {@link waitFor}. */
export interface WaitForOptions {
  /** After how many ms the wait fails with ERR_WAIT_TIMEOUT; 0: never. Default: 60,000. */
  timeout?: number | undefined
  /** Covers all of it. An abort rejects with ERR_ABORTED. */
  signal?: AbortSignal | undefined
}

const WAIT_FOR: Kinds<WaitForOptions> = { timeout: MS, signal: SIGNAL }

/** How long a wait takes at most, in ms, if no other limit is given. */
export const WAIT_FOR_MS = 60_000

type Outcome = { met: true } | { error: unknown } | { code: 'ERR_WAIT_FAILED' | 'ERR_WAIT_TIMEOUT'; why: string }

/**
 * Resolves when a container has become what `condition` says. It may be called before the container's start.
 *
 * Rejects with a {@link WaitError} (ERR_WAIT_FAILED: the condition can no longer be met; ERR_WAIT_TIMEOUT), which says the
 * container's state, exit code, last log lines and last health output; with an EngineError (404: no such container), ERR_ABORTED,
 * ERR_CLOSED or the network's errors. A connection that breaks while it waits is opened again.
 * @param id the container's id or name
 * @throws FairleadError ERR_OPTION.
 */
export async function waitFor(
  engine: Engine,
  id: string,
  condition: Condition,
  options: WaitForOptions = {},
): Promise<void> {
  checkConditions('waitFor()', [condition])
  checkOptions('waitFor()', options, WAIT_FOR)
  const { timeout = WAIT_FOR_MS, signal } = options
  if (typeof id !== 'string' || id === '')
    throw new FairleadError('ERR_OPTION', "waitFor(): expected a container's id or name")
  if (signal?.aborted) throw abortError(signal.reason)
  const { outcome, state } = await decide(engine, id, condition, timeout, signal)
  if ('met' in outcome) return
  if ('error' in outcome) throw located(outcome.error)
  const facts = await diagnose(engine, state?.id || id, state, signal)
  if (signal?.aborted) throw abortError(signal.reason)
  throw new WaitError(outcome.code, { container: id, condition: condition.text, why: outcome.why }, facts)
}

async function decide(
  engine: Engine,
  id: string,
  condition: Condition,
  timeout: number,
  signal: AbortSignal | undefined,
): Promise<{ outcome: Outcome; state: Snapshot | undefined }> {
  const own = new AbortController()
  const container = new WatchedContainer(engine, id, own.signal)
  let timer: NodeJS.Timeout | undefined
  let onAbort: { abort(reason: unknown): void } | undefined
  let release: (() => void) | undefined
  let seen = ''
  try {
    const outcome = await new Promise<Outcome>((resolve) => {
      onAbort = { abort: (reason) => resolve({ error: abortError(reason) }) }
      if (signal !== undefined) watchSignal(signal, onAbort)
      // While an Engine is away, no call would report that.
      release = engine.hold(() => resolve({ error: closedError() }))
      if (timeout > 0) {
        timer = setTimeout(() => {
          const why = `not met within ${timeout} ms${seen && `: ${seen}`}`
          resolve({ code: 'ERR_WAIT_TIMEOUT', why })
        }, timeout)
      }
      const verdict = once({
        met: () => resolve({ met: true }),
        failed: (why) => resolve({ code: 'ERR_WAIT_FAILED', why }),
        note(text) {
          seen = text
        },
      })
      container.watch(() => condition.begin(container, verdict)).catch((error) => resolve({ error }))
    })
    return { outcome, state: container.known }
  } finally {
    clearTimeout(timer)
    if (signal !== undefined && onAbort !== undefined) unwatchSignal(signal, onAbort)
    own.abort()
    release?.()
  }
}
