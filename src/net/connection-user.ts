// Who has to do with a connection: the one that has it for a request, and the one that keeps it; types only.
// Bytes that `onData` brings are readable until it returns (see stream/source.ts).

import type { Upload } from '../stream/upload.ts'
import type { Head } from '../wire/head.ts'

/** Whoever has the connection for one request. Of `onEnd` and `onFail` one is called, once, last. */
export interface ConnectionUser {
  /** The answer's head. False: the body waits until `Connection.proceed`. */
  onHead(head: Head, framing: number): boolean
  onData(bytes: Uint8Array, start: number, end: number): void
  onEnd(): void
  onFail(error: Error): void
}

/** Whoever keeps connections; told before the user hears the end, so that a free one can be taken at once. */
export interface ConnectionOwner<C> {
  /** The exchange is complete and the connection may carry another. */
  onFree(connection: C): void
  /** The socket is closed. */
  onGone(connection: C): void
}

/** A request as the connection sends it. */
export interface Sending {
  readonly method: string
  /** Request line, fields and the empty line; latin1. */
  readonly head: string
  readonly body: Upload | undefined
  /** ms from the request's last byte to the answer's head; 0 for none. */
  readonly headLimit: number
  /** ms without a byte in either direction once the head is there; 0 for none. Not counted while the consumer pauses. */
  readonly idleLimit: number
}
