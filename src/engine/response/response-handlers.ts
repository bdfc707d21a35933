// The handlers of a response's head, one class per kind of call: a body to read, a value, a head alone, a tunnel.
// An error response becomes an EngineError in all of them, unless the caller wants it as it is.

import { thrown } from '../../error.ts'
import type { Call, ResponseHandler } from '../../net/call.ts'
import type { ByteHandler } from '../../stream/source.ts'
import type { Framing } from '../../wire/framing.ts'
import type { Head } from '../../wire/head.ts'
import { ErrorResponseReader } from './error-response.ts'
import { EngineResponse, type RequestFacts } from './response.ts'
import { foreignError, isForeign } from './response-kind.ts'
import { ValueReader } from './value-reader.ts'

const NO_REQUEST: RequestFacts = { method: '', path: '', version: '' }

const DISCARD: ByteHandler = { onData() {}, onEnd() {}, onFail() {} }

/** What happens to an error response: 'reject' makes an EngineError of it, 'pass' treats it as any other response. */
export type ErrorMode = 'reject' | 'pass'

/** Settles a promise with what the subclass makes of the response. */
export abstract class PromiseHandler<T> implements ResponseHandler {
  /** The request: set before the head arrives. */
  facts: RequestFacts = NO_REQUEST
  readonly errors: ErrorMode
  readonly resolve: (value: T) => void
  onFail: (error: Error) => void

  /** @param resolve settles the caller's promise */
  constructor(resolve: (value: T | Promise<never>) => void, errors: ErrorMode = 'reject') {
    this.errors = errors
    this.resolve = resolve
    this.onFail = (error) => resolve(thrown(error))
  }

  onHead(head: Head, call: Call, framing: Framing): ByteHandler | undefined {
    if (this.errors === 'pass') return this.onResponse(head, call, framing)
    const { status } = head
    const isSuccess = (status >= 200 && status < 300) || status === 304 || status === 101
    if (!isSuccess) return new ErrorResponseReader({ ...this.facts, status }, call, this.onFail, head, call.errorLimit)
    if (!isForeign(head)) return this.onResponse(head, call, framing)
    this.onFail(foreignError(this.facts, head))
    return { ...DISCARD, onData: () => call.cancel() }
  }

  protected abstract onResponse(head: Head, call: Call, framing: Framing): ByteHandler | undefined
}

/** Resolves with an EngineResponse, whose body waits for a reader. */
export class ResponseBodyHandler extends PromiseHandler<EngineResponse> {
  protected override onResponse(head: Head, call: Call): undefined {
    this.resolve(new EngineResponse(head, call, this.facts))
  }
}

/** Resolves with the body's value, by Content-Type: JSON parsed, other text as a string, undefined without a body. */
export class ValueHandler extends PromiseHandler<unknown> {
  protected override onResponse(head: Head, call: Call): ByteHandler {
    return new ValueReader(head, call, this.facts, this.resolve, this.onFail)
  }
}

/** Resolves with the head; a body is discarded. */
export class HeadHandler extends PromiseHandler<Head> {
  protected override onResponse(head: Head): ByteHandler {
    this.resolve(head)
    return DISCARD
  }
}

/** A response whose stream waits on its connection, and how it is framed. */
export interface OpenedStream {
  head: Head
  call: Call
  framing: Framing
  facts: RequestFacts
}

/** Resolves with the head, the call and the framing; the stream waits until the call is started. */
export class TunnelHandler extends PromiseHandler<OpenedStream> {
  protected override onResponse(head: Head, call: Call, framing: Framing): undefined {
    this.resolve({ head, call, framing, facts: this.facts })
  }
}
