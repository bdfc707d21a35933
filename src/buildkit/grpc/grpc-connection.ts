// One connection of HTTP/2 that carries gRPC, for either side: how it ends, and that its end is reported once.
// States: open; ending, broken or not; closed. A peer that breaks the protocol ends it with an error.

import type { Http2Session } from 'node:http2'
import type { Duplex } from 'node:stream'
import { FairleadError } from '../../error.ts'
import { setImmediate } from '../../net/base/timers.ts'
import type { Budget } from './message-reader.ts'

/** The most calls that the daemon may have open at a time. */
export const MAX_OPEN_CALLS = 128
/** The most header fields of a call: each line of a .dockerignore is one. Node's own default is 128. */
export const MAX_METADATA_FIELDS = 20_000
/** The largest header list of a call, in bytes, as HTTP/2 counts it: not encoded, and with 32 bytes more per field. Fields that do not repeat reach Node's own limit before. */
export const MAX_METADATA_BYTES = 1_048_576

/** What both sides of HTTP/2 are bounded by. */
export const BOUNDS = {
  maxHeaderListPairs: MAX_METADATA_FIELDS,
  maxSessionMemory: 256,
  settings: {
    maxConcurrentStreams: MAX_OPEN_CALLS,
    maxHeaderListSize: MAX_METADATA_BYTES,
    initialWindowSize: 1_048_576,
    enablePush: false,
  },
}

/** A connection of gRPC. */
export class GrpcConnection<S extends Http2Session> {
  /** Settles when the connection has ended: with the error if the daemon broke the protocol, else with undefined. Never rejects. */
  readonly closed: Promise<FairleadError | undefined>
  protected readonly session: S
  protected readonly budget: Budget = { unread: 0 }
  readonly #socket: Duplex
  #broken: FairleadError | undefined

  constructor(socket: Duplex, session: S) {
    this.#socket = socket
    this.session = session
    this.closed = new Promise((resolve) => {
      const end = (): void => {
        socket.destroy()
        resolve(this.#broken)
      }
      session.on('error', (cause: Error) => {
        this.#broken ??= new FairleadError('ERR_BUILD_SESSION', whatBroke(cause), { cause })
        this.#destroy()
      })
      session.on('close', end)
      // A hijacked socket may be half-open: when the daemon has ended its side, the session is over.
      socket.on('end', () => this.#destroy()).on('close', () => session.destroy())
      // A socket's own error is no news. That of a call that carries the connection says why it has ended.
      socket.on('error', (error) => {
        if (error instanceof FairleadError) this.#broken ??= error
      })
    })
  }

  /** What the daemon broke the protocol by; undefined if it did not. */
  get broken(): FairleadError | undefined {
    return this.#broken
  }

  /** Ends the connection and all calls. Idempotent. */
  close(): void {
    this.end()
    this.#socket.destroy()
  }

  ref(): void {
    this.session.ref()
  }

  unref(): void {
    this.session.unref()
  }

  /** Ends the connection, with an error of the daemon's or for a reason of this side. */
  protected break(error: Error | undefined): void {
    if (error instanceof FairleadError) this.#broken ??= error
    this.end()
  }

  /** Ends the session behind Node's own callbacks: within one of them, Node 24 would abort the process. */
  protected end(): void {
    setImmediate(() => this.#destroy())
  }

  /** Node fact: a session that is destroyed while the peer does not take what is written ends only with its socket. */
  #destroy(): void {
    this.session.destroy()
    setImmediate(() => this.#socket.destroy())
  }
}

/** nghttp2's number for header fields in more frames than it takes: nine, of 16,384 bytes each. Nothing raises that. */
const TOO_MANY_FRAMES = -905

/** What a session's error means. */
function whatBroke({ errno }: NodeJS.ErrnoException): string {
  if (errno !== TOO_MANY_FRAMES) return 'the connection of the build session broke'
  return "a call's metadata exceeds the 147,456 encoded bytes that Node takes: shorten .dockerignore"
}
