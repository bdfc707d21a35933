// Parses a host, as DOCKER_HOST and `docker -H` have it, into an Endpoint. Pure: reads no file, no environment.
// The rules are the docker CLI's (opts.ParseHost, connhelper/ssh): no scheme means tcp, tcp without a port means 2375.
// docs/endpoints.md lists the few differences, with reasons.

import { FairleadError } from '../error.ts'

/** Where an Engine listens: a unix socket, a named pipe, a TCP host, a host reached by ssh, or the caller's own `dial`. */
export type Endpoint =
  | {
      readonly kind: 'unix'
      /** Path of the socket; `@name` is an abstract socket (Linux), which has no file. */
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
      /** Written as `https://`, which means TLS. */
      readonly secure?: true
    }
  | {
      readonly kind: 'ssh'
      /** The login name; undefined: from ssh's configuration. */
      readonly user: string | undefined
      readonly host: string
      /** undefined: from ssh's configuration. */
      readonly port: number | undefined
      /** Path of the Engine's socket on the remote host; '': its default. */
      readonly path: string
    }
  | {
      /** Reached by the caller's own `dial`. */
      readonly kind: 'custom'
    }

/** Docker's default socket. */
export const DEFAULT_SOCKET = '/var/run/docker.sock'
/** Docker's default named pipe, on Windows. */
export const DEFAULT_PIPE = '//./pipe/docker_engine'
/** Docker's port without TLS. */
export const DEFAULT_PORT = 2375
/** Docker's port with TLS: the default if TLS is on and no host is given. */
export const DEFAULT_TLS_PORT = 2376

/**
 * Parses `unix:///path`, `unix://@abstract`, `tcp://host[:port][/base]`, `http://…`, `https://…`, `npipe:////./pipe/name`,
 * `ssh://[user@]host[:port][/path]`, and `host:port` without a scheme.
 * @throws FairleadError ERR_ENDPOINT if the text is none of these, or has a scheme that cannot be dialled
 */
export function parseHost(text: string): Endpoint {
  const host = text.trim()
  if (host === '') throw hostError(text, 'it is empty')
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
      throw hostError(text, 'fd:// is a socket that systemd passes to a daemon; a client cannot dial it')
    default:
      throw hostError(text, unknownScheme(scheme))
  }
}

/**
 * Parses a context's `Host`: as {@link parseHost}, but scheme and address are required, and tcp without a port means
 * HTTP's own, 80 or 443, since the CLI passes it to net/http unchanged.
 * @throws FairleadError ERR_ENDPOINT
 */
export function parseContextHost(text: string, tls: boolean): Endpoint {
  if (!/^\S+?:\/\/\S/.test(text)) throw hostError(text, 'a context needs a scheme and an address')
  const prefix = /^(?:tcp|http):\/\//.exec(text)
  return prefix === null ? parseHost(text) : parseTcp(text, text.slice(prefix[0].length), tls ? 443 : 80)
}

function unknownScheme(scheme: string): string {
  if (!/^[a-z]+$/i.test(scheme)) return 'expected a scheme'
  return /[A-Z]/.test(scheme) ? 'write the scheme in lower case' : `the scheme '${scheme}' cannot be dialled`
}

function parseUnix(text: string, path: string): Endpoint {
  if (path === '@') throw hostError(text, 'an abstract socket needs a name after the @')
  if (path !== '' && !/^[/@]/.test(path)) throw hostError(text, 'a unix socket needs an absolute path')
  if (path.includes('\0')) throw hostError(text, 'a path has no NUL')
  return { kind: 'unix', path: path || DEFAULT_SOCKET }
}

/** `//./pipe/name` or `//server/pipe/name`, with slashes of either kind. */
function parsePipe(text: string, path: string): Endpoint {
  const slashed = path.replaceAll('\\', '/')
  if (path !== '' && !/^\/\/[\w.-]+\/pipe\/[^/\0][^\0]*$/i.test(slashed)) {
    throw hostError(text, "write a named pipe as 'npipe:////./pipe/name'")
  }
  return { kind: 'npipe', path: slashed || DEFAULT_PIPE }
}

/** A host without a scheme. Docker's own client would take `unix:/path` for a host named `unix`, and `/path` for one on localhost. */
function parseBare(text: string, host: string): Endpoint {
  if (/^([a-z]+:)?\//i.test(host)) throw hostError(text, "write a path as 'unix:///path', a host as 'tcp://host'")
  return parseTcp(text, host, DEFAULT_PORT)
}

/** A name, an IPv4 address or a bracketed IPv6 address with an optional zone (RFC 6874). */
const HOST = /^(\[[0-9a-f:.]+(?:%25[\w.~-]+)?\]|[\w.~-]*)(?::(\d*))?(\/[!-~]*)?$/i

function parseTcp(text: string, rest: string, defaultPort: number): Endpoint & { kind: 'tcp' } {
  if (/[\s?#@]/.test(rest)) throw hostError(text, 'it cannot have white space, a user, a query or a fragment')
  const { name, port, path } = parseAuthority(text, rest)
  return { kind: 'tcp', host: name || 'localhost', port: port ?? defaultPort, basePath: path.replace(/\/+$/, '') }
}

function parseAuthority(text: string, rest: string): { name: string; port: number | undefined; path: string } {
  const match = HOST.exec(rest)
  if (match === null) throw hostError(text, 'expected host, host:port or [v6]:port')
  const port = match[2] ? Number(match[2]) : undefined
  if (port !== undefined && (port < 1 || port > 65535)) throw hostError(text, `port ${port} is outside 1 to 65535`)
  const name = match[1]!.replace(/^\[|\]$/g, '').replace('%25', '%')
  return { name, port, path: match[3] ?? '' }
}

/** What OpenSSH 9.6 and later refuse in a user's name, since older ones pass it on to a shell; and a backslash anywhere. */
const SHELL = /['"`$\\;&<>|(){}]/

function parseSsh(text: string, rest: string): Endpoint {
  if (/[?#]/.test(rest)) throw hostError(text, 'an ssh host has no query and no fragment')
  // A path may contain an '@', too.
  const at = rest.replace(/\/.*$/s, '').lastIndexOf('@')
  const userPart = rest.slice(0, Math.max(at, 0))
  if (/:/.test(userPart)) throw hostError(text, 'it cannot have a password: ssh uses its agent or its keys')
  const user = decode(userPart)
  // ssh could read a leading dash as an option.
  if (user === undefined || /^-|[\0-\x20\x7f]|[\ud800-\udfff]/u.test(user))
    throw hostError(text, 'the user is no login name')
  // A ProxyCommand with %r in the ssh configuration passes the name to a shell.
  if (SHELL.test(user)) throw hostError(text, 'the user has a character that a shell would interpret')
  const { name, port, path } = parseAuthority(text, rest.slice(at + 1))
  if (name === '' || name.startsWith('-')) throw hostError(text, 'expected a host')
  const socket = decode(path)
  if (socket === undefined || socket.includes('\0')) throw hostError(text, 'the path cannot be decoded')
  return { kind: 'ssh', user: user || undefined, host: name, port, path: socket === '/' ? '' : socket }
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** The endpoint in the form that {@link parseHost} reads, for messages. */
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

/** The error for a host; its message omits what may be a user, a password or a token. */
function hostError(text: string, why: string): FairleadError {
  const shown = text.replace(/^([a-z]+:\/\/)?.*@/is, '$1…@').replace(/[?#].*$/s, '…')
  return new FairleadError('ERR_ENDPOINT', `the host '${shown}' cannot be dialled: ${why}`)
}
