// What Go's net/http writes into every head: the status's reason phrase (RFC 9110 §15) and the date (§5.6.7). The date's text
// is cached for one second.

import { wallClock } from '../../net/base/timers.ts'

/** Reason phrases by status code, for the statuses that the embedded engine sends. */
export const REASONS: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  301: 'Moved Permanently',
  304: 'Not Modified',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
}

let dateSecond = -1
let dateText = ''

/** The current time as an HTTP date (RFC 9110 §5.6.7). */
export function httpDate(): string {
  const second = Math.floor(wallClock() / 1000)
  if (second !== dateSecond) {
    dateSecond = second
    dateText = new Date(second * 1000).toUTCString()
  }
  return dateText
}
