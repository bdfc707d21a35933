// Runs connect()'s hooks for every request before anything is sent for it, in its caller's async context: `traceparent`, then
// `before`. Once per request, even if it is sent again. The pings that ask for the API version are requests, too.

import { overlay } from '../../endpoint/headers.ts'
import { abortError, FairleadError } from '../../error.ts'
import { unwatchSignal, watchSignal } from '../../net/base/abort.ts'
import type { BeforeRequest, Hooks } from './options.ts'
import type { Prepared } from './prepare.ts'
import type { FieldWriter } from './request-head.ts'

/** version-traceid-parentid-flags in lower-case hex; version ff and ids that are all zeros are invalid (W3C Trace Context, §3.2.2). */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/

/** Runs the hooks of one Engine, and keeps those requests that wait for a `before`. */
export class RequestHooks {
  readonly #hooks: Hooks
  readonly #writer: FieldWriter
  /** Fails each request that waits for a `before`. */
  readonly #waiting = new Set<(error: Error) => void>()
  #closed: Error | undefined

  constructor(hooks: Hooks, writer: FieldWriter) {
    this.#hooks = hooks
    this.#writer = writer
  }

  /** Runs the hooks, and writes their headers into `prepared.fields`. Calls `go` or `stop`, once: synchronously, unless `before` returned a promise. */
  run(prepared: Prepared, apiVersion: string | undefined, go: () => void, stop: (error: Error) => void): void {
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

  /** Fails the requests that wait for a `before`, and every later one. */
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
    // The hook itself may have closed the Engine or aborted the signal.
    if (this.#closed !== undefined) fail(this.#closed)
    else if (signal?.aborted) watcher.abort(signal.reason)
    else if (signal !== undefined) watchSignal(signal, watcher)
  }

  #traced(headers: Prepared['headers'] = {}): BeforeRequest['headers'] {
    const traceparent = this.#hooks.traceparent?.()
    if (traceparent === undefined) return { ...headers }
    if (TRACEPARENT.test(traceparent)) return overlay({ traceparent }, headers)
    throw new FairleadError(
      'ERR_OPTION',
      'traceparent: expected a function that returns version-traceid-parentid-flags',
    )
  }

  #write(prepared: Prepared, headers: BeforeRequest['headers']): void {
    const { method, type, body, upgrade } = prepared
    // The hook may have added a name in another case.
    let fields: BeforeRequest['headers'] = {}
    for (const [name, value] of Object.entries(headers)) fields = overlay(fields, { [name]: value })
    prepared.fields = this.#writer.fields(method, fields, type, body, upgrade?.protocol)
  }
}
