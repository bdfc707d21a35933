// A socket's events, told to whoever has the socket, until it is given away.
// Only listeners made here are taken off again: Node has its own on the same socket.

import type { Socket } from 'node:net'

/** Hears a socket. Reads come apart from this, through `onread`. */
export interface SocketHearer {
  onSocketError(error: NodeJS.ErrnoException): void
  onSocketEnd(): void
  onSocketClose(): void
  onSocketTimeout(): void
  onSocketDrain(): void
}

/** Listens; the function it returns stops that. */
export function hearSocket(socket: Socket, hearer: SocketHearer): () => void {
  const listeners = [
    ['error', (error: NodeJS.ErrnoException) => hearer.onSocketError(error)],
    ['end', () => hearer.onSocketEnd()],
    ['close', () => hearer.onSocketClose()],
    ['timeout', () => hearer.onSocketTimeout()],
    ['drain', () => hearer.onSocketDrain()],
  ] as const
  for (const [event, listener] of listeners) socket.on(event, listener)
  return () => {
    for (const [event, listener] of listeners) socket.off(event, listener)
  }
}
