// Sends a request: checks the options, negotiates the API version, writes the request line, submits the call to the pool, and
// repeats it once if the Engine rejects the version. engine.ts is the public side; response-handlers.ts has the handlers.

import { checkOptions, type Hints } from '../../check.ts'
import { abortError, closedError, copyOf, nameCall } from '../../error.ts'
import type { CallPlan } from '../../net/call.ts'
import { Call, type ResponseHandler } from '../../net/call.ts'
import { Pool } from '../../net/pool.ts'
import { isRequestWatched, RequestTrace } from '../../net/trace/request-trace.ts'
import { type EndpointFacts, endpointFacts } from '../../net/trace/trace-events.ts'
import type { Head } from '../../wire/head.ts'
import { requestLine } from '../../wire/request.ts'
import { pinnedVersion } from '../api-version/api-version.ts'
import { HeadHandler } from '../response/response-handlers.ts'
import { Negotiation, PING_MS } from './negotiation.ts'
import { type Method, REQUEST, type RequestOptions, type Settings, TIMEOUTS } from './options.ts'
import { type PrepareMode, prepare } from './prepare.ts'
import { FieldWriter } from './request-head.ts'
import { RequestHooks } from './request-hooks.ts'
import { RAW, type RawOptions, splitRawTarget, type Target, versionInFront } from './target.ts'
import { mayGuessVersion, type PendingRequest, rejectRequest, VersionedRequest, versionError } from './version-retry.ts'

/** How a request is sent, besides its options. */
export interface RequestMode extends PrepareMode {
  /** The target, when the caller gave it whole. */
  readonly whole?: Target
  /** The kinds that the options are checked against; default {@link REQUEST}. */
  readonly kinds?: object
}

const DEFAULT_MODE: RequestMode = {}

/** For option names of docker-modem and of the web. */
const HINTS: Hints = {
  abortSignal: "did you mean 'signal'?",
  timeout: 'write timeouts: { head, idle }',
  authconfig: "did you mean 'auth'?",
  params: "did you mean 'path', or 'query'?",
  json: "write it as 'body': a plain object is sent as JSON",
  '': "; what the Engine itself takes goes in 'query' or 'body'",
}

/** @throws FairleadError ERR_OPTION. */
function check(path: string, options: RequestOptions, kinds: object): void {
  checkOptions(path, options, kinds, '', HINTS)
  if (options.timeouts !== undefined) checkOptions(path, options.timeouts, TIMEOUTS, 'timeouts.')
}

function aborted(signal: AbortSignal, method: string, path: string): Error {
  const error = abortError(signal.reason)
  nameCall(error, method, path)
  return error
}

/** Sends the requests of one Engine over its pool. */
export class Dispatch {
  readonly pool: Pool
  readonly negotiation: Negotiation
  readonly #settings: Settings
  readonly #fields: FieldWriter
  readonly #endpoint: EndpointFacts
  readonly #hooks: RequestHooks | undefined
  readonly #resend = (request: PendingRequest, version: string): void => this.#sendVersioned(request, version, true)

  constructor(settings: Settings) {
    this.#settings = settings
    this.pool = new Pool(settings.endpoint, settings.pool)
    this.#fields = new FieldWriter(settings.endpoint, settings.headers)
    this.#endpoint = endpointFacts(settings.endpoint)
    const hasHooks = settings.before !== undefined || settings.traceparent !== undefined
    this.#hooks = hasHooks ? new RequestHooks(settings, this.#fields) : undefined
    const prober = {
      probe: (method: 'HEAD' | 'GET', path: string, signal: AbortSignal) => this.#probe(method, path, signal),
    }
    this.negotiation = new Negotiation(prober, settings.apiVersion, settings.optimistic ? settings.endpoint : undefined)
  }

  /**
   * Sends the request as soon as the version is known. Throws for invalid options, before anything is sent: it is called inside a
   * promise's executor, so the promise rejects.
   */
  send(
    method: Method,
    path: string,
    options: RequestOptions,
    handler: PendingRequest['handler'],
    mode: RequestMode = DEFAULT_MODE,
  ): void {
    const { whole, kinds = REQUEST } = mode
    check(path, options, kinds)
    const { signal } = options
    if (signal?.aborted) return handler.onFail(aborted(signal, method, path))
    const own = whole === undefined ? versionInFront(path) : whole.version
    const template = own === undefined || whole !== undefined ? path : path.slice(own.length + 2)
    const prepared = prepare(method, template, options, this.#fields, this.#settings, mode)
    const needed = options.requires ?? this.#settings.requires?.(method, template, options)
    const requires = needed === undefined ? undefined : pinnedVersion(needed, 'requires')
    const once = whole !== undefined || own !== undefined
    this.#begin({ prepared, requires, handler, once, version: own, raw: false, trace: undefined })
  }

  /** Sends the target as it is: no version is added, it is sent once, and nothing is learned from the response. */
  sendRaw(method: Method, target: string, options: RawOptions, handler: PendingRequest['handler']): void {
    check(target, options, RAW)
    const { signal, upgrade } = options
    if (signal?.aborted) return handler.onFail(aborted(signal, method, target.replace(/\?.*$/s, '')))
    const whole = splitRawTarget(target)
    const { version = '', path } = whole
    const prepared = prepare(method, path, options, this.#fields, this.#settings, { upgrade, whole })
    handler.facts = { method, path, version, endpoint: this.#settings.endpoint }
    this.#begin({ prepared, requires: undefined, handler, once: true, version, raw: true, trace: undefined })
  }

  /** Why this API version is used, see Engine. */
  get apiVersionReason(): string | undefined {
    return this.#settings.apiVersionReason ?? (this.negotiation.version && 'agreed on with the Engine')
  }

  /** Where the Engine is, to be shown: without the user of an ssh host and the path of a tcp host. */
  get where(): { endpoint: string; chosenBy: string | undefined } {
    const { kind, address, port } = this.#endpoint
    const host = kind === 'tcp' && address.includes(':') ? `[${address}]` : address
    const endpoint = kind === 'custom' ? "the given 'dial'" : `${kind}://${host}${port === undefined ? '' : `:${port}`}`
    return { endpoint, chosenBy: this.#settings.pool.reason }
  }

  /** Closes the pool, and fails the requests that wait for a hook. */
  close(): void {
    this.#hooks?.close(closedError())
    this.pool.close()
  }

  /** Starts the trace, when diagnostics channels have subscribers. */
  #begin(request: PendingRequest): void {
    const { prepared, handler } = request
    if (!isRequestWatched(prepared.upgrade !== undefined)) return this.#openBody(request)
    const trace = new RequestTrace(prepared, this.#endpoint)
    request.trace = trace
    handler.onFail = trace.failing(handler.onFail)
    trace.run(() => this.#openBody(request))
  }

  #openBody(request: PendingRequest): void {
    const begin = request.prepared.body?.begin
    if (begin === undefined) return this.#runHooks(request)
    begin().then(
      () => this.#runHooks(request),
      (error: Error) => rejectRequest(request, error),
    )
  }

  #runHooks(request: PendingRequest): void {
    const hooks = this.#hooks
    if (hooks === undefined) return this.#negotiate(request)
    const go = (): void => this.#negotiate(request)
    hooks.run(request.prepared, (request.version ?? this.negotiation.version) || undefined, go, (error) =>
      rejectRequest(request, error),
    )
  }

  #negotiate(request: PendingRequest): void {
    const { signal } = request.prepared
    // A hook or a channel's subscriber may have aborted it.
    if (signal?.aborted) return rejectRequest(request, abortError(signal.reason))
    if (request.raw) return this.#submit(request, request.version, request.handler)
    const { negotiation } = this
    const known = request.version ?? negotiation.version
    const version = known ?? (this.#settings.optimistic && mayGuessVersion(request) ? negotiation.guess : undefined)
    if (version !== undefined) return this.#sendVersioned(request, version)
    const fail = (error: Error): void => rejectRequest(request, copyOf(error))
    negotiation.negotiate(signal, (agreed) => this.#sendVersioned(request, agreed), fail)
  }

  #sendVersioned(request: PendingRequest, version: string, isRetry = false): void {
    const error = versionError(request, version)
    if (error !== undefined) return rejectRequest(request, error)
    const resend = isRetry || request.once ? undefined : this.#resend
    const { endpoint } = this.#settings
    this.#submit(request, version, new VersionedRequest(request, version, endpoint, this.negotiation, resend))
  }

  #submit(request: PendingRequest, version: string | undefined, handler: ResponseHandler): void {
    const { prepared, trace } = request
    const { endpoint, untakenLimit, errorLimit } = this.#settings
    const { method, path, query, fields, body, upgrade, signal, headLimit, idleLimit, pacing, urgent, lasting, scope } =
      prepared
    const prefix = version ? `/v${version}` : ''
    if (trace !== undefined) trace.event.apiVersion = version || undefined
    const base = endpoint.kind === 'tcp' ? endpoint.basePath : ''
    let head: string
    try {
      head = requestLine(method, `${base}${prefix}${path}${query}`) + fields
    } catch (error) {
      // Rejected, not thrown: the caller may have waited for the version or a hook, and could not catch it.
      return rejectRequest(request, error as Error)
    }
    const isUpgrade = upgrade !== undefined
    const plan: CallPlan = {
      method,
      path: request.isProbe === true ? '' : path,
      head,
      body,
      upgrade: isUpgrade,
      pacing,
      detachable: isUpgrade && upgrade.detachable,
      urgent,
      lasting,
      signal,
      headLimit,
      idleLimit,
      untakenLimit,
      errorLimit,
      scope,
      trace,
    }
    this.pool.submit(new Call(plan, handler, this.pool))
  }

  #probe(method: 'HEAD' | 'GET', path: string, signal: AbortSignal): Promise<Head> {
    return new Promise((resolve) => {
      const timeouts = { head: this.#settings.headLimit || PING_MS }
      // Urgent: only one runs at a time, and an urgent call may wait for it.
      const prepared = prepare(method, path, { signal, timeouts, urgent: true }, this.#fields, this.#settings)
      const handler = new HeadHandler(resolve)
      handler.facts = { method, path, version: '', endpoint: this.#settings.endpoint }
      this.#begin({
        prepared,
        requires: undefined,
        handler,
        once: true,
        version: '',
        raw: true,
        trace: undefined,
        isProbe: true,
      })
    })
  }
}
