// A socket that goes on reading after a write has failed because the peer is gone (EPIPE, ECONNRESET).
// Engine fact: the daemon responds early and closes while an upload or stdin is still being written. Its response is in the
// kernel's buffer by then. An ordinary Socket destroys itself on the failed write, and loses the response.

import type { Socket } from 'node:net'
import { net } from '../base/net.ts'
import { setImmediate } from '../base/timers.ts'
import { dispatch, LISTENER, reportWriteFailure, type SocketListener } from './socket-listener.ts'

type Done = (error?: Error | null) => void
type Chunks = { chunk: unknown; encoding: BufferEncoding }[]

const socketWritev = net.Socket.prototype._writev as ((this: Socket, chunks: Chunks, done: Done) => void) | undefined

/**
 * Makes a socket patient, a TLS socket as well: only its read side ends it, by end of file or an error.
 * @param onWriteFail called once, when a write first fails because the peer is gone. Later writes are discarded, each on its own
 * event-loop turn, so that a tight write loop cannot starve the loop.
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

/** A patient socket without TLS. It uses methods instead of the closures of {@link makePatient}, which an idle stream would keep. */
export class PatientSocket extends net.Socket {
  [LISTENER]: SocketListener | undefined = undefined
  #broken = false

  /** Delivers events to the socket's listener without event listeners, which would cost memory per socket. */
  override emit(event: string | symbol, ...values: unknown[]): boolean {
    if (dispatch(this, event, values[0])) return true
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

  // Static: private methods would add a field to every socket.
  static #patient(socket: PatientSocket, done: Done): Done {
    return (error) => {
      if (!isGone(error)) return done(error)
      if (!socket.#broken) {
        socket.#broken = true
        reportWriteFailure(socket, error)
      }
      done()
    }
  }
}

// A runtime whose sockets have no _writev writes one piece at a time.
if (socketWritev === undefined) Object.assign(PatientSocket.prototype, { _writev: undefined })

/** Whether the peer is gone. */
function isGone(error: NodeJS.ErrnoException | null | undefined): error is NodeJS.ErrnoException {
  return error?.code === 'EPIPE' || error?.code === 'ECONNRESET'
}
