// An answer → what the call asked for: a real socket, a Duplex, a Readable, or the body's value; or the error of its status.
// Engine fact: attach and exec answer 101, or 200 without a length; a detached exec and a proxy that buffers, a 200 that ends.

import type { Socket } from 'node:net'
import type { Opened } from '../engine/askers.ts'
import { MAX_REFUSAL_BYTES } from '../engine/refusal.ts'
import { isTwoWay } from '../engine/tunnel.ts'
import { collect } from '../stream/collect.ts'
import { ModemDuplex } from './modem-duplex.ts'
import { abortError, isWanted, type StatusCodes, statusError } from './modem-errors.ts'
import { ModemReadable } from './modem-readable.ts'
import { bodyValue, wordsOf } from './modem-value.ts'

/** What a call asks for. */
export interface Expected {
  /** The stream, as it comes. */
  isStream?: boolean | undefined
  /** The connection itself, as a net.Socket. */
  hijack?: boolean | undefined
  /** A stream both ways. */
  openStdin?: boolean | undefined
  statusCodes?: StatusCodes | undefined
}

/** @param path the request's, its query included. Rejects with a StatusError, or what the body fails with. */
export async function settle(
  opened: Opened,
  { isStream, hijack, openStdin, statusCodes }: Expected,
  path: string,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const { head, call, framing } = opened
  const { status } = head
  const isOpen = isTwoWay(framing) && (status === 101 || isWanted(statusCodes, status))
  if (isOpen && hijack) {
    const { socket, held } = call.handOver()
    if (held.length > 0) socket.unshift(held)
    // As node:http's sockets are: the far end's end is the end.
    socket.allowHalfOpen = false
    if (signal !== undefined) bind(socket, signal)
    return socket
  }
  if (isOpen && openStdin) return new ModemDuplex(head, call)
  const wanted = isWanted(statusCodes, status)
  if (wanted && isStream) return new ModemReadable(head, call)
  // A Buffer may be larger than any JSON; what is too large for memory is the caller's to stream.
  if (wanted) return bodyValue(await collect(call, Number.POSITIVE_INFINITY, call.announced), head, path)
  const error = await refusal(opened, statusCodes)
  // As docker-modem has it: the words are in the message alone.
  throw isStream && 'json' in error ? Object.assign(error, { json: null }) : error
}

/** The refusal stands, whatever happens to its words; but who aborts hears of that. */
async function refusal({ head, call }: Opened, statusCodes: StatusCodes | undefined): Promise<Error> {
  let words: unknown = ''
  try {
    const bytes = await collect(call, MAX_REFUSAL_BYTES, 0)
    const location = bytes.length === 0 ? head.get('location') : undefined
    words = location === undefined ? wordsOf(bytes) : `redirected to ${location}`
  } catch (error) {
    if ((error as Error).name === 'AbortError') return error as Error
  }
  return statusError(head.status, statusCodes, words)
}

/** The signal ends the socket; with an error only where somebody listens for one. */
function bind(socket: Socket, signal: AbortSignal): void {
  const onAbort = (): void => {
    socket.destroy(socket.listenerCount('error') > 0 ? abortError(signal.reason) : undefined)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  socket.once('close', () => signal.removeEventListener('abort', onAbort))
}
