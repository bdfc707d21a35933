// One gRPC call that the daemon makes: messages in, messages out, a status at the end, by finish().
// A call that ends before it has answered has a head alone, with the status in it.

import type { ServerHttp2Stream } from 'node:http2'
import { GrpcCall } from './grpc-call.ts'
import type { Budget } from './message-reader.ts'
import type { Metadata } from './metadata.ts'
import { encodeText } from './status.ts'

/** A call of the daemon. */
export class ServerCall extends GrpcCall<ServerHttp2Stream> {
  readonly metadata: Metadata
  #responded = false

  /** @param onBroken called when the daemon breaks the protocol */
  constructor(stream: ServerHttp2Stream, metadata: Metadata, budget: Budget, onBroken: (error: Error) => void) {
    super(stream, budget, onBroken)
    this.metadata = metadata
  }

  /** Ends the call with a status; does nothing when it is over. */
  finish(status: number, text = ''): void {
    const { stream } = this
    if (this.closed || stream.destroyed) return
    const trailers = { 'grpc-status': String(status), ...(text !== '' && { 'grpc-message': encodeText(text) }) }
    if (!this.#responded) {
      this.#responded = true
      stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...trailers }, { endStream: true })
      this.stopReading()
      return
    }
    // The daemon closes its side when it has the status; a reset now could overtake that.
    stream.once('wantTrailers', () => {
      stream.sendTrailers(trailers)
      this.stopReading()
    })
    stream.end()
  }

  protected override beforeWrite(): void {
    if (this.#responded) return
    this.#responded = true
    this.stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
  }
}
