// One request in one API version. Its answer's head is first compared with what is known of the Engine's version.
// Engine fact: a version is refused with a 400 before anything else is looked at, so nothing was done; what can be sent
// again, that is without a body or with one in memory, is sent again once in a version that the Engine takes.

import { type EngineError, FairleadError } from '../error.ts'
import type { Asker, Call } from '../net/call.ts'
import { releaseUpload } from '../net/piece-sender.ts'
import type { RequestTrace } from '../net/request-trace.ts'
import type { ByteHandler } from '../stream/source.ts'
import type { Head } from '../wire/head.ts'
import type { PromiseAsker } from './askers.ts'
import type { Negotiation } from './negotiation.ts'
import type { Prepared } from './prepare.ts'
import { RefusalReader } from './refusal.ts'
import { compareVersions, NEWEST_API_VERSION } from './version.ts'

/** A request and who waits for its answer. */
export interface Order {
  prepared: Prepared
  /** See RequestOptions. */
  requires: string | undefined
  /** Hears of the answer, or that there will be none. */
  asker: PromiseAsker<never>
  /** To be sent once: a refusal of the version is the caller's answer, too. */
  once: boolean
  /** To be sent in, whatever is agreed on; '' for none. */
  version: string | undefined
  /** Whatever the answer is, it is handed on unseen. */
  bare: boolean
  /** Where somebody watches. */
  trace: RequestTrace | undefined
}

/** The version to try before any is agreed on, where the request may be sent twice whatever becomes of the first. */
export function guess({ prepared: { method, body }, requires, once }: Order): string | undefined {
  if (once || body !== undefined || (method !== 'GET' && method !== 'HEAD')) return undefined
  // What is required must be known beforehand.
  return requires === undefined ? NEWEST_API_VERSION : undefined
}

/** What an order has to be refused with that is not to be sent in this version. */
export function lacking({ prepared: { method, path }, requires }: Order, version: string): FairleadError | undefined {
  if (requires === undefined || compareVersions(version, requires) >= 0) return undefined
  const what = `${method} ${path}: requires API version ${requires}, this Engine is spoken to in ${version}`
  return new FairleadError('ERR_API_VERSION', what)
}

/** Tells an order that it is not sent. */
export function refuse({ prepared: { body }, asker }: Order, error: Error): void {
  if (body !== undefined) releaseUpload(body)
  asker.onFail(error)
}

/** Sends an order in another version. */
export type SendAgain = (order: Order, version: string) => void

/** See the file's head. */
export class Attempt implements Asker {
  readonly #order: Order
  readonly #version: string
  readonly #negotiation: Negotiation
  readonly #again: SendAgain | undefined

  /** @param again undefined where it is not to be sent again. */
  constructor(order: Order, version: string, negotiation: Negotiation, again: SendAgain | undefined) {
    this.#order = order
    this.#version = version
    this.#negotiation = negotiation
    this.#again = again
  }

  onHead(head: Head, call: Call, framing: number): ByteHandler | undefined {
    const { asker, prepared } = this.#order
    const { method, path, body } = prepared
    const version = this.#negotiation.hear(head, this.#version)
    const { status } = head
    if (status !== 400 || this.#again === undefined || (body !== undefined && body.bytes === undefined)) {
      asker.facts = { method, path, version }
      return asker.onHead(head, call, framing)
    }
    this.#order.trace?.doubt()
    return new RefusalReader({ status, method, path }, call, (error) => this.#onRefusal(error))
  }

  onFail(error: Error): void {
    this.#order.asker.onFail(error)
  }

  #onRefusal(error: Error): void {
    const { code, method, reason } = error as EngineError
    // The 400 to a HEAD comes without words: an Api-Version that is older than what was spoken says enough.
    const isOfVersion = code === 'ERR_API_VERSION' || (code === 'ERR_ENGINE' && method === 'HEAD' && reason === '')
    const better = isOfVersion ? this.#negotiation.correct(this.#version, reason) : undefined
    if (better === undefined) return this.#order.asker.onFail(error)
    this.#order.trace?.retry('version', error, this.#version, better)
    this.#again?.(this.#order, better)
  }
}
