// Where the bytes of a response go: a socket, with its back-pressure as a promise. `write` takes ownership of the bytes; the
// caller must not change them afterwards.

import type { Socket } from 'node:net'

/** A destination for bytes. */
export interface Sink {
  /** Writes `bytes` and takes ownership of them. Returns a promise if the peer is slow; it fulfills when the peer has caught up or has disconnected. */
  write(bytes: Uint8Array): Promise<void> | undefined
  /** Whether writes have no effect any more: the peer has disconnected, or a fault has cut the response. */
  readonly closed: boolean
}

/** A sink that writes to a socket. */
export class SocketSink implements Sink {
  readonly #socket: Socket
  #drained: Promise<void> | undefined

  constructor(socket: Socket) {
    this.#socket = socket
  }

  get closed(): boolean {
    return this.#socket.destroyed || this.#socket.writableEnded
  }

  write(bytes: Uint8Array): Promise<void> | undefined {
    if (this.closed) return undefined
    if (this.#socket.write(bytes)) return undefined
    this.#drained ??= new Promise((resolve) => {
      const done = () => {
        this.#socket.off('drain', done).off('close', done)
        this.#drained = undefined
        resolve()
      }
      this.#socket.on('drain', done).on('close', done)
    })
    return this.#drained
  }
}
