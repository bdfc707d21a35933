// wait: a container's exit code (Engine API, ContainerWait). Engine fact: the answer's head comes at once and the exit later,
// so the head says that the wait is armed: what is started after it cannot be missed. No time limit: a container may run for days.
// Engine fact: a wait that comes while its container is being removed may be armed just after, and then is never answered
// (Docker 20.10: 5 of 102 containers with some 180 waits each). So the container is looked for once the wait is armed.

import type { Engine } from '../engine/engine.ts'
import { EngineError, FairleadError } from '../error.ts'
import { collect, decodeUtf8 } from '../stream/collect.ts'
import { EndableSource } from './endable.ts'
import { sleep } from './sleep.ts'

/** Options of {@link wait}. */
export interface WaitOptions {
  /** 'not-running' (the default; at once where it has not been started), 'next-exit', or 'removed'. */
  condition?: 'not-running' | 'next-exit' | 'removed' | undefined
  /** Covers the request and the wait. */
  signal?: AbortSignal | undefined
}

/** How a container ended. */
export interface Exit {
  /** 0 to 255; 128 + n after signal n. */
  exitCode: number
  /** The daemon's words where waiting itself, or the removal waited for, went wrong. */
  error?: string | undefined
}

/** A wait under way. */
export interface Waiting {
  /** How the container ended. May be left alone: a rejection nobody looks at harms nobody. */
  readonly exit: Promise<Exit>
  /** Waits no more; `exit` rejects with ERR_CLOSED. */
  close(): void
}

/** A container that is gone may still be about to say how it ended: for so long, in ms. */
export const GONE_GRACE_MS = 1_000
/** The longest answer: an exit code and a sentence. Proxies have put pages of their own there. */
const ANSWER_BYTES = 1_048_576

/**
 * Resolves as soon as the Engine waits; `exit` of what it gives resolves when the condition is met. Two connections' worth of
 * patience: the wait holds its own for as long as it lasts.
 *
 * Rejects with an EngineError (404: no such container); `exit` rejects with ERR_TRUNCATED_BODY or the network's errors when
 * the Engine goes away, ERR_RECORD_SYNTAX when the answer is none, and with an EngineError (404) when the container was removed
 * as the wait came, and the Engine does not answer it.
 */
export function wait(engine: Engine, id: string, options: WaitOptions = {}): Promise<Waiting> {
  const { condition = 'not-running' } = options
  // That one is answered at once for a container that is being removed.
  return arm(engine, id, options, condition !== 'not-running')
}

/** As {@link wait}. `looking`: somebody may be removing the container. */
export async function arm(engine: Engine, id: string, options: WaitOptions, looking: boolean): Promise<Waiting> {
  const { condition, signal } = options
  const path = '/containers/{id}/wait'
  const response = await engine.request('POST', path, { path: { id }, query: { condition }, signal })
  const over = new AbortController()
  const source = new EndableSource(response.source, () => over.abort())
  const exit = collect(source, ANSWER_BYTES).then(readExit)
  exit.catch(ignore)
  if (looking) endIfGone(engine, id, source, over.signal).catch(ignore)
  return { exit, close: () => source.fail(new FairleadError('ERR_CLOSED', 'the wait was closed')) }
}

/** Ends a wait for a container that is not there, with the Engine's word. Other failures are the wait's own to tell. */
async function endIfGone(engine: Engine, id: string, source: EndableSource, over: AbortSignal): Promise<void> {
  try {
    await engine.get('/containers/{id}/json', { path: { id }, signal: over })
  } catch (error) {
    if (!(error instanceof EngineError && error.status === 404)) return
    await sleep(GONE_GRACE_MS, over)
    source.fail(error)
  }
}

function readExit(bytes: Uint8Array): Exit {
  let answer: { StatusCode?: unknown; Error?: { Message?: unknown } | null } | undefined
  try {
    answer = JSON.parse(decodeUtf8(bytes))
  } catch {
    // Told below: the text may hold what no message should.
  }
  const { StatusCode, Error: failure } = answer ?? {}
  if (typeof StatusCode !== 'number')
    throw new FairleadError('ERR_RECORD_SYNTAX', "POST /containers/{id}/wait: the answer's body is no exit code")
  const exit: Exit = { exitCode: StatusCode }
  if (typeof failure?.Message === 'string' && failure.Message !== '') exit.error = failure.Message
  return exit
}

function ignore(): void {}
