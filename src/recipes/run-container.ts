// The two ends of a container that run() makes: its creation, which is not given up half-way, since a container whose id nobody
// heard would stay; and its removal, which also comes after a failure, when the caller's signal no longer counts.

import type { Engine } from '../engine/engine.ts'
import type { CallOptions } from '../engine/options.ts'
import type { ContainerCreateRequest } from '../engine/schema.ts'
import type { Sent } from '../engine/types.ts'
import { abortError, EngineError, FairleadError } from '../error.ts'
import { unwatchSignal, watchSignal } from '../net/abort.ts'
import { wait } from './wait.ts'

/** After an abort the answer to a creation under way is waited for so long, in ms: far above what a creation takes. */
export const CREATE_GRACE_MS = 2_000
/** How long clearing away may take to be answered, in ms: as long as the Engine itself waits for a killed process. */
export const CLEAR_AWAY_MS = 10_000

/** Creates a container and gives its id. On an abort its answer is awaited, briefly, so that the container can be removed. */
export async function createContainer(
  engine: Engine,
  body: Sent<ContainerCreateRequest>,
  query: { name: string | undefined; platform: string | undefined },
  signal: AbortSignal | undefined,
): Promise<string> {
  if (signal?.aborted) throw abortError(signal.reason)
  const late = new AbortController()
  let grace: NodeJS.Timeout | undefined
  const watcher = {
    abort(reason: unknown): void {
      grace = setTimeout(() => late.abort(reason), CREATE_GRACE_MS)
    },
  }
  if (signal !== undefined) watchSignal(signal, watcher)
  try {
    const { Id } = await engine.post('/containers/create', { query, body, signal: late.signal })
    return Id
  } finally {
    if (signal !== undefined) unwatchSignal(signal, watcher)
    clearTimeout(grace)
  }
}

/** Removes a container and its anonymous volumes; that it is gone, or going, is what was wanted. */
export async function remove(engine: Engine, id: string, options: CallOptions): Promise<void> {
  const once = () =>
    engine.delete('/containers/{id}', { ...options, path: { id }, query: { force: true, v: true } }).catch(unlessGone)
  try {
    await once()
  } catch (error) {
    // The connection may have been closed while it lay idle. A removal may be asked for twice.
    if (!(error instanceof FairleadError && error.blame === 'network')) throw error
    await once()
  }
}

/** Waits until a container that removes itself is gone. */
export async function untilGone(engine: Engine, id: string, signal: AbortSignal | undefined): Promise<void> {
  try {
    const { exit } = await wait(engine, id, { condition: 'removed', signal })
    await exit
  } catch (error) {
    unlessGone(error)
  }
}

/** After a failure: kills the container, and removes it too. What goes wrong here would hide the failure that came first. */
export async function clearAway(engine: Engine, id: string, removing: boolean): Promise<void> {
  const timeouts = { head: CLEAR_AWAY_MS }
  try {
    if (removing) await remove(engine, id, { timeouts })
    else await engine.post('/containers/{id}/kill', { path: { id }, timeouts })
  } catch {
    // Gone already, not running, or the Engine is: the first failure is the one to tell.
  }
}

/** 404: it is gone; 409: its removal is under way. */
function unlessGone(error: unknown): void {
  if (!(error instanceof EngineError && (error.status === 404 || error.status === 409))) throw error
}
