// docker-modem's public buildPayload: reports a node:http response to a callback the way dial() does. fairlead itself never
// calls it; programs that send their own requests do.

import type { ClientRequest, IncomingMessage } from 'node:http'
import { Duplex } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { nextTick } from '../../net/base/timers.ts'
import { isWanted, type StatusCodes, statusError } from './errors.ts'
import { messageOf } from './value.ts'

type Callback = (error: Error | null, data: unknown) => void

/**
 * Reports a node:http response to `callback`.
 * @param isStream pass on the response itself; the message of an error response is read from it
 * @param openStdin with `isStream`: pass on a Duplex of the response and its request
 * @param json the body's value, without `isStream`
 */
export function reportPayload(
  error: Error | null,
  isStream: boolean | undefined,
  statusCodes: StatusCodes | undefined,
  openStdin: boolean | undefined,
  req: ClientRequest,
  res: IncomingMessage,
  json: unknown,
  callback: Callback,
): void {
  if (error !== null && error !== undefined) return callback(error, null)
  const status = res.statusCode ?? 0
  if (isWanted(statusCodes, status)) {
    if (openStdin) return callback(null, Duplex.from({ readable: res, writable: req }))
    return callback(null, isStream ? res : json)
  }
  if (!isStream) return callback(statusError(status, statusCodes, json), null)
  buffer(res).then(
    (bytes) => {
      const failure = Object.assign(statusError(status, statusCodes, messageOf(bytes)), { json })
      nextTick(callback, failure, null)
    },
    (broken: Error) => nextTick(callback, broken, null),
  )
}
