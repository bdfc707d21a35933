// A host as DOCKER_HOST and `docker -H` write it → an Endpoint. Pure: reads no file, no environment.
// The rules are the docker CLI's (opts.ParseHost, connhelper/ssh): no scheme means tcp, tcp without a port means 2375.
// docs/endpoints.md has the few places where it differs, and why.

import { FairleadError } from '../error.ts'

/** Where an Engine listens. */
export type Endpoint =
  | {
      readonly kind: 'unix'
      /** Path of the socket. */
      readonly path: string
    }
  | {
      /** A named pipe of Windows. */
      readonly kind: 'npipe'
      /** `//./pipe/name`. */
      readonly path: string
    }
  | {
      readonly kind: 'tcp'
      readonly host: string
      readonly port: number
      /** Prefix of every request target: '' or '/prefix'. */
      readonly basePath: string
      /** It was written `https://`, which asks for TLS. */
      readonly secure?: true
    }
  | {
      readonly kind: 'ssh'
      /** Whom to log in as; undefined: as ssh's configuration says. */
      readonly user: string | undefined
      readonly host: string
      /** undefined: as ssh's configuration says. */
      readonly port: number | undefined
      /** Path of the Engine's socket over there; '': its default. */
      readonly path: string
    }
  | {
      /** Reached by the caller's own `dial`. */
      readonly kind: 'custom'
    }

/** Where Docker listens unless told otherwise. */
export const DEFAULT_SOCKET = '/var/run/docker.sock'
/** The same on Windows. */
export const DEFAULT_PIPE = '//./pipe/docker_engine'
/** Docker's port without TLS. */
export const DEFAULT_PORT = 2375
/** Docker's port with TLS: taken where TLS is asked for and no host is. */
export const DEFAULT_TLS_PORT = 2376

/**
 * Reads `unix:///path`, `tcp://host[:port][/base]`, `http://…`, `https://…`, `npipe:////./pipe/name`,
 * `ssh://[user@]host[:port][/path]`, and `host:port` without a scheme.
 * @throws FairleadError ERR_ENDPOINT when the text is none of these, or names a scheme that cannot be dialled.
 */
export function parseHost(text: string): Endpoint {
  const host = text.trim()
  if (host === '') throw refused(text, 'it is empty')
  const cut = host.indexOf('://')
  if (cut < 0) return parseBare(text, host)
  const scheme = host.slice(0, cut)
  const rest = host.slice(cut + 3)
  switch (scheme) {
    case 'unix':
      return parseUnix(text, rest)
    case 'npipe':
      return parsePipe(text, rest)
    case 'tcp':
      return parseTcp(text, rest, DEFAULT_PORT)
    case 'http':
      return parseTcp(text, rest, 80)
    case 'https':
      return { ...parseTcp(text, rest, 443), secure: true }
    case 'ssh':
      return parseSsh(text, rest)
    case 'fd':
      throw refused(text, 'fd:// is where a daemon is handed its socket by systemd; a client cannot dial it')
    default:
      throw refused(text, unknownScheme(scheme))
  }
}

/**
 * Reads a context's `Host`: as {@link parseHost}, but a scheme and an address are needed, and tcp without a port means
 * HTTP's own, 80 or 443, as the CLI hands it to net/http as it is.
 * @throws FairleadError ERR_ENDPOINT.
 */
export function parseContextHost(text: string, tls: boolean): Endpoint {
  if (!/^\S+?:\/\/\S/.test(text)) throw refused(text, 'a context needs a scheme and an address')
  const plain = /^(?:tcp|http):\/\//.exec(text)
  return plain === null ? parseHost(text) : parseTcp(text, text.slice(plain[0].length), tls ? 443 : 80)
}

function unknownScheme(scheme: string): string {
  if (!/^[a-z]+$/i.test(scheme)) return 'expected a scheme'
  return /[A-Z]/.test(scheme) ? 'a scheme is written in lower case' : `the scheme '${scheme}' cannot be dialled`
}

function parseUnix(text: string, path: string): Endpoint {
  if (path !== '' && !path.startsWith('/')) throw refused(text, 'a unix socket needs an absolute path')
  if (path.includes('\0')) throw refused(text, 'a path has no NUL')
  return { kind: 'unix', path: path || DEFAULT_SOCKET }
}

/** `//./pipe/name` or `//server/pipe/name`, with slashes of either kind. */
function parsePipe(text: string, path: string): Endpoint {
  const slashed = path.replaceAll('\\', '/')
  if (path !== '' && !/^\/\/[\w.-]+\/pipe\/[^/\0][^\0]*$/i.test(slashed)) {
    throw refused(text, "a named pipe is written 'npipe:////./pipe/name'")
  }
  return { kind: 'npipe', path: slashed || DEFAULT_PIPE }
}

/** Without a scheme. Docker's own client would look for the host `unix` in `unix:/path`, and on localhost for `/path`. */
function parseBare(text: string, host: string): Endpoint {
  if (/^([a-z]+:)?\//i.test(host)) throw refused(text, "a path is written 'unix:///path', a host 'tcp://host'")
  return parseTcp(text, host, DEFAULT_PORT)
}

/** A name, an IPv4 address or a bracketed IPv6 address; a zone is written as RFC 6874 has it. */
const HOST = /^(\[[0-9a-f:.]+(?:%25[\w.~-]+)?\]|[\w.~-]*)(?::(\d*))?(\/[!-~]*)?$/i

function parseTcp(text: string, rest: string, defaultPort: number): Endpoint & { kind: 'tcp' } {
  if (/[\s?#@]/.test(rest)) throw refused(text, 'white space, user, query and fragment have no place in it')
  const { name, port, path } = parseAuthority(text, rest)
  return { kind: 'tcp', host: name || 'localhost', port: port ?? defaultPort, basePath: path.replace(/\/+$/, '') }
}

function parseAuthority(text: string, rest: string): { name: string; port: number | undefined; path: string } {
  const match = HOST.exec(rest)
  if (match === null) throw refused(text, 'expected host, host:port or [v6]:port')
  const port = match[2] ? Number(match[2]) : undefined
  if (port !== undefined && (port < 1 || port > 65535)) throw refused(text, `port ${port} is outside 1 to 65535`)
  const name = match[1]!.replace(/^\[|\]$/g, '').replace('%25', '%')
  return { name, port, path: match[3] ?? '' }
}

function parseSsh(text: string, rest: string): Endpoint {
  if (/[?#]/.test(rest)) throw refused(text, 'an ssh host has no query and no fragment')
  // A path may hold an '@' of its own.
  const at = rest.replace(/\/.*$/s, '').lastIndexOf('@')
  const written = rest.slice(0, Math.max(at, 0))
  if (/:/.test(written)) throw refused(text, 'a password has no place in it: ssh asks its agent or its keys')
  const user = decode(written)
  // What begins with a dash could be read as an option by ssh.
  if (user === undefined || /^-|[\0-\x20\x7f]|\p{Surrogate}/u.test(user))
    throw refused(text, 'the user cannot be a login name')
  const { name, port, path } = parseAuthority(text, rest.slice(at + 1))
  if (name === '' || name.startsWith('-')) throw refused(text, 'expected a host')
  const socket = decode(path)
  if (socket === undefined || socket.includes('\0')) throw refused(text, 'the path cannot be decoded')
  return { kind: 'ssh', user: user || undefined, host: name, port, path: socket === '/' ? '' : socket }
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** The endpoint as a user would write it, for messages. */
export function formatEndpoint(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case 'unix':
    case 'npipe':
      return `${endpoint.kind}://${endpoint.path}`
    case 'tcp':
      return `${endpoint.secure ? 'https' : 'tcp'}://${bracketed(endpoint.host)}:${endpoint.port}${endpoint.basePath}`
    case 'custom':
      return "the given 'dial'"
    case 'ssh': {
      const user = endpoint.user === undefined ? '' : `${encodeURIComponent(endpoint.user)}@`
      const port = endpoint.port === undefined ? '' : `:${endpoint.port}`
      return `ssh://${user}${bracketed(endpoint.host)}${port}${encodeURI(endpoint.path).replace(/[?#]/g, encodeURIComponent)}`
    }
  }
}

/** `host:port` for the Host field: an IPv6 address in brackets (RFC 3986 §3.2.2), without its zone (RFC 6874 §1). */
export function authority(endpoint: Endpoint & { kind: 'tcp' }): string {
  return `${bracketed(endpoint.host.replace(/%.*$/, ''))}:${endpoint.port}`
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host.replace('%', '%25')}]` : host
}

/** Whatever may be a user, a password or a token is left out of the message. */
function refused(text: string, why: string): FairleadError {
  const shown = text.replace(/^([a-z]+:\/\/)?.*@/is, '$1…@').replace(/[?#].*$/s, '…')
  return new FairleadError('ERR_ENDPOINT', `not a host that can be dialled: '${shown}': ${why}`)
}
