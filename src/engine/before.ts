// What connect() may be told to do with every request before it is sent. Types only: gate.ts asks them.
// What a hook sees is its own program's: credentials are among the headers.

import type { RequestFacts } from '../net/trace-events.ts'

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
