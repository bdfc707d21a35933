// A socket's events, told to whoever has the socket: first the one who dials, then its connection, until it is given away.
// One set of listeners serves all sockets, and stays while the hearer changes: a closure an event, and an emitter that lost
// a listener, cost more memory than all else that an idle stream has here.
// Only listeners of this file are taken off again: Node has its own on the same socket.

import type { Socket } from 'node:net'

/** Hears a socket. Reads come apart from this, through `onread`, but for a plain socket's. */
export interface SocketHearer {
  /** Of a socket that {@link hearReady} was called for. */
  onSocketReady?(): void
  onSocketError(error: NodeJS.ErrnoException): void
  onSocketEnd(): void
  onSocketClose(): void
  onSocketTimeout(): void
  onSocketDrain(): void
  /** Of a PatientSocket: the peer takes no more. */
  onWriteFail?(error: NodeJS.ErrnoException): void
  /** Of a socket that {@link hearData} was called for. */
  onSocketData?(bytes: Uint8Array): void
}

const hearers = new WeakMap<Socket, SocketHearer>()

/** From now on `hearer` hears the socket, in the place of who did before. */
export function hearSocket(socket: Socket, hearer: SocketHearer): void {
  if (!hearers.has(socket)) {
    socket.on('error', onError)
    socket.on('end', onEnd)
    socket.on('close', onClose)
    socket.on('timeout', onTimeout)
    socket.on('drain', onDrain)
  }
  hearers.set(socket, hearer)
}

/** Tells of the event at which it is connected, too: a TLS socket has one of its own. */
export function hearReady(socket: Socket, event: 'connect' | 'secureConnect'): void {
  socket.on(event, onReady)
}

/** Its reads come as 'data', too. */
export function hearData(socket: Socket): void {
  socket.on('data', onData)
}

/** Nobody hears the socket any more, and its errors are nobody's. */
export function ignoreSocket(socket: Socket): void {
  hearers.delete(socket)
}

/** As {@link ignoreSocket}, and takes the listeners off: the socket is given away. */
export function unhearSocket(socket: Socket): void {
  hearers.delete(socket)
  socket.off('error', onError)
  socket.off('end', onEnd)
  socket.off('close', onClose)
  socket.off('timeout', onTimeout)
  socket.off('drain', onDrain)
  socket.off('data', onData)
  socket.off('connect', onReady)
  socket.off('secureConnect', onReady)
}

/** A write found nobody. */
export function tellWriteFail(socket: Socket, error: NodeJS.ErrnoException): void {
  hearers.get(socket)?.onWriteFail?.(error)
}

function onReady(this: Socket): void {
  hearers.get(this)?.onSocketReady?.()
}

function onError(this: Socket, error: NodeJS.ErrnoException): void {
  hearers.get(this)?.onSocketError(error)
}

function onEnd(this: Socket): void {
  hearers.get(this)?.onSocketEnd()
}

function onClose(this: Socket): void {
  hearers.get(this)?.onSocketClose()
}

function onTimeout(this: Socket): void {
  hearers.get(this)?.onSocketTimeout()
}

function onDrain(this: Socket): void {
  hearers.get(this)?.onSocketDrain()
}

function onData(this: Socket, bytes: Uint8Array): void {
  hearers.get(this)?.onSocketData?.(bytes)
}
