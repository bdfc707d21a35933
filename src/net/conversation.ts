// What a connection, its user and its owner agree on.
// One user at a time; the owner outlives them all.

import type { Socket } from 'node:net'
import type { Upload } from '../stream/upload.ts'
import type { Exchange } from '../wire/exchange.ts'
import type { Head } from '../wire/head.ts'

/** Whoever has the connection for one request. Of `onEnd` and `onFail` one is called, once, last. */
export interface ConnectionUser {
  /** The answer's head. False: the body waits until `proceed()`. */
  onHead(head: Head, framing: number): boolean
  /** A read begins, and is over: see ByteHandler. After a read that failed comes `onFail` instead. */
  onReadStart?(): void
  onReadEnd?(): void
  onData(bytes: Uint8Array, start: number, end: number): void
  onEnd(): void
  onFail(error: Error): void
  /** What was written to a tunnel has left the socket's buffer, or nothing will any more. */
  onDrain(): void
  /** The last piece of a body that went in pieces was written. */
  onBodySent?(): void
}

/** The user of an idle connection, and of one whose user has left. */
export const NOBODY: ConnectionUser = { onHead: () => true, onData() {}, onEnd() {}, onFail() {}, onDrain() {} }

/** Pushes a read into the exchange, and tells the user where it begins and ends. Returns and throws as the exchange does. */
export function pushRead(user: ConnectionUser, exchange: Exchange, bytes: Uint8Array, end: number): number {
  user.onReadStart?.()
  const at = exchange.push(bytes, 0, end)
  user.onReadEnd?.()
  return at
}

/** Writes a head, and with it, in one system call, the body that is at hand. */
export function writeRequest(socket: Socket, head: string, body: Uint8Array | undefined): void {
  if (body === undefined || body.length === 0) return void socket.write(head, 'latin1')
  socket.cork()
  socket.write(head, 'latin1')
  socket.write(body)
  socket.uncork()
}

/**
 * Why a connection is over. 'idle': it lay idle for as long as one is kept. 'surplus': more lie idle than are kept, or another call
 * needs a socket of its own in its place. 'peer': the Engine ended one that lay idle. 'spent': its answer was complete and it
 * cannot carry another. 'dropped': the caller aborted, or left a body unread. 'given': the socket was given away.
 * 'closed': the engine was closed. 'failed': see the error.
 */
export type Ending = 'idle' | 'surplus' | 'peer' | 'spent' | 'dropped' | 'given' | 'closed' | 'failed'

/** Whoever keeps connections; told before the user hears the end, so that a free one can be taken at once. */
export interface ConnectionOwner<C> {
  /** The exchange is complete and the connection may carry another. */
  onFree(connection: C): void
  /** The socket is closed, or given away. An error where that is why. */
  onGone(connection: C, ending: Ending | Error): void
}

/** A request as the connection sends it. */
export interface Sending {
  readonly method: string
  /** Request line, fields and the empty line; latin1. */
  readonly head: string
  readonly body?: Upload | undefined
  /** A 101 is asked for: the connection becomes a tunnel and is never reused. */
  readonly upgrade?: boolean | undefined
  /** ms from the request's last byte to the answer's head; 0 for none. */
  readonly headLimit: number
  /** ms without a byte in either direction once the head is there; 0 for none. Not counted while the consumer pauses. */
  readonly idleLimit: number
}
