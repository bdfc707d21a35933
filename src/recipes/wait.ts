// wait: a container's exit code (Engine API, ContainerWait). Engine fact: the answer's head comes at once and the exit later,
// so the head says that the wait is armed: what is started after it cannot be missed. No time limit: a container may run for days.

import type { Engine } from '../engine/engine.ts'
import { FairleadError } from '../error.ts'
import { collect, decodeUtf8 } from '../stream/collect.ts'
import { EndableSource } from './endable.ts'

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

/** The longest answer: an exit code and a sentence. Proxies have put pages of their own there. */
const ANSWER_BYTES = 1_048_576

/**
 * Resolves as soon as the Engine waits; `exit` of what it gives resolves when the condition is met. Two connections' worth of
 * patience: the wait holds its own for as long as it lasts.
 *
 * Rejects with an EngineError (404: no such container); `exit` rejects with ERR_TRUNCATED_BODY or the network's errors when
 * the Engine goes away, ERR_RECORD_SYNTAX when the answer is none.
 */
export async function wait(engine: Engine, id: string, options: WaitOptions = {}): Promise<Waiting> {
  const { condition, signal } = options
  const path = '/containers/{id}/wait'
  const response = await engine.request('POST', path, { path: { id }, query: { condition }, signal })
  const source = new EndableSource(response.source)
  const exit = collect(source, ANSWER_BYTES).then(readExit)
  exit.catch(ignore)
  return { exit, close: () => source.fail(new FairleadError('ERR_CLOSED', 'the wait was closed')) }
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
