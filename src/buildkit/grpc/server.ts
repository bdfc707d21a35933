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
import { BOUNDS, GrpcConnection } from './grpc-connection.ts'
import { readMetadata } from './metadata.ts'
import { ServerCall } from './server-call.ts'
import { CODE, GrpcStatus } from './status.ts'

/** Serves one call. What it throws becomes the call's status: a GrpcStatus as it is, anything else as «unknown». */
export type Handler = (call: ServerCall) => Promise<void> | void

/** Called with every error of a handler that is not the daemon's: the session's owner keeps the first as a failed build's cause. */
export type OnFailure = (error: Error) => void

/** Serves methods, by `/package.Service/Method`, on a connection. */
export class GrpcServer extends GrpcConnection<ServerHttp2Session> {
  readonly #methods: ReadonlyMap<string, Handler>
  readonly #onFailure: OnFailure

  constructor(socket: Duplex, methods: ReadonlyMap<string, Handler>, onFailure: OnFailure) {
    super(socket, performServerHandshake(socket, BOUNDS))
    this.#methods = methods
    this.#onFailure = onFailure
    // The fourth parameter, the raw fields, is not in Node's types.
    this.session.on('stream', (...given: unknown[]) => {
      const [stream, headers, , raw] = given as [ServerHttp2Stream, IncomingHttpHeaders, number, string[]]
      this.#serve(stream, String(headers[':path']), raw)
    })
  }

  #serve(stream: ServerHttp2Stream, path: string, raw: readonly string[]): void {
    const call = new ServerCall(stream, readMetadata(raw), this.budget, (error) => this.break(error))
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
      else if (error instanceof FairleadError && error.code === 'ERR_BUILD_SESSION') this.break(error)
      else {
        if (!call.closed) this.#onFailure(error as Error)
        call.finish(CODE.unknown, error instanceof FairleadError ? error.message : 'a function of the client failed')
      }
    }
  }
}
