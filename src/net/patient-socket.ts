// A socket that goes on reading after a write has failed because the peer is gone (EPIPE, ECONNRESET).
// Engine fact: the daemon answers early and closes while an upload or stdin is still being written. Its answer lies in the
// kernel's buffer by then; a plain Socket destroys itself on the failed write, and the answer with it.

import { Socket, type SocketConstructorOpts, type TcpSocketConnectOpts } from 'node:net'

/** What the constructor takes; Node's types name some of it only for connect(). */
export type PatientSocketOptions = SocketConstructorOpts &
  Pick<TcpSocketConnectOpts, 'onread' | 'noDelay' | 'keepAlive' | 'keepAliveInitialDelay'>

type Done = (error?: Error | null) => void

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
      const { code } = (error ?? {}) as NodeJS.ErrnoException
      if (code !== 'EPIPE' && code !== 'ECONNRESET') return done(error)
      if (!broken) {
        broken = true
        onWriteFail(error as NodeJS.ErrnoException)
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

/** A plain socket that is patient. */
export class PatientSocket extends Socket {
  constructor(options: PatientSocketOptions, onWriteFail: (error: NodeJS.ErrnoException) => void) {
    super(options)
    makePatient(this, onWriteFail)
  }
}
