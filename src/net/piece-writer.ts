// How a piece of a body is written: as it is where the length was announced, else as a chunk (RFC 9112 §7.1).
// Bytes: the piece is the socket's from then on; the framing around it is shared and never changed.

import type { Socket } from 'node:net'
import { FairleadError } from '../error.ts'
import { CHUNK_END, chunkHead, LAST_CHUNK } from '../wire/chunk-head.ts'

// As bytes, not text: Node writes several pieces at once without a copy only when all of them are bytes.
const END = Buffer.from(CHUNK_END, 'latin1')
let headLength = 0
let head = END

/** The head of a chunk; most pieces of a body are of one length, so the last one's is kept. */
function headOf(length: number): Buffer {
  if (length !== headLength) {
    head = Buffer.from(chunkHead(length), 'latin1')
    headLength = length
  }
  return head
}

/** A piece that is not empty. False: wait for 'drain'. */
export function writePiece(socket: Socket, piece: Uint8Array, chunked: boolean): boolean {
  if (!chunked) return socket.write(piece)
  socket.cork()
  socket.write(headOf(piece.length))
  socket.write(piece)
  const more = socket.write(END)
  socket.uncork()
  return more
}

export function writeLastChunk(socket: Socket): void {
  socket.write(LAST_CHUNK, 'latin1')
}

/** What a body's pieces are rejected with is a FairleadError already; a source that cannot be opened throws its own. */
export function sourceError(error: unknown): FairleadError {
  if (error instanceof FairleadError) return error
  return new FairleadError('ERR_UPLOAD_SOURCE', 'the source of the request body cannot be read', { cause: error })
}
