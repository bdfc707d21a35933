// A host as DOCKER_HOST and `docker -H` write it → an Endpoint. Pure: reads no file, no environment.
// The rules are the docker CLI's (opts.ParseHost): no scheme means tcp, tcp without a port means 2375.

import { FairleadError } from '../error.ts'

/** Where an Engine listens. */
export type Endpoint =
  | {
      readonly kind: 'unix'
      /** Path of the socket. */
      readonly path: string
    }
  | {
      readonly kind: 'tcp'
      readonly host: string
      readonly port: number
      /** Prefix of every request target: '' or '/prefix'. */
      readonly basePath: string
    }

/** Where Docker listens unless told otherwise. */
export const DEFAULT_SOCKET = '/var/run/docker.sock'
/** Docker's port without TLS. */
export const DEFAULT_PORT = 2375

/**
 * Reads `unix:///path`, `tcp://host[:port][/base]` or `http://…`, and `host:port` without a scheme.
 * @throws FairleadError ERR_ENDPOINT when the text is none of these, or names a scheme that cannot be dialled.
 */
export function parseHost(text: string): Endpoint {
  const host = text.trim()
  if (host === '') throw refused(text, 'it is empty')
  const cut = host.indexOf('://')
  if (cut < 0) return parseBare(text, host)
  const scheme = host.slice(0, cut).toLowerCase()
  const rest = host.slice(cut + 3)
  switch (scheme) {
    case 'unix':
      return parseUnix(text, rest)
    case 'tcp':
    case 'http':
      return parseTcp(text, rest, scheme === 'http' ? 80 : DEFAULT_PORT)
    default:
      throw refused(text, /^[a-z]+$/.test(scheme) ? `the scheme '${scheme}' cannot be dialled` : 'expected a scheme')
  }
}

function parseUnix(text: string, path: string): Endpoint {
  if (path !== '' && !path.startsWith('/')) throw refused(text, 'a unix socket needs an absolute path')
  if (path.includes('\0')) throw refused(text, 'a path has no NUL')
  return { kind: 'unix', path: path || DEFAULT_SOCKET }
}

/** Without a scheme. Docker's own client would look for the host `unix` in `unix:/path`, and on localhost for `/path`. */
function parseBare(text: string, host: string): Endpoint {
  if (/^([a-z]+:)?\//i.test(host)) throw refused(text, "a path is written 'unix:///path', a host 'tcp://host'")
  return parseTcp(text, host, DEFAULT_PORT)
}

function parseTcp(text: string, rest: string, defaultPort: number): Endpoint {
  if (/[\s?#@]/.test(rest)) throw refused(text, 'white space, user, query and fragment have no place in it')
  const match = /^(\[[0-9a-f:.]+\]|[\w.~-]*)(?::(\d*))?(\/[!-~]*)?$/i.exec(rest)
  if (match === null) throw refused(text, 'expected host, host:port or [v6]:port')
  const port = match[2] ? Number(match[2]) : defaultPort
  if (port < 1 || port > 65535) throw refused(text, `port ${port} is outside 1 to 65535`)
  const name = (match[1] || 'localhost').replace(/^\[|\]$/g, '')
  return { kind: 'tcp', host: name, port, basePath: (match[3] ?? '').replace(/\/+$/, '') }
}

/** The endpoint as a user would write it, for messages. */
export function formatEndpoint(endpoint: Endpoint): string {
  if (endpoint.kind === 'unix') return `unix://${endpoint.path}`
  return `tcp://${authority(endpoint)}${endpoint.basePath}`
}

/** `host:port`, with the brackets an IPv6 address needs (RFC 3986 §3.2.2). */
export function authority(endpoint: Endpoint & { kind: 'tcp' }): string {
  return `${endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host}:${endpoint.port}`
}

/** Whatever may be a user, a password or a token is left out of the message. */
function refused(text: string, why: string): FairleadError {
  const shown = text.replace(/^([a-z]+:\/\/)?.*@/is, '$1…@').replace(/[?#].*$/s, '…')
  return new FairleadError('ERR_ENDPOINT', `not a host that can be dialled: '${shown}': ${why}`)
}
