// Where an answer's bytes go: a socket, with its back-pressure as a promise. Whoever writes gives the bytes away and
// must not touch them again.

import type { Socket } from 'node:net'

export interface Outlet {
  /** Hands over `bytes`; a promise where the peer is slow, fulfilled when it has caught up or is gone. */
  write(bytes: Uint8Array): Promise<void> | undefined
  /** After this nothing is written any more, because the peer is gone or a fault cut the answer. */
  readonly closed: boolean
}

export class SocketOutlet implements Outlet {
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
