// A net.Socket that goes on reading after a write has failed because the peer is gone (EPIPE, ECONNRESET).
// Engine fact: the daemon answers early and closes while an upload or stdin is still being written. Its answer lies in the
// kernel's buffer by then; a plain Socket destroys itself on the failed write, and the answer with it.

import { Socket, type SocketConstructorOpts, type TcpSocketConnectOpts } from 'node:net'

/** What the constructor takes; Node's types name some of it only for connect(). */
export type PatientSocketOptions = SocketConstructorOpts &
  Pick<TcpSocketConnectOpts, 'onread' | 'noDelay' | 'keepAlive' | 'keepAliveInitialDelay'>

type Done = (error?: Error | null) => void

/** See the file's head. What ends it is the read side: the end of file, or its own error. */
export class PatientSocket extends Socket {
  #onWriteFail: (error: NodeJS.ErrnoException) => void
  #broken = false

  /** @param onWriteFail called once, at the first write that found nobody. Later writes vanish, each in a turn of the event loop: whoever writes without end starves nobody. */
  constructor(options: PatientSocketOptions, onWriteFail: (error: NodeJS.ErrnoException) => void) {
    super(options)
    this.#onWriteFail = onWriteFail
  }

  override _write(chunk: unknown, encoding: BufferEncoding, done: Done): void {
    if (this.#broken) setImmediate(done)
    else super._write(chunk, encoding, this.#patient(done))
  }

  override _writev(chunks: { chunk: unknown; encoding: BufferEncoding }[], done: Done): void {
    if (this.#broken) setImmediate(done)
    else super._writev?.(chunks, this.#patient(done))
  }

  override _final(done: Done): void {
    if (this.#broken) done()
    else super._final(done)
  }

  #patient(done: Done): Done {
    return (error) => {
      const { code } = (error ?? {}) as NodeJS.ErrnoException
      if (code !== 'EPIPE' && code !== 'ECONNRESET') return done(error)
      if (!this.#broken) {
        this.#broken = true
        this.#onWriteFail(error as NodeJS.ErrnoException)
      }
      done()
    }
  }
}
