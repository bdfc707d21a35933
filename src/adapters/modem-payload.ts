// docker-modem's public buildPayload: an answer of node:http, got in whatever way, told to a callback as dial() tells its own.
// fairlead's requests do not pass here; programs that send theirs by themselves do.

import type { ClientRequest, IncomingMessage } from 'node:http'
import { Duplex } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { isWanted, type StatusCodes, statusError } from './modem-errors.ts'
import { wordsOf } from './modem-value.ts'

type Callback = (error: Error | null, data: unknown) => void

/**
 * @param isStream the answer is wanted as it comes, and a refusal's words are to be read off it
 * @param openStdin with `isStream`: it is wanted together with its request, both ways
 * @param json the whole body's value, without `isStream`
 */
export function tellPayload(
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
      const refused = Object.assign(statusError(status, statusCodes, wordsOf(bytes)), { json })
      process.nextTick(callback, refused, null)
    },
    (broken: Error) => process.nextTick(callback, broken, null),
  )
}
