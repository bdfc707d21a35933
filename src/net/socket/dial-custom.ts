// A stream that the caller's own function opens: `connect({ dial })`.
// fairlead owns the stream from then on, and destroys it.

import type { Duplex } from 'node:stream'
import { FairleadError } from '../../error.ts'
import { net } from '../base/net.ts'
import { nextTick } from '../base/timers.ts'
import { makePatient } from './patient-socket.ts'
import { type StreamListener, StreamSocket } from './stream-socket.ts'

/**
 * Opens a stream of bytes to an Engine, for the `dial` option of {@link connect}: any Duplex, or a promise of one. It is called for every
 * connection; fairlead owns the stream from then on. The signal aborts when the connection is no longer needed. An error that it
 * throws is the cause of the call's ERR_CONNECT; a FairleadError is what the call fails with.
 */
export type DialFunction = (signal: AbortSignal) => Duplex | Promise<Duplex>

/** Resolves with a socket that will emit 'connect'. Rejects with the error of `dial`, or ERR_OPTION if it returned no stream. */
export async function openCustom(
  dial: DialFunction,
  listener: StreamListener,
  signal: AbortSignal,
): Promise<StreamSocket> {
  const stream = await dial(signal)
  if (typeof stream?.write !== 'function' || typeof stream.on !== 'function') {
    throw new FairleadError('ERR_OPTION', 'dial: expected a Duplex, or a promise of one')
  }
  if (stream instanceof net.Socket) makePatient(stream, (error) => listener.onWriteFail(error))
  const socket = new StreamSocket(stream, stream, listener)
  if (signal.aborted) socket.destroy()
  else if (stream instanceof net.Socket && stream.connecting) stream.once('connect', () => socket.begin())
  else nextTick(() => socket.begin())
  return socket
}
