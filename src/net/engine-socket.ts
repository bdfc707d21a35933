// A net.Socket that does not let a failed write of a body take away an answer that is there already: an Engine that refuses
// an upload answers, closes, and the next piece fails (EPIPE) before libuv has looked for something to read; Node would
// then close the socket unread. The failure is passed on after the loop has polled. Owns no bytes.

import { Socket } from 'node:net'

type Done = (error?: Error | null) => void

/** See the file's head. */
export class EngineSocket extends Socket {
  /** A body is on its way: failed writes wait. */
  uploading = false

  override _write(chunk: unknown, encoding: BufferEncoding, done: Done): void {
    super._write(chunk, encoding, this.uploading ? patiently(done) : done)
  }

  override _writev(chunks: { chunk: unknown; encoding: BufferEncoding }[], done: Done): void {
    super._writev?.(chunks, this.uploading ? patiently(done) : done)
  }
}

function patiently(done: Done): Done {
  return (error) => {
    if (!error) return done(error)
    // The first may come within the poll under way; between it and the second is a whole one.
    setImmediate(() => setImmediate(done, error))
  }
}
