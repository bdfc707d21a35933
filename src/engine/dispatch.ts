// The way of a request from its options to the pool: what is wrong with it is found, the version is agreed on, the request
// line written, and a refused version said again. The surface is engine.ts; who hears of the answer is in askers.ts.

import { abortError } from '../error.ts'
import { type Asker, Call } from '../net/call.ts'
import { closedError, Pool } from '../net/pool.ts'
import { isRequestWatched, RequestTrace } from '../net/request-trace.ts'
import { type EndpointFacts, endpointFacts } from '../net/trace-events.ts'
import type { Head } from '../wire/head.ts'
import { requestLine } from '../wire/request.ts'
import { HeadAsker } from './askers.ts'
import { Attempt, guess, lacking, type Order, refuse } from './attempt.ts'
import { Gate } from './gate.ts'
import { Negotiation, PING_MS } from './negotiation.ts'
import type { Method, RequestOptions, Settings } from './options.ts'
import { prepare, type Upgrade } from './prepare.ts'
import type { RawAsker, RawOptions } from './raw.ts'
import { FieldWriter } from './request-head.ts'
import type { Target } from './target.ts'
import { pinnedVersion } from './version.ts'

/** What a request may be besides its options. */
export interface Manner {
  upgrade?: Upgrade
  /** Ahead of the pool's queue, see CallPlan. */
  urgent?: boolean
  /** The target that the caller gave whole. */
  whole?: Target
}

const PLAIN: Manner = {}
/** A target as it is sent: its version, its path, its query. */
const RAW = /^(?:\/v(\d+\.\d+)(?=\/))?([^?]*)(.*)$/s

/** Sends the requests of one Engine. */
export class Dispatch {
  readonly pool: Pool
  readonly negotiation: Negotiation
  readonly #settings: Settings
  readonly #fields: FieldWriter
  readonly #endpoint: EndpointFacts
  readonly #gate: Gate | undefined
  readonly #again = (order: Order, version: string): void => this.#attempt(order, version, true)

  constructor(settings: Settings) {
    this.#settings = settings
    this.pool = new Pool(settings.endpoint, settings.pool)
    this.#fields = new FieldWriter(settings.endpoint, settings.headers)
    this.#endpoint = endpointFacts(settings.endpoint)
    const isGated = settings.before !== undefined || settings.traceparent !== undefined
    this.#gate = isGated ? new Gate(settings, this.#fields) : undefined
    this.negotiation = new Negotiation(
      { probe: (method, path, signal) => this.#probe(method, path, signal) },
      settings.apiVersion,
    )
  }

  /**
   * Sends the request as soon as the version is known. What is wrong with it is thrown before anything is sent: inside of the
   * promise that is being made, which it rejects.
   */
  ask(method: Method, path: string, options: RequestOptions, asker: Order['asker'], manner: Manner = PLAIN): void {
    const { signal } = options
    if (signal?.aborted) return asker.onFail(abortError(signal.reason))
    const { whole } = manner
    const prepared = prepare(method, path, options, this.#fields, this.#settings, manner.upgrade)
    prepared.urgent = manner.urgent === true
    if (whole !== undefined) {
      prepared.query = whole.query
      prepared.template = undefined
    }
    const needed = options.requires ?? this.#settings.requires?.(method, path, options)
    const requires = needed === undefined ? undefined : pinnedVersion(needed, 'requires')
    const once = whole !== undefined
    this.#begin({ prepared, requires, asker, once, version: whole?.version, bare: false, trace: undefined })
  }

  /** Sends the target as it is: without a version of ours, once, and whatever the answer is, it is handed on. */
  askRaw(method: Method, target: string, options: RawOptions, asker: RawAsker): void {
    const { signal, upgrade } = options
    if (signal?.aborted) return asker.onFail(abortError(signal.reason))
    const [, version = '', path = '', query = ''] = RAW.exec(target) ?? []
    const prepared = prepare(method, path, options, this.#fields, this.#settings, upgrade)
    prepared.query = query
    prepared.template = undefined
    this.#begin({ prepared, requires: undefined, asker, once: true, version, bare: true, trace: undefined })
  }

  /** Ends everything: see Pool. */
  close(): void {
    this.#gate?.close(closedError())
    this.pool.close()
  }

  /** Before anything is sent. */
  #begin(order: Order): void {
    const { prepared, asker } = order
    if (!isRequestWatched(prepared.upgrade !== undefined)) return this.#admit(order)
    const trace = new RequestTrace(prepared, this.#endpoint)
    order.trace = trace
    asker.onFail = trace.failing(asker.onFail)
    trace.run(() => this.#admit(order))
  }

  #admit(order: Order): void {
    const gate = this.#gate
    if (gate === undefined) return this.#start(order)
    const go = (): void => this.#start(order)
    gate.pass(order.prepared, (order.version ?? this.negotiation.version) || undefined, go, (error) =>
      refuse(order, error),
    )
  }

  #start(order: Order): void {
    const { signal } = order.prepared
    // By a hook, or by who listens.
    if (signal?.aborted) return refuse(order, abortError(signal.reason))
    if (order.bare) return this.#send(order, order.version, order.asker)
    const version = order.version ?? this.negotiation.version ?? (this.#settings.optimistic ? guess(order) : undefined)
    if (version !== undefined) return this.#attempt(order, version)
    const fail = (error: Error): void => refuse(order, error)
    this.negotiation.ask(signal, (agreed) => this.#attempt(order, agreed), fail)
  }

  #attempt(order: Order, version: string, isSecond = false): void {
    const error = lacking(order, version)
    if (error !== undefined) return refuse(order, error)
    const again = isSecond || order.once ? undefined : this.#again
    this.#send(order, version, new Attempt(order, version, this.negotiation, again))
  }

  #send(order: Order, version: string | undefined, asker: Asker): void {
    const { prepared, trace } = order
    const { endpoint, untakenLimit } = this.#settings
    const { method, path, query, fields, body, upgrade, signal, headLimit, idleLimit, urgent } = prepared
    const prefix = version ? `/v${version}` : ''
    if (trace !== undefined) trace.event.apiVersion = version || undefined
    const base = endpoint.kind === 'tcp' ? endpoint.basePath : ''
    let head: string
    try {
      head = requestLine(method, `${base}${prefix}${path}${query}`) + fields
    } catch (error) {
      // Told, not thrown: whoever asked may have waited, for the version or a hook, and is no longer there to catch it.
      return refuse(order, error as Error)
    }
    const isUpgrade = upgrade !== undefined
    const plain = isUpgrade && upgrade.plain
    const plan = {
      method,
      head,
      body,
      upgrade: isUpgrade,
      plain,
      urgent,
      signal,
      headLimit,
      idleLimit,
      untakenLimit,
      trace,
    }
    this.pool.submit(new Call(plan, asker, this.pool))
  }

  #probe(method: 'HEAD' | 'GET', path: string, signal: AbortSignal): Promise<Head> {
    return new Promise((resolve, reject) => {
      const timeouts = { head: this.#settings.headLimit || PING_MS }
      const prepared = prepare(method, path, { signal, timeouts }, this.#fields, this.#settings)
      const asker = new HeadAsker(resolve, reject)
      asker.facts = { method, path, version: '' }
      this.#begin({ prepared, requires: undefined, asker, once: true, version: '', bare: true, trace: undefined })
    })
  }
}
