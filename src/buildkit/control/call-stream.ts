// A call of BytesMessages as a stream of bytes: for a connection within a connection.
// Its end is the call's, and so is its error; to destroy it is to cancel the call.

import { Duplex } from 'node:stream'
import { BytesMessage } from '../proto/messages.ts'
import { decode } from '../proto/protobuf.ts'
import type { ClientCall } from './client-call.ts'

/** The most bytes in one message: daemons take 4 MiB. */
const CHUNK_BYTES = 1_048_576

/** Bytes in pieces that are small enough for a message each. */
export function* piecesOf(bytes: Uint8Array): Generator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES)
}

/** The bytes of a call. */
export class CallStream extends Duplex {
  readonly #call: ClientCall

  constructor(call: ClientCall) {
    super()
    this.#call = call
  }

  override _read(): void {
    this.#call
      .read()
      .then((bytes) => this.push(bytes === undefined ? null : decode(BytesMessage, bytes).data))
      .catch((error: Error) => this.destroy(error))
  }

  override _write(bytes: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.#send(bytes).then(() => done(), done)
  }

  async #send(bytes: Buffer): Promise<void> {
    for (const data of piecesOf(bytes)) await this.#call.write(BytesMessage, { data })
  }

  override _writev(pieces: { chunk: Buffer }[], done: (error?: Error) => void): void {
    this._write(Buffer.concat(pieces.map(({ chunk }) => chunk)), '', done)
  }

  override _final(done: () => void): void {
    this.#call.end()
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#call.cancel()
    done(error)
  }
}
