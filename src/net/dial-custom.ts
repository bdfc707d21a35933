// A stream that the caller dials: `connect({ dial })`.
// The stream is fairlead's own from then on, and is destroyed by it.

import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { FairleadError } from '../error.ts'
import { makePatient } from './patient-socket.ts'
import { type StreamListener, StreamSocket } from './stream-socket.ts'

/** Dials a stream of bytes to an Engine. The signal aborts when nobody waits for it any more. */
export type DialFunction = (signal: AbortSignal) => Duplex | Promise<Duplex>

/** Resolves with a socket that will emit 'connect'. Rejects with what `dial` threw, or ERR_OPTION when it gave no stream. */
export async function openCustom(
  dial: DialFunction,
  listener: StreamListener,
  signal: AbortSignal,
): Promise<StreamSocket> {
  const stream = await dial(signal)
  if (typeof stream?.write !== 'function' || typeof stream.on !== 'function') {
    throw new FairleadError('ERR_OPTION', 'dial: expected a Duplex, or a promise of one')
  }
  if (stream instanceof Socket) makePatient(stream, (error) => listener.onWriteFail(error))
  const socket = new StreamSocket(stream, stream, listener)
  if (signal.aborted) socket.destroy()
  else if (stream instanceof Socket && stream.connecting) stream.once('connect', () => socket.begin())
  else process.nextTick(() => socket.begin())
  return socket
}
