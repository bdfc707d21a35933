// A socket that goes on reading after a write has failed because the peer is gone (EPIPE, ECONNRESET).
// Engine fact: the daemon answers early and closes while an upload or stdin is still being written. Its answer lies in the
// kernel's buffer by then; a plain Socket destroys itself on the failed write, and the answer with it.

import { Socket } from 'node:net'
import { HEARER, type SocketHearer, tellEvent, tellWriteFail } from './socket-events.ts'

type Done = (error?: Error | null) => void
type Chunks = { chunk: unknown; encoding: BufferEncoding }[]

const socketWritev = Socket.prototype._writev as ((this: Socket, chunks: Chunks, done: Done) => void) | undefined

/**
 * Makes a socket, a TLS socket too, patient: what ends it is the read side, the end of file or its own error.
 * @param onWriteFail called once, at the first write that found nobody. Later writes vanish, each in a turn of the event
 * loop: whoever writes without end starves nobody.
 */
export function makePatient<S extends Socket>(socket: S, onWriteFail: (error: NodeJS.ErrnoException) => void): S {
  const { _write, _writev, _final } = socket
  let broken = false
  const patient = (done: Done): Done => {
    return (error) => {
      if (!isGone(error)) return done(error)
      if (!broken) {
        broken = true
        onWriteFail(error)
      }
      done()
    }
  }
  socket._write = (chunk, encoding, done) => {
    if (broken) setImmediate(done)
    else _write.call(socket, chunk, encoding, patient(done))
  }
  if (_writev !== undefined) {
    socket._writev = (chunks, done) => {
      if (broken) setImmediate(done)
      else _writev.call(socket, chunks, patient(done))
    }
  }
  socket._final = (done) => {
    if (broken) done()
    else _final.call(socket, patient(done))
  }
  return socket
}

/** A plain socket that is patient: by methods, where {@link makePatient} needs closures, which an idle stream would keep. */
export class PatientSocket extends Socket {
  [HEARER]: SocketHearer | undefined = undefined
  #broken = false

  /** Tells its hearer of what others would need listeners for, and an array of them for 'end'. */
  override emit(event: string | symbol, ...values: unknown[]): boolean {
    if (tellEvent(this, event, values[0])) return true
    // biome-ignore lint/suspicious/noExplicitAny: Node's types know each event's values
    return super.emit(event as any, ...(values as any))
  }

  override _write(chunk: unknown, encoding: BufferEncoding, done: Done): void {
    if (this.#broken) setImmediate(done)
    else super._write(chunk, encoding, PatientSocket.#patient(this, done))
  }

  override _writev(chunks: Chunks, done: Done): void {
    if (this.#broken) setImmediate(done)
    else socketWritev?.call(this, chunks, PatientSocket.#patient(this, done))
  }

  override _final(done: Done): void {
    if (this.#broken) done()
    else super._final(PatientSocket.#patient(this, done))
  }

  // Static: private methods would be a field of every socket.
  static #patient(socket: PatientSocket, done: Done): Done {
    return (error) => {
      if (!isGone(error)) return done(error)
      if (!socket.#broken) {
        socket.#broken = true
        tellWriteFail(socket, error)
      }
      done()
    }
  }
}

// A runtime whose sockets write one piece at a time is to be given them so.
if (socketWritev === undefined) Object.assign(PatientSocket.prototype, { _writev: undefined })

/** Whether the peer is gone. */
function isGone(error: NodeJS.ErrnoException | null | undefined): error is NodeJS.ErrnoException {
  return error?.code === 'EPIPE' || error?.code === 'ECONNRESET'
}
