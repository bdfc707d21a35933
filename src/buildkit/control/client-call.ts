// One gRPC call that this side makes. It ends with a status: in the trailers, or in a head that is all there is.
// A call that ends without one has been cut: by a reset, or with its connection.

import type { ClientHttp2Stream, IncomingHttpHeaders } from 'node:http2'
import { EngineError, FairleadError } from '../../error.ts'
import { GrpcCall } from '../grpc/grpc-call.ts'
import type { Budget } from '../grpc/message-reader.ts'
import { CODE } from '../grpc/status.ts'
import { type AnyMessage, decode, type ValueOf } from '../proto/protobuf.ts'

/** NGHTTP2_CANCEL: the call's result is not wanted any more. */
const CANCEL = 8

/** What a call knows of its connection. */
export interface CallOwner {
  readonly budget: Budget
  /** The daemon has broken the protocol. */
  onBroken(error: Error): void
  /** Why the connection has ended; undefined while it is open. */
  ending(): Promise<FairleadError | undefined>
}

/** A call to the daemon. */
export class ClientCall extends GrpcCall<ClientHttp2Stream> {
  readonly #method: string
  readonly #owner: CallOwner
  #fields: IncomingHttpHeaders = {}

  constructor(stream: ClientHttp2Stream, method: string, owner: CallOwner) {
    super(stream, owner.budget, (error) => owner.onBroken(error))
    this.#method = method
    this.#owner = owner
    const take = (headers: IncomingHttpHeaders): void => {
      this.#fields = { ...this.#fields, ...headers }
      // A page of a proxy has no messages.
      if (!this.#isGrpc) this.stopReading()
      // With the status the call is over.
      if ('grpc-status' in headers) stream.end()
    }
    stream.on('response', take).on('trailers', take)
  }

  /** The next message; undefined when the call has ended with the status 0. Rejects with an EngineError for another, ERR_NO_BUILDKIT for «unimplemented», and with ERR_BUILD_SESSION or ERR_CONNECTION_CLOSED when the call was cut. */
  override async read(): Promise<Uint8Array | undefined> {
    try {
      const next = await super.read()
      if (next !== undefined) return next
    } catch {
      // Closed: the response says why.
    }
    // Node fact: 'trailers' comes before 'end'.
    await this.#check()
    return undefined
  }

  /** The one message of a response that has one. Rejects as {@link read} does. */
  async response<M extends AnyMessage>(type: M): Promise<ValueOf<M>> {
    const bytes = await this.read()
    if (bytes === undefined) throw this.#broken('the response has no message')
    // The status comes behind it.
    if ((await this.read()) !== undefined) throw this.#broken('the response has more than one message')
    return decode(type, bytes)
  }

  /** Ends this side: no more messages. */
  end(): void {
    if (!this.stream.destroyed) this.stream.end()
  }

  /** Gives the call up: the daemon ends what it does for it. Does nothing when it is over. */
  cancel(): void {
    this.stream.close(CANCEL)
  }

  get #isGrpc(): boolean {
    const { ':status': http, 'content-type': type = '' } = this.#fields
    return Number(http) === 200 && type.startsWith('application/grpc')
  }

  /** Rejects with what the call has ended with, unless that is the status 0. */
  async #check(): Promise<void> {
    const { ':status': http, 'grpc-status': status, 'grpc-message': text = '' } = this.#fields
    if (status === undefined) {
      const { rstCode = 0 } = this.stream
      this.cancel()
      if (http !== undefined && !this.#isGrpc) throw this.#broken(`the response is not gRPC's: HTTP status ${http}`)
      throw (await this.#owner.ending()) ?? this.#broken(`it ended without a status (HTTP/2 error code ${rstCode})`)
    }
    if (!/^\d{1,9}$/.test(String(status))) throw this.#broken('the response has a status that is no number')
    const reason = decodeText(String(text))
    if (Number(status) === CODE.unimplemented) {
      throw new FairleadError('ERR_NO_BUILDKIT', `POST ${this.#method}: the Engine does not have this call: ${reason}`)
    }
    if (Number(status) !== 0) {
      throw new EngineError('ERR_ENGINE_STREAM', { status: 200, method: 'POST', path: this.#method, reason })
    }
    if (this.reader.isPartial) throw this.#broken('the response ends within a message')
  }

  #broken(what: string): FairleadError {
    return new FairleadError('ERR_BUILD_SESSION', `POST ${this.#method}: ${what}`)
  }
}

/** A text that came as grpc-message. Node gives it as latin1. */
function decodeText(text: string): string {
  const bytes = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}
