// What a socket's error code means, in words: of the kernel's codes and of a failed TLS handshake's.
// A server that wants a client's certificate says so within the handshake by TLS 1.2, and after it by 1.3.

import { FairleadError } from '../error.ts'
import type { Exchange } from '../wire/exchange.ts'

/** `CODE (what it means)`, or the code alone, or the message where there is none. */
export function errorInWords(error: NodeJS.ErrnoException): string {
  const code = error.code ?? error.message
  const hint = hints[code] ?? tlsHint(code)
  return hint === undefined ? code : `${code} (${hint})`
}

/** Why a dial may have taken too long: after this error, if any. */
export function delayInWords(error: NodeJS.ErrnoException | undefined): string {
  return error?.code === 'EAGAIN' ? 'its backlog is full: the Engine accepts nobody' : 'nothing answers there'
}

const hints: Record<string, string> = {
  ENOENT: 'no such socket: is the Engine running?',
  EACCES: "no permission: is this user in the socket's group, often 'docker'?",
  ECONNREFUSED: 'nothing listens there: is the Engine running?',
  ENOTFOUND: 'the host name does not resolve',
  ENOTSOCK: 'the path is not a socket',
  ETIMEDOUT: 'nothing answers at that address',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no way to that network',
  EAI_AGAIN: 'the name server does not answer',
  ENAMETOOLONG: 'the path is longer than the system takes',
  EINVAL: 'the path may be longer than the system takes: about 100 bytes',
}

function tlsHint(code: string): string | undefined {
  if (code === 'CERT_HAS_EXPIRED') return "the server's certificate has expired"
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return "the server's certificate is for another name: see tls.servername"
  if (/^(EPROTO|ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG))$/.test(code)) {
    return 'no TLS there, or no version in common: does the port speak plain HTTP?'
  }
  if (/SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY)/.test(code)) {
    return "the server's certificate is of an authority that is not known: pass that as tls.ca"
  }
  if (
    /ALERT_(HANDSHAKE_FAILURE|CERTIFICATE_REQUIRED|(BAD|UNSUPPORTED)_CERTIFICATE|(CERTIFICATE_)?UNKNOWN(_CA)?)$/.test(
      code,
    )
  ) {
    return 'the server did not take our certificate, or wants one: see tls.cert and tls.key'
  }
  return undefined
}

/** How far the answer had come, for a message. */
function phaseOf({ untouched, awaitingHead }: Exchange): string {
  if (untouched) return 'before the answer began'
  return awaitingHead ? "within the answer's head" : "within the answer's body"
}

/** Whether an error says that the connection ended before a byte of the answer came. */
export function isUnanswered(error: Error): boolean {
  return (
    error instanceof FairleadError && (error.code === 'ERR_CONNECTION_CLOSED' || error.code === 'ERR_CONNECTION_RESET')
  )
}

/** The error of a connection that was closed before the answer was there. */
export function closedEarly(exchange: Exchange): FairleadError {
  return new FairleadError('ERR_CONNECTION_CLOSED', `the connection was closed ${phaseOf(exchange)}`)
}

/** The error of a connection that broke; one that a custom stream failed with stays as it is. */
export function brokenOff(error: NodeJS.ErrnoException, exchange: Exchange): FairleadError {
  if (error instanceof FairleadError) return error
  const message = `the connection broke off ${phaseOf(exchange)}: ${errorInWords(error)}`
  return new FairleadError('ERR_CONNECTION_RESET', message, { cause: error })
}
