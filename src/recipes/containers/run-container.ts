// Creation and removal of run()'s container. An abort does not cut the creation short, since a container with an unknown id
// would stay behind. The removal also follows a failure, and then ignores the caller's signal.

import type { Engine } from '../../engine/engine.ts'
import type { CallOptions } from '../../engine/request/options.ts'
import { field } from '../../engine/response/shape.ts'
import type { ContainerCreateRequest } from '../../engine/schema.ts'
import type { DeepReadonly } from '../../engine/types.ts'
import { abortError, EngineError, FairleadError } from '../../error.ts'
import { unwatchSignal, watchSignal } from '../../net/base/abort.ts'
import { clearTimeout, setTimeout } from '../../net/base/timers.ts'
import { asideOf } from '../shared/aside.ts'
import { arm } from './wait.ts'

/** How long the response to a creation in progress may take after an abort, in ms: far longer than a creation takes. */
export const CREATE_GRACE_MS = 2_000
/** How long the response to each request of a cleanup may take, in ms: as long as the Engine itself waits for a killed process. */
export const CLEAR_AWAY_MS = 10_000
/** How long a cleanup may take in total, in ms: a kill and a removal. */
export const CLEARED_MS = 20_000

/**
 * Creates a container and resolves with its id. After an abort, and when the engine is closed, it waits up to
 * {@link CREATE_GRACE_MS} for the response, so that the container can be removed.
 * @param closing aborts when the engine is closed
 */
export async function createContainer(
  engine: Engine,
  body: DeepReadonly<ContainerCreateRequest>,
  query: { name: string | undefined; platform: string | undefined },
  signal: AbortSignal | undefined,
  closing: AbortSignal,
): Promise<string> {
  if (signal?.aborted) throw abortError(signal.reason)
  const late = new AbortController()
  let grace: NodeJS.Timeout | undefined
  const watcher = {
    abort(reason: unknown): void {
      grace ??= setTimeout(() => late.abort(reason), CREATE_GRACE_MS)
    },
  }
  for (const one of [signal, closing]) if (one !== undefined) watchSignal(one, watcher)
  try {
    const created: unknown = await engine.postThrough('/containers/create', { query, body, signal: late.signal })
    return field('POST /containers/create', created, 'Id', 'id')
  } catch (error) {
    throw withAdvice(error)
  } finally {
    for (const one of [signal, closing]) if (one !== undefined) unwatchSignal(one, watcher)
    clearTimeout(grace)
  }
}

/** If the Engine does not have the image, the message says what to do: `docker run` would pull it. */
function withAdvice(error: unknown): unknown {
  if (!(error instanceof EngineError && error.status === 404 && /no such image/i.test(error.reason))) return error
  const { status, method, path, reason } = error
  return new EngineError('ERR_ENGINE', {
    status,
    method,
    path,
    reason,
    note: `${reason} (run() does not pull it: pull() does)`,
  })
}

/**
 * Removes a container and its anonymous volumes. A container that is removed already, or being removed, is no error. Resolves with
 * whether the removal may still be in progress.
 */
export async function remove(engine: Engine, id: string, options: CallOptions): Promise<boolean> {
  const query = { force: true, v: true }
  const once = () =>
    engine.delete('/containers/{id}', { ...options, urgent: true, path: { id }, query }).then(() => false, unlessGone)
  try {
    return await once()
  } catch (error) {
    // The connection may have been closed while it was idle. A removal may be sent twice.
    if (!(error instanceof FairleadError && error.blame === 'network')) throw error
    return await once()
  }
}

/** Waits until a container that removes itself is removed. */
export async function untilGone(engine: Engine, id: string, signal: AbortSignal | undefined): Promise<void> {
  try {
    const { exit } = await arm(engine, id, { condition: 'removed', signal, urgent: true }, true)
    await exit
  } catch (error) {
    unlessGone(error)
  }
}

/**
 * Cleans up after a failure: kills the container with `kill`, and removes it with `remove`. Uses connections of its own, since the
 * engine may be closed and its pool may be full. The kill comes first, since a forced removal gives the process 10 s in Podman 5.
 * Never rejects: an error here would hide the first failure.
 * @param within ms for both together
 */
export async function clearAway(
  engine: Engine,
  id: string,
  { kill, remove: removing }: { kill: boolean; remove: boolean },
  within = CLEARED_MS,
): Promise<void> {
  const aside = asideOf(engine)
  const expired = new AbortController()
  const deadline = setTimeout(() => expired.abort(), within)
  const options = { timeouts: { head: CLEAR_AWAY_MS }, signal: expired.signal }
  try {
    if (kill) await aside.post('/containers/{id}/kill', { ...options, path: { id } }).catch(ignore)
    if (removing && (await remove(aside, id, options))) await untilGone(aside, id, expired.signal)
  } catch {
    // The caller receives the first failure.
  } finally {
    clearTimeout(deadline)
    await aside.close()
  }
}

/** Returns false for 404 (removed), true for 409 (the removal is in progress), and throws any other error. */
function unlessGone(error: unknown): boolean {
  if (!(error instanceof EngineError && (error.status === 404 || error.status === 409))) throw error
  return error.status === 409
}

/** For a kill: the container does not run, or does not exist. */
function ignore(): void {}
