// One request in one API version. Its response's head is first compared with what is known of the Engine's version.
// Engine fact: it rejects a version with a 400 before it looks at anything else, so nothing was done. A request without a body,
// or with one in memory, is then sent again, once, in a version that the Engine accepts.

import type { Endpoint } from '../../endpoint/parse.ts'
import { type EngineError, FairleadError, nameCall } from '../../error.ts'
import { inScope } from '../../net/base/scope.ts'
import type { Call, ResponseHandler } from '../../net/call.ts'
import type { RequestTrace } from '../../net/trace/request-trace.ts'
import { releaseUpload } from '../../net/upload/body-sender.ts'
import type { ByteHandler } from '../../stream/source.ts'
import type { Framing } from '../../wire/framing.ts'
import type { Head } from '../../wire/head.ts'
import { compareVersions } from '../api-version/api-version.ts'
import { ErrorResponseReader } from '../response/error-response.ts'
import type { PromiseHandler } from '../response/response-handlers.ts'
import type { Negotiation } from './negotiation.ts'
import type { Prepared } from './prepare.ts'

/** A request and the handler of its response. */
export interface PendingRequest {
  readonly prepared: Prepared
  /** See RequestOptions. */
  readonly requires: string | undefined
  /** Receives the response or the error. Its `facts` are set before the head arrives. */
  readonly handler: PromiseHandler<never>
  /** Sent once only: even an error response about the version goes to the caller. */
  readonly once: boolean
  /** The version to send it in, in place of the one agreed on; '' for none. */
  readonly version: string | undefined
  /** The response is passed on as it is: nothing is learned from it. */
  readonly raw: boolean
  /** Set when the request begins, while diagnostics channels have subscribers. */
  trace: RequestTrace | undefined
  /** A ping for the API version: its error belongs to the calls that wait for it. */
  readonly isProbe?: boolean
}

/** Whether it may be sent in a version that the Engine may reject: only if it is safe to send twice. */
export function mayGuessVersion({ prepared: { method, body }, requires, once }: PendingRequest): boolean {
  // With `requires` the version must be known beforehand.
  return !once && body === undefined && (method === 'GET' || method === 'HEAD') && requires === undefined
}

/** The error of a request that requires a newer version than this; undefined when it may be sent. */
export function versionError(
  { prepared: { method, path }, requires }: PendingRequest,
  version: string,
): FairleadError | undefined {
  if (requires === undefined || compareVersions(version, requires) >= 0) return undefined
  const error = new FairleadError(
    'ERR_API_VERSION',
    `requires API version ${requires}: this connection uses ${version}`,
  )
  nameCall(error, method, path)
  return error
}

/** Fails a request that has not been sent, and releases its body. */
export function rejectRequest(
  { prepared: { method, path, body, scope }, handler, isProbe }: PendingRequest,
  error: Error,
): void {
  if (body !== undefined) inScope(scope, releaseUpload, undefined, body)
  if (isProbe !== true) nameCall(error, method, path)
  handler.onFail(error)
}

/** Sends a request in another version. */
export type Resend = (request: PendingRequest, version: string) => void

/** A request sent in one API version: passes its response on, or sends it again when the Engine rejected the version. */
export class VersionedRequest implements ResponseHandler {
  readonly #request: PendingRequest
  readonly #version: string
  readonly #endpoint: Endpoint
  readonly #negotiation: Negotiation
  readonly #resend: Resend | undefined

  /** @param resend undefined when the request must not be sent again. */
  constructor(
    request: PendingRequest,
    version: string,
    endpoint: Endpoint,
    negotiation: Negotiation,
    resend: Resend | undefined,
  ) {
    this.#request = request
    this.#version = version
    this.#endpoint = endpoint
    this.#negotiation = negotiation
    this.#resend = resend
  }

  onHead(head: Head, call: Call, framing: Framing): ByteHandler | undefined {
    const { handler, prepared } = this.#request
    const { method, path, body } = prepared
    const version = this.#negotiation.observe(head, this.#version, this.#request.version !== undefined)
    const { status } = head
    if (status !== 400 || this.#resend === undefined || (body !== undefined && body.bytes === undefined)) {
      handler.facts = { method, path, version, endpoint: this.#endpoint }
      return handler.onHead(head, call, framing)
    }
    this.#request.trace?.doubt()
    const facts = { status, method, path, endpoint: this.#endpoint }
    return new ErrorResponseReader(facts, call, (error) => this.#onErrorResponse(error), head, call.errorLimit)
  }

  onFail(error: Error): void {
    this.#request.handler.onFail(error)
  }

  #onErrorResponse(error: Error): void {
    const { code, method, reason } = error as EngineError
    // The 400 to a HEAD has no message: an Api-Version older than the one used says enough.
    const isOfVersion = code === 'ERR_API_VERSION' || (code === 'ERR_ENGINE' && method === 'HEAD' && reason === '')
    const better = isOfVersion ? this.#negotiation.correct(this.#version, reason) : undefined
    if (better === undefined) return this.#request.handler.onFail(error)
    this.#request.trace?.retry('version', error, this.#version, better)
    this.#resend?.(this.#request, better)
  }
}
