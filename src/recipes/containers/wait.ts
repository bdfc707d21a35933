// wait: a container's exit code (Engine API, ContainerWait). Engine fact: the response's head comes at once and the exit later.
// So the head means that the wait is armed, and an exit after it is not missed. No time limit: a container may run for days.
// Engine fact: a wait that arrives while its container is being removed may be armed just afterwards, and then never completes
// (Docker 20.10: 5 of 102 containers with some 180 waits each). So the container is inspected once the wait is armed.

import { checkOptions, type Kinds, SIGNAL, TEXT } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import { field, optionalField } from '../../engine/response/shape.ts'
import { EngineError, FairleadError } from '../../error.ts'
import { collect, decodeUtf8 } from '../../stream/read/collect.ts'
import { abortableSleep } from '../shared/abortable-sleep.ts'
import { EndableSource } from '../shared/endable-source.ts'

/** Options of {@link wait}. */
export interface WaitOptions {
  /** What to wait for: 'not-running' (met at once before the container's start), 'next-exit' or 'removed'. Default: 'not-running'. */
  condition?: 'not-running' | 'next-exit' | 'removed' | undefined
  /** Covers the request and the wait. An abort rejects with ERR_ABORTED. */
  signal?: AbortSignal | undefined
}

const WAIT: Kinds<WaitOptions> = { condition: TEXT, signal: SIGNAL }
const CONDITIONS = ['not-running', 'next-exit', 'removed']

/** How a container ended, from {@link wait}. */
export interface Exit {
  /** 0 to 255; 128 + n after signal n. */
  exitCode: number
  /** The daemon's message when the wait, or the removal it waited for, failed. */
  error?: string | undefined
}

/** A wait in progress, from {@link wait}. */
export interface PendingWait {
  /** Resolves with how the container ended. If it is not awaited, its rejection is not reported as unhandled. */
  readonly exit: Promise<Exit>
  /** Ends the wait and closes its connection; `exit` rejects with ERR_CLOSED. */
  close(): void
}

/** How long a removed container's exit may still arrive, in ms. After that its wait rejects with the Engine's 404. */
export const GONE_GRACE_MS = 1_000
/** The longest response body: an exit code and a sentence. Proxies have sent pages of their own. */
const BODY_BYTES = 1_048_576

/**
 * Waits for a container's exit (Engine API operation ContainerWait). Resolves as soon as the Engine waits; `exit` of the result
 * resolves when the condition is met, without a time limit. The wait holds a connection until then.
 *
 * Rejects with an EngineError (404: no such container), ERR_ABORTED or the network's errors. `exit` rejects with ERR_TRUNCATED_BODY
 * or the network's errors when the connection breaks, ERR_RECORD_SYNTAX when the response is malformed, ERR_ABORTED, ERR_CLOSED,
 * and an EngineError (404) when the container was removed as the wait arrived and the Engine never completes it.
 * @throws FairleadError ERR_OPTION.
 */
export async function wait(engine: Engine, id: string, options: WaitOptions = {}): Promise<PendingWait> {
  checkOptions('wait()', options, WAIT)
  const { condition = 'not-running' } = options
  if (!CONDITIONS.includes(condition))
    throw new FairleadError('ERR_OPTION', `condition: expected one of ${CONDITIONS.join(', ')}`)
  // 'not-running' is met at once by a container that is being removed.
  return await arm(engine, id, options, condition !== 'not-running')
}

/**
 * Like {@link wait}, without checking the options.
 * @param options `urgent`: the caller holds a connection, so this wait must not queue behind it
 * @param inspect whether to check that the container still exists, since another client may be removing it
 */
export async function arm(
  engine: Engine,
  id: string,
  options: WaitOptions & { urgent?: boolean },
  inspect: boolean,
): Promise<PendingWait> {
  const { condition, signal, urgent } = options
  const path = '/containers/{id}/wait'
  const response = await engine.request('POST', path, { path: { id }, query: { condition }, signal, urgent })
  const ended = new AbortController()
  const source = new EndableSource(response.source, () => ended.abort())
  const exit = collect(source, BODY_BYTES).then((bytes) => readExit(id, bytes))
  exit.catch(ignore)
  if (inspect) failIfGone(engine, id, source, ended.signal).catch(ignore)
  return { exit, close: () => source.fail(new FairleadError('ERR_CLOSED', 'the wait was closed')) }
}

/** Fails the wait for a container that does not exist with the Engine's 404. Other errors are left to the wait itself. */
async function failIfGone(engine: Engine, id: string, source: EndableSource, ended: AbortSignal): Promise<void> {
  try {
    await engine.get('/containers/{id}/json', { path: { id }, signal: ended, urgent: true })
  } catch (error) {
    if (!(error instanceof EngineError && error.status === 404)) return
    await abortableSleep(GONE_GRACE_MS, ended)
    source.fail(error)
  }
}

function readExit(id: string, bytes: Uint8Array): Exit {
  const from = `POST /containers/${id}/wait`
  let body: unknown
  try {
    body = JSON.parse(decodeUtf8(bytes))
  } catch {
    // JSON.parse's own error quotes the text, which may hold a secret.
    throw new FairleadError('ERR_RECORD_SYNTAX', `${from}: the response's body is not JSON: expected an exit code`)
  }
  const exit: Exit = { exitCode: field(from, body, 'StatusCode', 'integer') }
  const message = optionalField(from, body, 'Error.Message', 'string')
  if (message) exit.error = message
  return exit
}

function ignore(): void {}
