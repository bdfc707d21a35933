// What every request passes before anything is sent for it, in the async context of its caller: `traceparent`, then `before`.
// Once a request, be it sent again or not; the pings that ask for the API version are requests, too.

import { overlay } from '../endpoint/headers.ts'
import { abortError, FairleadError } from '../error.ts'
import { type Abortable, unwatchSignal, watchSignal } from '../net/abort.ts'
import type { RequestFacts } from '../net/trace-events.ts'
import type { Prepared } from './prepare.ts'
import type { FieldWriter } from './request-head.ts'

/** A request as {@link BeforeFunction} sees it. */
export interface BeforeRequest extends Readonly<RequestFacts> {
  /** `?all=1`, as it is sent, or `''`. */
  readonly query: string
  /** Its own fields, without the engine's: what is added, replaced or deleted here is sent so. Framing fields are refused. */
  headers: Record<string, string>
  readonly hasBody: boolean
  /** The protocol that it asks for, of one that becomes a tunnel: 'tcp', 'h2c', 'websocket'. */
  readonly upgrade: string | undefined
  /** The API version that it goes out in, where that is known already. */
  readonly apiVersion: string | undefined
  /** The call's. */
  readonly signal: AbortSignal | undefined
}

/** Looks at a request before it is sent. What it throws, or its promise rejects with, is what the call fails with, and nothing is sent. */
export type BeforeFunction = (request: BeforeRequest) => void | PromiseLike<void>

/** Gives the field traceparent of a request (W3C Trace Context, §3.2), or undefined for none. Asked in the caller's async context. */
export type TraceparentFunction = () => string | undefined

/** Both. */
export interface Hooks {
  before: BeforeFunction | undefined
  traceparent: TraceparentFunction | undefined
}

/** version-traceid-parentid-flags in lower-case hex; version ff, and ids of zeros alone, are none (W3C Trace Context, §3.2.2). */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/

/** See the file's head. */
export class Gate {
  readonly #hooks: Hooks
  readonly #writer: FieldWriter
  readonly #waiting = new Set<Wait>()
  #closed: Error | undefined

  constructor(hooks: Hooks, writer: FieldWriter) {
    this.#hooks = hooks
    this.#writer = writer
  }

  /** Calls one of the two, once: at once, unless `before` gave a promise. */
  pass(prepared: Prepared, apiVersion: string | undefined, go: () => void, stop: (error: Error) => void): void {
    if (this.#closed !== undefined) return stop(this.#closed)
    const { method, path, template, query, body, upgrade, signal } = prepared
    let request: BeforeRequest
    let promise: PromiseLike<void> | undefined
    try {
      const headers = this.#traced(prepared.headers)
      const hasBody = body !== undefined
      request = { method, path, template, query, headers, hasBody, upgrade: upgrade?.protocol, apiVersion, signal }
      const result = this.#hooks.before?.(request)
      if (typeof result?.then === 'function') promise = result
      else this.#write(prepared, request.headers)
    } catch (error) {
      return stop(error as Error)
    }
    if (promise === undefined) return go()
    const passed = (): void => {
      try {
        this.#write(prepared, request.headers)
      } catch (error) {
        return stop(error as Error)
      }
      go()
    }
    const wait = new Wait(this.#waiting, signal, passed, stop)
    wait.on(promise)
    // It may have closed the engine.
    if (this.#closed !== undefined) wait.fail(this.#closed)
  }

  /** Those that wait for a `before` fail, and later ones at once. */
  close(error: Error): void {
    this.#closed = error
    for (const wait of [...this.#waiting]) wait.fail(error)
  }

  #traced(headers: Prepared['headers'] = {}): Record<string, string> {
    const value = this.#hooks.traceparent?.()
    if (value === undefined) return { ...headers }
    if (typeof value === 'string' && TRACEPARENT.test(value)) return overlay({ traceparent: value }, headers)
    throw new FairleadError('ERR_OPTION', 'traceparent: expected a function that gives version-traceid-parentid-flags')
  }

  #write(prepared: Prepared, headers: Record<string, string>): void {
    const { method, type, body, upgrade } = prepared
    // One name may stand there in two cases by now.
    let fields: Record<string, string> = {}
    for (const [name, value] of Object.entries(headers)) fields = overlay(fields, { [name]: value })
    prepared.fields = this.#writer.fields(method, fields, type, body, upgrade?.protocol)
  }
}

/** One request that waits for its `before`. */
class Wait implements Abortable {
  readonly #all: Set<Wait>
  readonly #signal: AbortSignal | undefined
  readonly #onPassed: () => void
  readonly #onFail: (error: Error) => void

  constructor(all: Set<Wait>, signal: AbortSignal | undefined, onPassed: () => void, onFail: (error: Error) => void) {
    this.#all = all
    this.#signal = signal
    this.#onPassed = onPassed
    this.#onFail = onFail
    all.add(this)
  }

  on(promise: PromiseLike<void>): void {
    promise.then(
      () => {
        if (this.#leave()) this.#onPassed()
      },
      (error) => this.fail(error),
    )
    // It may have aborted while `before` ran.
    if (this.#signal?.aborted) this.abort(this.#signal.reason)
    else if (this.#signal !== undefined) watchSignal(this.#signal, this)
  }

  fail(error: Error): void {
    if (this.#leave()) this.#onFail(error)
  }

  abort(reason: unknown): void {
    this.fail(abortError(reason))
  }

  /** False where it has left before. */
  #leave(): boolean {
    if (this.#signal !== undefined) unwatchSignal(this.#signal, this)
    return this.#all.delete(this)
  }
}
