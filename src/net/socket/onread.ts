// Sockets that deliver their reads through `onread`: no view and no stream event per read.
// Plain sockets (no TLS) share one read buffer: libuv fills it and calls back before anything else can be read, and a listener
// keeps no byte past the call: it copies, or it gives its socket other memory for the next read (stream/read/read-memory.ts).
// Windows is different, because several reads are under way at once there.

import type { OnReadOpts, Socket } from 'node:net'
import { closeLoan, openLoan } from '../../stream/read/read-memory.ts'
import { beginLoan, endLoan, mayLend } from './lent-memory.ts'
import { PatientSocket } from './patient-socket.ts'
import { PipeSocket } from './pipe-socket.ts'
import { LISTENER, type ListenedSocket } from './socket-listener.ts'

/** Bytes per read from a socket: what libuv suggests for every stream read. */
export const READ_BYTES = 65_536
/** A silent TCP connection is probed after so many ms, so that a vanished peer is noticed. As in Docker's own client. */
export const KEEP_ALIVE_MS = 30_000

const sharedBuffer = new Uint8Array(READ_BYTES)

/** Whether a plain socket's callback has been called with the socket as `this`. Not so on Bun: each socket gets a callback there. */
let givesSocket = false
/** What {@link nextBuffer} returns: the buffer of the next read of the socket that was read last. */
let following: Uint8Array = sharedBuffer

/** Receives what a socket read. */
export interface ReadListener {
  /** `count` bytes from `bytes[0]`, readable until this returns. False: the socket is not read until its `resume()`. */
  onRead(bytes: Uint8Array, count: number): boolean
  /** The peer receives no more. What it sent may still arrive. */
  onWriteFail(error: NodeJS.ErrnoException): void
}

// Top-level functions: a closure made within the dial would keep the dial for as long as the socket.

/** A socket without TLS, not connected yet. A `detachable` one has no `onread`, so that it can be given away. `pipe`: to a named pipe. */
export function plainSocket(listener: ReadListener, detachable: boolean, pipe: boolean): Socket {
  const buffer = process.platform === 'win32' && !detachable ? new Uint8Array(READ_BYTES) : nextBuffer
  const options = {
    allowHalfOpen: true,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_MS,
    ...(detachable ? {} : { onread: givesSocket ? { buffer, callback: onSocketRead } : readInto(buffer, listener) }),
  }
  return pipe ? new PipeSocket(options) : new PatientSocket(options)
}

/** `onread` with a callback for one listener. `buffer`: the socket's own, or {@link nextBuffer}. */
export function readInto(buffer: OnReadOpts['buffer'], listener: ReadListener): OnReadOpts {
  return {
    buffer,
    callback(this: unknown, count, bytes) {
      if (!(this instanceof PatientSocket)) return listener.onRead(bytes, count)
      givesSocket = true
      return deliver(this, listener, count, bytes)
    },
  }
}

/** One callback for all plain sockets: with one closure per socket, an idle stream would keep one. */
function onSocketRead(this: ListenedSocket, count: number, bytes: Uint8Array): boolean {
  return deliver(this, this[LISTENER], count, bytes)
}

/** Delivers a read. The listener may give memory for the next one; else that goes into the shared buffer. False: the socket stops. */
function deliver(
  socket: ListenedSocket,
  listener: Partial<Pick<ReadListener, 'onRead'>> | undefined,
  count: number,
  bytes: Uint8Array,
): boolean {
  let readsOn = true
  const hadLoan = bytes !== sharedBuffer && endLoan(socket, bytes)
  if ((hadLoan || bytes === sharedBuffer) && mayLend()) openLoan(bytes)
  try {
    readsOn = listener?.onRead?.(bytes, count) ?? true
  } catch (error) {
    // After a callback that throws, Node asks for no buffer: the next read would overwrite what the listener may have kept.
    if (hadLoan) socket.destroy()
    closeLoan()
    throw error
  }
  const memory = closeLoan()
  if (memory !== undefined) beginLoan(socket, memory)
  following = memory ?? sharedBuffer
  return readsOn
}

/** Called by the runtime: for a new socket, and after each read's callback. */
function nextBuffer(): Uint8Array {
  const buffer = following
  following = sharedBuffer
  return buffer
}
