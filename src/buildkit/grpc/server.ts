// A gRPC server on one connection: HTTP/2 by node:http2, the daemon is the client.
// Bounded: streams, header fields, message sizes, unread bytes. A daemon that breaks the protocol ends the session with an error.

import {
  type IncomingHttpHeaders,
  performServerHandshake,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2'
import type { Duplex } from 'node:stream'
import { FairleadError } from '../../error.ts'
import { setImmediate } from '../../net/base/timers.ts'
import type { Budget } from './message-reader.ts'
import { readMetadata } from './metadata.ts'
import { ServerCall } from './server-call.ts'
import { CODE, GrpcStatus } from './status.ts'

/** The most calls that the daemon may have open at a time. */
export const MAX_OPEN_CALLS = 128
/** The most header fields of a call: each line of a .dockerignore is one. Node's own default is 128. */
export const MAX_METADATA_FIELDS = 20_000
/** The largest header list of a call, in bytes, as HTTP/2 counts it. */
export const MAX_METADATA_BYTES = 1_048_576

/** Serves one call. What it throws becomes the call's status: a GrpcStatus as it is, anything else as «unknown». */
export type Handler = (call: ServerCall) => Promise<void> | void

/** Called with every error of a handler that is not the daemon's: the session's owner keeps the first as a failed build's cause. */
export type OnFailure = (error: Error) => void

/** Serves methods, by `/package.Service/Method`, on a connection. */
export class GrpcServer {
  /** Settles when the connection has ended: with the error if the daemon broke the protocol, else with undefined. Never rejects. */
  readonly closed: Promise<FairleadError | undefined>
  readonly #session: ServerHttp2Session
  readonly #socket: Duplex
  readonly #methods: ReadonlyMap<string, Handler>
  readonly #onFailure: OnFailure
  readonly #budget: Budget = { unread: 0 }
  #broken: FairleadError | undefined

  constructor(socket: Duplex, methods: ReadonlyMap<string, Handler>, onFailure: OnFailure) {
    this.#socket = socket
    this.#methods = methods
    this.#onFailure = onFailure
    this.#session = performServerHandshake(socket, {
      maxHeaderListPairs: MAX_METADATA_FIELDS,
      maxSessionMemory: 256,
      settings: {
        maxConcurrentStreams: MAX_OPEN_CALLS,
        maxHeaderListSize: MAX_METADATA_BYTES,
        initialWindowSize: 1_048_576,
        enablePush: false,
      },
    })
    const session = this.#session
    // The fourth parameter, the raw fields, is not in Node's types.
    session.on('stream', (...given: unknown[]) => {
      const [stream, headers, , raw] = given as [ServerHttp2Stream, IncomingHttpHeaders, number, string[]]
      this.#serve(stream, String(headers[':path']), raw)
    })
    this.closed = new Promise((resolve) => {
      const end = (): void => {
        socket.destroy()
        resolve(this.#broken)
      }
      session.on('error', (cause: Error) => {
        this.#broken ??= new FairleadError('ERR_BUILD_SESSION', 'the connection of the build session broke', { cause })
        session.destroy()
      })
      session.on('close', end)
      // A hijacked socket may be half-open: when the daemon has ended its side, the session is over.
      socket.on('end', () => session.destroy()).on('close', () => session.destroy())
      socket.on('error', ignore)
    })
  }

  /** Ends the connection and all calls. Idempotent. */
  close(): void {
    this.#end()
    this.#socket.destroy()
  }

  ref(): void {
    this.#session.ref()
  }

  unref(): void {
    this.#session.unref()
  }

  #serve(stream: ServerHttp2Stream, path: string, raw: readonly string[]): void {
    const call = new ServerCall(stream, readMetadata(raw), this.#budget, (error) => this.#break(error))
    const handler = this.#methods.get(path)
    if (handler === undefined) {
      call.finish(CODE.unimplemented, `unknown method ${path.slice(0, 200)}`)
      return
    }
    this.#run(handler, call)
  }

  async #run(handler: Handler, call: ServerCall): Promise<void> {
    try {
      await handler(call)
      call.finish(CODE.ok)
    } catch (error) {
      if (error instanceof GrpcStatus) call.finish(error.status, error.message)
      else if (error instanceof FairleadError && error.code === 'ERR_BUILD_SESSION') this.#break(error)
      else {
        if (!call.closed) this.#onFailure(error as Error)
        call.finish(CODE.unknown, error instanceof FairleadError ? error.message : 'a function of the client failed')
      }
    }
  }

  #break(error: Error): void {
    if (error instanceof FairleadError) this.#broken ??= error
    this.#end()
  }

  /** Ends the session behind Node's own callbacks: within one of them, Node 24 would abort the process. */
  #end(): void {
    setImmediate(() => this.#session.destroy())
  }
}

function ignore(): void {}
