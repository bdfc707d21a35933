// How a socket that was read here is given away: as a new one, which keeps what comes until somebody reads.
// Node fact: a stream goes on flowing when its last 'data' listener goes, and loses what it reads; after pause() a later
// 'data' listener alone does not start it again; when its last 'readable' listener goes, it is back at the beginning.

import type { Socket } from 'node:net'

/** Call it after the last 'data' listener was taken off. From the next tick on, any way to read the socket starts it. */
export function forgetFlow(socket: Socket): void {
  socket.on('readable', onReadable)
  socket.off('readable', onReadable)
}

function onReadable(): void {}
