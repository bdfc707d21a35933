// Sends a body that a Node stream brings, by the stream's own events: no promise and no iterator a piece.
// The stream is paused while the socket holds more than UPLOAD_BUFFERED bytes, and resumed when it has drained.
// Bytes: a piece belongs to the socket once written, as Node's Writable has it.

import type { Socket } from 'node:net'
import { FairleadError } from '../error.ts'
import type { Upload } from '../stream/upload.ts'
import { PieceCheck } from '../stream/upload-check.ts'
import { type NodeReadable, unlistenEarly } from '../stream/upload-source.ts'
import { type BodySender, type BodySending, PieceSender } from './piece-sender.ts'
import { sourceError, writeLastChunk, writePiece } from './piece-writer.ts'

export type { BodySending } from './piece-sender.ts'

/** What the socket may hold before the source is asked to wait: two pieces of 64 KiB, as files and archives come. */
export const UPLOAD_BUFFERED = 131_072

/** One body under way. */
export class ReadableSender implements BodySending {
  readonly #socket: Socket
  readonly #owner: BodySender
  readonly #stream: NodeReadable
  readonly #check: PieceCheck
  readonly #chunked: boolean
  #paused = false
  #over = false

  /** Begins at once. @throws FairleadError ERR_BODY_TAKEN */
  constructor(socket: Socket, body: Upload, stream: NodeReadable, owner: BodySender) {
    this.#socket = socket
    this.#owner = owner
    this.#stream = stream
    this.#chunked = body.length === undefined
    this.#check = new PieceCheck(body.length)
    unlistenEarly(stream)
    if (stream.errored) process.nextTick(() => this.#onError(stream.errored))
    else if (stream.readableEnded) process.nextTick(this.#onEnd)
    else if (stream.destroyed) process.nextTick(this.#onClose)
    else this.#listen()
  }

  /** The socket drained. */
  resume(): void {
    if (!this.#paused) return
    this.#paused = false
    this.#stream.resume()
  }

  /** Nothing more is sent; the source is released. */
  abandon(): void {
    if (this.#over) return
    this.#finish()
    this.#stream.destroy()
  }

  #listen(): void {
    const stream = this.#stream
    stream.on('error', this.#onError)
    stream.on('end', this.#onEnd)
    stream.on('close', this.#onClose)
    stream.on('data', this.#onData)
    // It may have been paused by whoever had it before.
    stream.resume()
  }

  readonly #onData = (value: unknown): void => {
    if (this.#over) return
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
    if (this.#over) return
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
    if (this.#over) return
    this.#finish()
    this.#stream.destroy()
    this.#owner.onBodyFail(sourceError(error))
  }

  #finish(): void {
    this.#over = true
    const stream = this.#stream
    stream.off('data', this.#onData)
    stream.off('end', this.#onEnd)
    stream.off('close', this.#onClose)
    // The ear for errors stays: one that comes late is nobody's news.
  }
}

/** Begins to send a body by the cheaper way that its source has. */
export function sendBody(socket: Socket, body: Upload, owner: BodySender): BodySending {
  const { readable } = body
  return readable === undefined
    ? new PieceSender(socket, body, owner)
    : new ReadableSender(socket, body, readable(), owner)
}
