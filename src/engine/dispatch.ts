// The way of a request from its options to the pool: what is wrong with it is found, the version is agreed on, the request
// line written, and a refused version said again. The surface is engine.ts; who hears of the answer is in askers.ts.

import { abortError } from '../error.ts'
import { type Asker, Call } from '../net/call.ts'
import { Pool } from '../net/pool.ts'
import type { Head } from '../wire/head.ts'
import { requestLine } from '../wire/request.ts'
import { HeadAsker } from './askers.ts'
import { Attempt, guess, lacking, type Order, refuse } from './attempt.ts'
import { Negotiation, PING_MS } from './negotiation.ts'
import type { Method, RequestOptions, Settings } from './options.ts'
import { type Prepared, prepare, type Upgrade } from './prepare.ts'
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

/** Sends the requests of one Engine. */
export class Dispatch {
  readonly pool: Pool
  readonly negotiation: Negotiation
  readonly #settings: Settings
  readonly #fields: FieldWriter
  readonly #again = (order: Order, version: string): void => this.#attempt(order, version, true)

  constructor(settings: Settings) {
    this.#settings = settings
    this.pool = new Pool(settings.endpoint, settings.pool)
    this.#fields = new FieldWriter(settings.endpoint, settings.headers)
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
    if (whole !== undefined) prepared.query = whole.query
    const needed = options.requires ?? this.#settings.requires?.(method, path, options)
    const requires = needed === undefined ? undefined : pinnedVersion(needed, 'requires')
    const order: Order = { prepared, requires, asker, once: whole !== undefined }
    const version = whole?.version ?? this.negotiation.version ?? (this.#settings.optimistic ? guess(order) : undefined)
    if (version !== undefined) return this.#attempt(order, version)
    this.#askVersion(order)
  }

  /** Sends the target as it is: without a version, once, and whatever the answer is, it is handed on. */
  askRaw(method: Method, target: string, options: RawOptions, asker: RawAsker): void {
    const { signal, upgrade } = options
    if (signal?.aborted) return asker.onFail(abortError(signal.reason))
    const at = target.indexOf('?')
    const path = at < 0 ? target : target.slice(0, at)
    const prepared = prepare(method, path, options, this.#fields, this.#settings, upgrade)
    if (at >= 0) prepared.query = target.slice(at)
    this.#send(prepared, '', asker)
  }

  #askVersion(order: Order): void {
    const fail = (error: Error): void => refuse(order, error)
    this.negotiation.ask(order.prepared.signal, (agreed) => this.#attempt(order, agreed), fail)
  }

  #attempt(order: Order, version: string, isSecond = false): void {
    const error = lacking(order, version)
    if (error !== undefined) return refuse(order, error)
    const again = isSecond || order.once ? undefined : this.#again
    this.#send(order.prepared, `/v${version}`, new Attempt(order, version, this.negotiation, again))
  }

  #send(prepared: Prepared, prefix: string, asker: Asker): void {
    const { endpoint, untakenLimit } = this.#settings
    const { method, path, query, fields, body, upgrade, signal, headLimit, idleLimit, urgent } = prepared
    const base = endpoint.kind === 'tcp' ? endpoint.basePath : ''
    const head = requestLine(method, `${base}${prefix}${path}${query}`) + fields
    const isUpgrade = upgrade !== undefined
    const plain = isUpgrade && upgrade.plain
    const plan = { method, head, body, upgrade: isUpgrade, plain, urgent, signal, headLimit, idleLimit, untakenLimit }
    this.pool.submit(new Call(plan, asker, this.pool))
  }

  #probe(method: 'HEAD' | 'GET', path: string, signal: AbortSignal): Promise<Head> {
    return new Promise((resolve, reject) => {
      const timeouts = { head: this.#settings.headLimit || PING_MS }
      const prepared = prepare(method, path, { signal, timeouts }, this.#fields, this.#settings)
      const asker = new HeadAsker(resolve, reject)
      asker.facts = { method, path, version: '' }
      this.#send(prepared, '', asker)
    })
  }
}
