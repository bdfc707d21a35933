// A socket's events, told to whoever has the socket: first the one who dials, then its connection, until it is given away.
// A PatientSocket tells by itself, which costs an idle stream no memory. Another gets listeners, one set for all of them, which
// stay while the hearer changes; only those are taken off again: Node has its own on the same socket.

import type { Socket } from 'node:net'

/** Hears a socket. Reads come apart from this, through `onread`, but for a plain socket's. */
export interface SocketHearer {
  /** Of a socket that is still to be connected. */
  onSocketReady?(): void
  onSocketError(error: NodeJS.ErrnoException): void
  onSocketEnd(): void
  onSocketClose(): void
  onSocketTimeout(): void
  onSocketDrain(): void
  /** Of a PatientSocket: the peer takes no more. */
  onWriteFail?(error: NodeJS.ErrnoException): void
  /** Of a PatientSocket with an `onread` that says so: a read, readable until this returns. */
  onRead?(bytes: Uint8Array, count: number): void
  /** Of a socket that {@link hearData} was called for. */
  onSocketData?(bytes: Uint8Array): void
}

/** Where a socket has its hearer. One that has the property from the beginning tells of its events by {@link tellEvent}. */
export const HEARER: unique symbol = Symbol('hearer')

/** A socket that may have a hearer. */
export type Heard = Socket & { [HEARER]?: SocketHearer | undefined }

/** A socket that was given up: what becomes of it is nobody's, its errors too. */
const NOBODY: SocketHearer = {
  onSocketError() {},
  onSocketEnd() {},
  onSocketClose() {},
  onSocketTimeout() {},
  onSocketDrain() {},
}

/**
 * From now on `hearer` hears the socket, in the place of who did before.
 * @param ready the event at which it is connected: a TLS socket has one of its own. Not needed of one that is.
 */
export function hearSocket(socket: Heard, hearer: SocketHearer, ready?: 'connect' | 'secureConnect'): void {
  if (!(HEARER in socket)) {
    socket.on('error', onError)
    socket.on('end', onEnd)
    socket.on('close', onClose)
    socket.on('timeout', onTimeout)
    socket.on('drain', onDrain)
    if (ready !== undefined) socket.on(ready, onReady)
  }
  socket[HEARER] = hearer
}

/** For a socket without listeners: tells its hearer. Returns whether an error was told, and so is no longer to be emitted. */
export function tellEvent(socket: Heard, event: string | symbol, value: unknown): boolean {
  const hearer = socket[HEARER]
  switch (event) {
    case 'connect':
      hearer?.onSocketReady?.()
      break
    case 'error':
      hearer?.onSocketError(value as NodeJS.ErrnoException)
      return hearer !== undefined
    case 'end':
      hearer?.onSocketEnd()
      break
    case 'close':
      hearer?.onSocketClose()
      break
    case 'timeout':
      hearer?.onSocketTimeout()
      break
    case 'drain':
      hearer?.onSocketDrain()
      break
  }
  return false
}

/** Its reads come as 'data', too. */
export function hearData(socket: Socket): void {
  socket.on('data', onData)
}

/** Nobody hears the socket any more, and its errors are nobody's. */
export function ignoreSocket(socket: Heard): void {
  socket[HEARER] = NOBODY
}

/** Nobody hears the socket any more, and it is as it was: it is given away. */
export function unhearSocket(socket: Heard): void {
  socket[HEARER] = undefined
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
export function tellWriteFail(socket: Heard, error: NodeJS.ErrnoException): void {
  socket[HEARER]?.onWriteFail?.(error)
}

function onReady(this: Heard): void {
  this[HEARER]?.onSocketReady?.()
}

function onError(this: Heard, error: NodeJS.ErrnoException): void {
  this[HEARER]?.onSocketError(error)
}

function onEnd(this: Heard): void {
  this[HEARER]?.onSocketEnd()
}

function onClose(this: Heard): void {
  this[HEARER]?.onSocketClose()
}

function onTimeout(this: Heard): void {
  this[HEARER]?.onSocketTimeout()
}

function onDrain(this: Heard): void {
  this[HEARER]?.onSocketDrain()
}

function onData(this: Heard, bytes: Uint8Array): void {
  this[HEARER]?.onSocketData?.(bytes)
}
