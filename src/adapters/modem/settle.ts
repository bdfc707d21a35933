// A response → the form that the call asks for: a real socket, a Duplex, a Readable or the body's value; or the error of its
// status. Engine fact: attach and exec respond with 101, or 200 without a length; a detached exec, or a buffering proxy, with a
// 200 that ends.

import type { Socket } from 'node:net'
import { ErrorBodyReader } from '../../engine/response/error-response.ts'
import type { OpenedStream } from '../../engine/response/response-handlers.ts'
import { foreignError, isForeign } from '../../engine/response/response-kind.ts'
import { unwatchSignal, watchSignal } from '../../net/base/abort.ts'
import { collect } from '../../stream/read/collect.ts'
import { isTwoWay } from '../../wire/framing.ts'
import { abortError, isWanted, type StatusCodes, statusError } from './errors.ts'
import { ModemDuplex } from './modem-duplex.ts'
import { ModemReadable } from './modem-readable.ts'
import { bodyValue, messageOf } from './value.ts'

/** The form in which a call wants its response. Default: the body's value. */
export interface Expected {
  /** The body as a Readable. */
  isStream?: boolean | undefined
  /** The connection itself, as a net.Socket. */
  hijack?: boolean | undefined
  /** A Duplex: the output, and stdin. */
  openStdin?: boolean | undefined
  statusCodes?: StatusCodes | undefined
}

/** Resolves with the response in the form that the call asks for. @param path the request's path with its query. @throws StatusError, or the body's error. */
export async function settle(
  opened: OpenedStream,
  { isStream, hijack, openStdin, statusCodes }: Expected,
  path: string,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const { head, call, framing, facts } = opened
  const { status } = head
  const wanted = isWanted(statusCodes, status)
  if (isForeign(head) && wanted) {
    call.cancel()
    throw foreignError(facts, head)
  }
  const isOpen = isTwoWay(framing) && (status === 101 || wanted)
  if (isOpen && hijack) {
    const { socket, held } = call.handOver()
    if (held.length > 0) socket.unshift(held)
    // As node:http's sockets: the peer's end ends the socket.
    socket.allowHalfOpen = false
    if (signal !== undefined) bind(socket, signal)
    return socket
  }
  if (isOpen && openStdin) return new ModemDuplex(head, call)
  if (wanted && isStream) return new ModemReadable(head, call)
  // No limit: a Buffer may be larger than any JSON. Callers stream what is too large for memory.
  if (wanted) return bodyValue(await collect(call, Number.POSITIVE_INFINITY, call.announced), head, path, facts)
  const error = await errorOf(opened, statusCodes)
  // As in docker-modem: for a stream the text is only in the message.
  throw isStream && 'json' in error ? Object.assign(error, { json: null }) : error
}

/** The error of an unwanted response, with its body's message; an AbortError if the caller aborts meanwhile. */
function errorOf({ head, call }: OpenedStream, statusCodes: StatusCodes | undefined): Promise<Error> {
  return new Promise((resolve) => {
    const onBody = (body: Uint8Array): void => {
      const location = body.length === 0 ? head.get('location') : undefined
      const message = location === undefined ? messageOf(body) : `redirected to ${location}`
      resolve(statusError(head.status, statusCodes, message))
    }
    call.start(new ErrorBodyReader(call, onBody, resolve))
  })
}

/** An abort destroys the socket; with an error only if the socket has an 'error' listener. */
function bind(socket: Socket, signal: AbortSignal): void {
  const follower = {
    abort(reason: unknown): void {
      socket.destroy(socket.listenerCount('error') > 0 ? abortError(reason) : undefined)
    },
  }
  watchSignal(signal, follower)
  socket.once('close', () => unwatchSignal(signal, follower))
}
