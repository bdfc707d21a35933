// A named pipe of Windows, with a half-close. Fact: a pipe has none of its own, and libuv's shutdown closes both directions 50 ms later,
// so that the rest of the output would be lost. Docker's pipes are in message mode: an empty message is the end of its sender's bytes
// (go-winio's CloseWrite), and the other direction goes on. A pipe in byte mode drops an empty write.

import { PatientSocket } from './patient-socket.ts'

const NOTHING = new Uint8Array(0)

/** A patient socket to a named pipe: end() writes an empty message, and the pipe stays open for what the peer still sends. */
export class PipeSocket extends PatientSocket {
  override _final(done: (error?: Error | null) => void): void {
    // Node's own name for bytes: with another the binding takes them for text.
    this._write(NOTHING, 'buffer' as BufferEncoding, done)
  }
}
