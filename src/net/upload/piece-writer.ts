// Writes the pieces of a body: as they are if the length was announced, else as chunks (RFC 9112 §7.1). Also the contract of the
// two senders that do so.
// Bytes: a written piece belongs to the socket. The framing around it is shared and never changed.

import type { Socket } from 'node:net'
import { FairleadError } from '../../error.ts'
import { CHUNK_END, chunkHeader, LAST_CHUNK } from '../../wire/chunk-writer.ts'

/** Receives the result of sending a body: one of the two is called, once, unless the body is abandoned. */
export interface BodySender {
  onBodySent(): void
  /** The source's error, or ERR_UPLOAD_SOURCE and others of a source that breaks its contract. */
  onBodyFail(error: Error): void
}

/** A body that is being sent. */
export interface BodySending {
  /** The socket drained: goes on. */
  resume(): void
  /** Sends nothing more and releases the source. */
  abandon(): void
}

// As bytes, not text: Node writes several pieces at once without a copy only if all of them are bytes.
const END = Buffer.from(CHUNK_END, 'latin1')
let headLength = 0
let head = END

/** The head of a chunk. Most pieces of a body have the same length, so the last head is kept. */
function headOf(length: number): Buffer {
  if (length !== headLength) {
    head = Buffer.from(chunkHeader(length), 'latin1')
    headLength = length
  }
  return head
}

/** Writes a piece that is not empty. False: wait for 'drain'. */
export function writePiece(socket: Socket, piece: Uint8Array, chunked: boolean): boolean {
  if (!chunked) return socket.write(piece)
  socket.cork()
  socket.write(headOf(piece.length))
  socket.write(piece)
  const more = socket.write(END)
  socket.uncork()
  return more
}

/** Writes the end of a chunked body. */
export function writeLastChunk(socket: Socket): void {
  socket.write(LAST_CHUNK, 'latin1')
}

/** The error of a body's source as a FairleadError. A source that cannot be opened throws an error of its own. */
export function sourceError(error: unknown): FairleadError {
  if (error instanceof FairleadError) return error
  return new FairleadError('ERR_UPLOAD_SOURCE', 'the source of the request body cannot be read', { cause: error })
}
