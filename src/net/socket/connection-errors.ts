// Explains a socket's error code in words: the kernel's codes and those of a failed TLS handshake.
// A server that requires a client certificate says so within the handshake with TLS 1.2, and after it with TLS 1.3.

import { FairleadError } from '../../error.ts'
import type { Exchange } from '../../wire/exchange.ts'

/** Returns `CODE (what it means)`, the code alone where its meaning is unknown, or the message of an error without a code. */
export function describeError(error: NodeJS.ErrnoException): string {
  const code = error.code ?? error.message
  const meaning = meanings[code] ?? tlsMeaning(code)
  return meaning === undefined ? code : `${code} (${meaning})`
}

/** Why a dial may have taken too long. `error` is the last one of the dial, if any. */
export function describeTimeout(error: NodeJS.ErrnoException | undefined): string {
  if (error?.code === 'EBUSY') return 'every instance of the pipe stays in use'
  return error?.code === 'EAGAIN' ? 'its backlog is full: the Engine accepts no connection' : 'nothing answers there'
}

const meanings: Record<string, string> = {
  ENOENT: 'no such socket: is the Engine running?',
  EACCES: "no permission: is this user in the socket's group, often 'docker'?",
  ECONNREFUSED: 'nothing listens there: is the Engine running?',
  ENOTFOUND: 'the host name does not resolve',
  ENOTSOCK: 'the path is not a socket',
  ETIMEDOUT: 'nothing answers at that address',
  EHOSTUNREACH: 'no route to that host',
  ENETUNREACH: 'no route to that network',
  EAI_AGAIN: 'the name server does not answer',
  ENAMETOOLONG: 'the path is longer than the system allows',
}

function tlsMeaning(code: string): string | undefined {
  if (code === 'CERT_HAS_EXPIRED') return "the server's certificate has expired"
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return "the server's certificate is for another name: see tls.servername"
  if (/^(EPROTO|ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG))$/.test(code)) {
    return 'no TLS there, or no TLS version in common: does the port speak plain HTTP?'
  }
  if (/SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY)/.test(code)) {
    return "the server's certificate is from an unknown authority: pass that authority as tls.ca"
  }
  if (
    /ALERT_(HANDSHAKE_FAILURE|CERTIFICATE_REQUIRED|(BAD|UNSUPPORTED)_CERTIFICATE|(CERTIFICATE_)?UNKNOWN(_CA)?)$/.test(
      code,
    )
  ) {
    return 'the server rejected the client certificate, or requires one: see tls.cert and tls.key'
  }
  return undefined
}

/** How much of the response had come, for a message. */
function phaseOf({ untouched, awaitingHead }: Exchange): string {
  if (untouched) return 'before the response began'
  return awaitingHead ? "within the response's head" : "within the response's body"
}

/** Whether an error can mean that the connection ended before the response began. */
export function isWithoutResponse(error: Error): boolean {
  return (
    error instanceof FairleadError && (error.code === 'ERR_CONNECTION_CLOSED' || error.code === 'ERR_CONNECTION_RESET')
  )
}

/** The error of a connection that was closed before the response was complete. */
export function closedEarly(exchange: Exchange): FairleadError {
  return new FairleadError('ERR_CONNECTION_CLOSED', `the connection was closed ${phaseOf(exchange)}`)
}

/** The error of a connection that broke. A FairleadError, from a custom stream, stays as it is. */
export function connectionReset(error: NodeJS.ErrnoException, exchange: Exchange): FairleadError {
  if (error instanceof FairleadError) return error
  const message = `the connection broke off ${phaseOf(exchange)}: ${describeError(error)}`
  return new FairleadError('ERR_CONNECTION_RESET', message, { cause: error })
}
