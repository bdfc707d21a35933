// A gRPC client of BuildKit's Control on one connection: HTTP/2 by node:http2, with prior knowledge. Bounded as the server is.
// Node fact: when the peer breaks HTTP/2 in some ways, http2 sends GOAWAY and stops reading for good, without an event; even the
// connection's end goes unnoticed then. So the peer is asked from time to time.

import { type ClientHttp2Session, connect, type OutgoingHttpHeaders } from 'node:http2'
import type { Duplex } from 'node:stream'
import { FairleadError } from '../../error.ts'
import { clearInterval, clearTimeout, setInterval, setTimeout } from '../../net/base/timers.ts'
import { afterTurn } from '../../net/base/turn.ts'
import { BOUNDS, GrpcConnection } from '../grpc/grpc-connection.ts'
import { ClientCall } from './client-call.ts'

/** How long the daemon may take to greet, in ms: it speaks HTTP/2 at once, or not at all. */
const GREETING_MS = 10_000
/** How often the daemon is asked whether it is still there, in ms, and how long it may take to respond: even behind a slow upload. */
const LIVENESS_MS = 30_000
const CONTROL = '/moby.buildkit.v1.Control/'

/** Calls methods of Control on a connection. */
export class GrpcClient extends GrpcConnection<ClientHttp2Session> {
  #isAsked = false

  constructor(socket: Duplex) {
    super(socket, connect('http://localhost', { ...BOUNDS, createConnection: () => socket }))
    const timer = setInterval(() => this.#ping(), LIVENESS_MS).unref()
    this.closed.then(() => clearInterval(timer))
  }

  /** Resolves when the daemon has greeted, with whether it has: a peer that does not speak HTTP/2 does not. */
  async greeted(): Promise<boolean> {
    const timer = setTimeout(() => this.close(), GREETING_MS)
    const greeting = new Promise<boolean>((resolve) => this.session.once('remoteSettings', () => resolve(true)))
    const greeted = await Promise.race([greeting, this.closed.then(() => false)])
    clearTimeout(timer)
    return greeted
  }

  /** Asks whether the daemon is still there. One that has not responded by the next time has gone. */
  #ping(): void {
    if (this.#isAsked) return afterTurn(onTurn, this)
    this.#isAsked = true
    if (!this.session.destroyed) {
      this.session.ping(() => {
        this.#isAsked = false
      })
    }
  }

  /** Called after the turn in which a response that had come would have been read. */
  onTurn(): void {
    const text = `the daemon has not responded to a ping of HTTP/2 within ${LIVENESS_MS} ms`
    if (this.#isAsked) this.break(new FairleadError('ERR_BUILD_SESSION', text))
  }

  /** Ends the connection and all calls; the daemon learns of what was cancelled before. */
  override close(reason?: FairleadError): void {
    this.break(reason)
  }

  /** Begins a call. Its response is read from it, errors as well. @throws FairleadError when the connection has ended, or takes no more calls. */
  call(name: 'Session' | 'Solve' | 'Status', metadata: OutgoingHttpHeaders = {}): ClientCall {
    const method = CONTROL + name
    const { session, budget } = this
    const ending = async (): Promise<FairleadError | undefined> => {
      if (!session.destroyed) return undefined
      // Its own error comes a little later.
      return (
        (await this.closed) ?? new FairleadError('ERR_CONNECTION_CLOSED', `POST ${method}: the connection was closed`)
      )
    }
    // Node 24 would let a call wait for ever behind a GOAWAY; others throw their own errors.
    if (session.closed || session.destroyed) {
      this.close()
      const text = `POST ${method}: the connection takes no more calls`
      throw this.broken ?? new FairleadError('ERR_CONNECTION_CLOSED', text)
    }
    const fields = { ':method': 'POST', ':path': method, 'content-type': 'application/grpc', te: 'trailers' }
    const stream = session.request({ ...fields, ...metadata })
    return new ClientCall(stream, method, { budget, ending, onBroken: (error) => this.break(error) })
  }
}

function onTurn(client: GrpcClient): void {
  client.onTurn()
}
