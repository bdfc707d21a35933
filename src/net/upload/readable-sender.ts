// Sends a body that comes from a Node stream, by the stream's own events: no promise and no iterator result per piece.
// The stream is paused while the socket buffers more than UPLOAD_BUFFERED bytes, and resumed when the socket has drained.
// Bytes: a piece belongs to the socket once it is written, as with Node's Writable.

import type { Socket } from 'node:net'
import { FairleadError } from '../../error.ts'
import type { Upload } from '../../stream/upload/upload.ts'
import { PieceCheck } from '../../stream/upload/upload-check.ts'
import { type NodeReadable, unlistenEarly } from '../../stream/upload/upload-source.ts'
import { inScope, openScope } from '../base/scope.ts'
import { nextTick } from '../base/timers.ts'
import { type BodySender, type BodySending, sourceError, writeLastChunk, writePiece } from './piece-writer.ts'

/** How many bytes the socket may buffer before the source is paused: two pieces of 64 KiB, the usual size from files and archives. */
export const UPLOAD_BUFFERED = 131_072

/** A body that is being sent from a Node stream. */
export class ReadableSender implements BodySending {
  readonly #socket: Socket
  readonly #owner: BodySender
  readonly #stream: NodeReadable
  readonly #check: PieceCheck
  readonly #chunked: boolean
  readonly #scope = openScope()
  #paused = false
  #done = false

  /** Begins at once. @throws FairleadError ERR_BODY_TAKEN */
  constructor(socket: Socket, body: Upload, stream: NodeReadable, owner: BodySender) {
    this.#socket = socket
    this.#owner = owner
    this.#stream = stream
    this.#chunked = body.length === undefined
    this.#check = new PieceCheck(body.length)
    unlistenEarly(stream)
    if (stream.errored) nextTick(() => this.#onError(stream.errored))
    else if (stream.readableEnded) nextTick(this.#onEnd)
    else if (stream.destroyed) nextTick(this.#onClose)
    else this.#listen()
  }

  resume(): void {
    if (!this.#paused) return
    this.#paused = false
    inScope(this.#scope, this.#stream.resume, this.#stream)
  }

  abandon(): void {
    if (this.#done) return
    this.#finish()
    inScope(this.#scope, this.#stream.destroy, this.#stream)
  }

  #listen(): void {
    const stream = this.#stream
    stream.on('error', this.#onError)
    stream.on('end', this.#onEnd)
    stream.on('close', this.#onClose)
    stream.on('data', this.#onData)
    // An earlier owner may have paused it.
    stream.resume()
  }

  readonly #onData = (value: unknown): void => {
    if (this.#done) return
    let piece: Uint8Array
    try {
      piece = this.#check.take(value)
    } catch (error) {
      return this.#fail(error)
    }
    if (piece.length === 0) return
    const socket = this.#socket
    writePiece(socket, piece, this.#chunked)
    if (socket.writableLength <= UPLOAD_BUFFERED) return
    this.#paused = true
    this.#stream.pause()
  }

  readonly #onEnd = (): void => {
    if (this.#done) return
    try {
      const rest = this.#check.end()
      if (rest.length > 0) writePiece(this.#socket, rest, this.#chunked)
    } catch (error) {
      return this.#fail(error)
    }
    this.#finish()
    if (this.#chunked) writeLastChunk(this.#socket)
    this.#owner.onBodySent()
  }

  readonly #onError = (cause: unknown): void => {
    this.#fail(new FairleadError('ERR_UPLOAD_SOURCE', 'the source of the request body failed', { cause }))
  }

  readonly #onClose = (): void => {
    this.#onError(new Error('the stream was closed before its end'))
  }

  #fail(error: unknown): void {
    if (this.#done) return
    this.#finish()
    this.#stream.destroy()
    this.#owner.onBodyFail(sourceError(error))
  }

  #finish(): void {
    this.#done = true
    const stream = this.#stream
    stream.off('data', this.#onData)
    stream.off('end', this.#onEnd)
    stream.off('close', this.#onClose)
    // The 'error' listener stays, so that a late error does not crash the process.
  }
}
