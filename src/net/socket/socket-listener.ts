// Delivers a socket's events to its present listener: first the dial, then the connection, until the socket is given away.
// A PatientSocket dispatches its own events, which costs an idle stream no memory. Any other socket gets event listeners: one set of
// functions for all sockets. They stay when the listener object changes. Only they are removed: Node has its own on the same socket.

import type { Socket } from 'node:net'
import { dropLoan } from './lent-memory.ts'

/** Receives a socket's events. Reads come through `onread` instead, except for a detachable socket. */
export interface SocketListener {
  /** A socket that was still connecting is connected. */
  onSocketReady?(): void
  onSocketError(error: NodeJS.ErrnoException): void
  onSocketEnd(): void
  onSocketClose(): void
  onSocketTimeout(): void
  onSocketDrain(): void
  /** From a PatientSocket: the peer receives no more. */
  onWriteFail?(error: NodeJS.ErrnoException): void
  /** From a PatientSocket whose `onread` is shared by all sockets: a read, see ReadListener. */
  onRead?(bytes: Uint8Array, count: number): boolean
  /** A read, after {@link listenForData} was called for the socket. */
  onSocketData?(bytes: Uint8Array): void
}

/** The property of a socket that holds its listener. A socket that has the property from the beginning calls {@link dispatch} itself. */
export const LISTENER: unique symbol = Symbol('listener')

/** A socket that may have a listener. */
export type ListenedSocket = Socket & { [LISTENER]?: SocketListener | undefined }

/** The listener of an abandoned socket: ignores its events, errors included. */
const NO_LISTENER: SocketListener = {
  onSocketError() {},
  onSocketEnd() {},
  onSocketClose() {},
  onSocketTimeout() {},
  onSocketDrain() {},
}

/**
 * From now on `listener` receives the socket's events, in place of the former listener.
 * @param ready the event that says that the socket is connected: a TLS socket has its own. Not needed if it is connected.
 */
export function setListener(
  socket: ListenedSocket,
  listener: SocketListener,
  ready?: 'connect' | 'secureConnect',
): void {
  if (!(LISTENER in socket)) {
    socket.on('error', onError)
    socket.on('end', onEnd)
    socket.on('close', onClose)
    socket.on('timeout', onTimeout)
    socket.on('drain', onDrain)
    if (ready !== undefined) socket.on(ready, onReady)
  }
  socket[LISTENER] = listener
}

/** Delivers an event of a socket without event listeners. Returns true if an error was delivered: then it must not be emitted. */
export function dispatch(socket: ListenedSocket, event: string | symbol, value: unknown): boolean {
  const listener = socket[LISTENER]
  switch (event) {
    case 'connect':
      listener?.onSocketReady?.()
      break
    case 'error':
      listener?.onSocketError(value as NodeJS.ErrnoException)
      return listener !== undefined
    case 'end':
      listener?.onSocketEnd()
      break
    case 'close':
      dropLoan(socket)
      listener?.onSocketClose()
      break
    case 'timeout':
      listener?.onSocketTimeout()
      break
    case 'drain':
      listener?.onSocketDrain()
      break
  }
  return false
}

/** From now on the listener receives the socket's 'data' events as well. */
export function listenForData(socket: Socket): void {
  socket.on('data', onData)
}

/** From now on all events of the socket are ignored, errors included. */
export function ignoreEvents(socket: ListenedSocket): void {
  socket[LISTENER] = NO_LISTENER
}

/** Removes the listener and every event listener of this file: the socket is given away. */
export function removeListener(socket: ListenedSocket): void {
  socket[LISTENER] = undefined
  socket.off('error', onError)
  socket.off('end', onEnd)
  socket.off('close', onClose)
  socket.off('timeout', onTimeout)
  socket.off('drain', onDrain)
  socket.off('data', onData)
  socket.off('connect', onReady)
  socket.off('secureConnect', onReady)
}

/** Reports that a write failed because the peer is gone. */
export function reportWriteFailure(socket: ListenedSocket, error: NodeJS.ErrnoException): void {
  socket[LISTENER]?.onWriteFail?.(error)
}

/**
 * Makes a socket that was read here like a new one, which keeps its bytes until it is read. Call it after the last 'data' listener was
 * removed; from the next tick on, any way of reading starts the socket.
 * Node fact: a stream goes on flowing after its last 'data' listener was removed, and loses what it reads. After pause() a new
 * 'data' listener alone does not start it again. When its last 'readable' listener is removed, it is in its first state again.
 */
export function resetFlowState(socket: Socket): void {
  socket.on('readable', onReadable)
  socket.off('readable', onReadable)
}

function onReadable(): void {}

function onReady(this: ListenedSocket): void {
  this[LISTENER]?.onSocketReady?.()
}

function onError(this: ListenedSocket, error: NodeJS.ErrnoException): void {
  this[LISTENER]?.onSocketError(error)
}

function onEnd(this: ListenedSocket): void {
  this[LISTENER]?.onSocketEnd()
}

function onClose(this: ListenedSocket): void {
  this[LISTENER]?.onSocketClose()
}

function onTimeout(this: ListenedSocket): void {
  this[LISTENER]?.onSocketTimeout()
}

function onDrain(this: ListenedSocket): void {
  this[LISTENER]?.onSocketDrain()
}

function onData(this: ListenedSocket, bytes: Uint8Array): void {
  this[LISTENER]?.onSocketData?.(bytes)
}
