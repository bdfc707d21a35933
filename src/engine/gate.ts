// What every request passes before anything is sent for it, in the async context of its caller: `traceparent`, then `before`.
// Once a request, be it sent again or not; the pings that ask for the API version are requests, too.

import { overlay } from '../endpoint/headers.ts'
import { abortError, FairleadError } from '../error.ts'
import { unwatchSignal, watchSignal } from '../net/abort.ts'
import type { BeforeRequest, Hooks } from './before.ts'
import type { Prepared } from './prepare.ts'
import type { FieldWriter } from './request-head.ts'

/** version-traceid-parentid-flags in lower-case hex; version ff, and ids of zeros alone, are none (W3C Trace Context, §3.2.2). */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/

/** See the file's head. */
export class Gate {
  readonly #hooks: Hooks
  readonly #writer: FieldWriter
  /** How to end each of those that wait for a `before`. */
  readonly #waiting = new Set<(error: Error) => void>()
  #closed: Error | undefined

  constructor(hooks: Hooks, writer: FieldWriter) {
    this.#hooks = hooks
    this.#writer = writer
  }

  /** Calls one of the two, once: at once, unless `before` gave a promise. */
  pass(prepared: Prepared, apiVersion: string | undefined, go: () => void, stop: (error: Error) => void): void {
    const { method, path, template, query, body, upgrade, signal } = prepared
    let write: () => void
    let promise: PromiseLike<void> | undefined
    try {
      if (this.#closed !== undefined) throw this.#closed
      const headers = this.#traced(prepared.headers)
      const facts = { method, path, template, query, headers, upgrade: upgrade?.protocol, apiVersion, signal }
      const request: BeforeRequest = { ...facts, hasBody: body !== undefined }
      write = () => this.#write(prepared, request.headers)
      const result = this.#hooks.before?.(request)
      if (typeof result?.then === 'function') promise = result
      else write()
    } catch (error) {
      return stop(error as Error)
    }
    if (promise === undefined) return go()
    this.#wait(promise.then(write), signal, go, stop)
  }

  /** Those that wait for a `before` fail, and later ones at once. */
  close(error: Error): void {
    this.#closed = error
    for (const fail of this.#waiting) fail(error)
  }

  #wait(
    promise: PromiseLike<void>,
    signal: AbortSignal | undefined,
    go: () => void,
    stop: (error: Error) => void,
  ): void {
    const leave = (): boolean => {
      if (signal !== undefined) unwatchSignal(signal, watcher)
      return this.#waiting.delete(fail)
    }
    const fail = (error: Error): void => {
      if (leave()) stop(error)
    }
    const watcher = { abort: (reason: unknown): void => fail(abortError(reason)) }
    this.#waiting.add(fail)
    promise.then(() => {
      if (leave()) go()
    }, fail)
    // The hook may have done either itself.
    if (this.#closed !== undefined) fail(this.#closed)
    else if (signal?.aborted) watcher.abort(signal.reason)
    else if (signal !== undefined) watchSignal(signal, watcher)
  }

  #traced(headers: Prepared['headers'] = {}): Record<string, string> {
    const traceparent = this.#hooks.traceparent?.()
    if (traceparent === undefined) return { ...headers }
    if (TRACEPARENT.test(traceparent)) return overlay({ traceparent }, headers)
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
