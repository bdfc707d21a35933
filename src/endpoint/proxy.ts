// The proxy for a tcp host: HTTP_PROXY, HTTPS_PROXY and NO_PROXY as the docker CLI reads them (Go's httpproxy). Pure.
// No message contains a proxy's user or password.

import { FairleadError } from '../error.ts'
import type { Environment } from './config.ts'
import { type Endpoint, formatEndpoint } from './parse.ts'

// Not imported: see net/base/net.ts.
const net = process.getBuiltinModule('node:net')

/** A proxy that makes tunnels (CONNECT, RFC 9110 §9.3.6). */
export interface HttpProxy {
  readonly host: string
  readonly port: number
  /** Whether the connection to the proxy itself uses TLS. */
  readonly secure: boolean
  /** The value of Proxy-Authorization; not enumerable, so that printing the object does not show it. */
  readonly authorization: string | undefined
  /** For messages: `http://host:port (HTTP_PROXY)`. */
  readonly name: string
}

/**
 * The proxy for an endpoint, or undefined. The option takes precedence over the environment, NO_PROXY included.
 * @param option a URL; `false` for no proxy
 * @throws FairleadError ERR_OPTION if the proxy chosen is invalid
 */
export function chooseProxy(
  endpoint: Endpoint,
  isTls: boolean,
  option: string | false | undefined,
  env: Environment,
): HttpProxy | undefined {
  if (option !== undefined && option !== false && (typeof option !== 'string' || endpoint.kind !== 'tcp')) {
    throw optionError(`proxy: expected a URL or false, and a tcp:// host, not ${formatEndpoint(endpoint)}`)
  }
  if (endpoint.kind !== 'tcp' || option === false) return undefined
  if (option !== undefined) return parseProxy(option, 'the proxy option')
  const name = isTls ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const from = [name, name.toLowerCase()].find((variable) => env[variable])
  if (from === undefined || !isProxied(endpoint, env.NO_PROXY || env.no_proxy || '')) return undefined
  if (!isTls && env.REQUEST_METHOD) {
    // In a CGI program, HTTP_PROXY is a request's Proxy field: its sender would choose the proxy.
    throw optionError(`${from} is not used in a CGI program (REQUEST_METHOD is set): set the proxy option`)
  }
  return parseProxy(env[from] as string, from)
}

function parseProxy(text: string, from: string): HttpProxy {
  const withScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(text.trim()) ? text.trim() : `http://${text.trim()}`
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined
  if (url === undefined || url.hostname === '') throw optionError(`${from}: expected the URL of a proxy`)
  const { protocol, username, password } = url
  if (protocol !== 'http:' && protocol !== 'https:')
    throw optionError(`${from}: ${protocol}// proxies are not supported, only http and https`)
  const secure = protocol === 'https:'
  const port = Number(url.port) || (secure ? 443 : 80)
  const credentials = `${decode(username)}:${decode(password)}`
  const proxy = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port,
    secure,
    authorization: credentials === ':' ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`,
    name: `${protocol}//${url.hostname}:${port} (${from})`,
  }
  return Object.defineProperty(proxy, 'authorization', { enumerable: false })
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Whether a host goes through the proxy: NO_PROXY does not exclude it, and it is neither localhost nor a loopback address. */
function isProxied({ host, port }: Endpoint & { kind: 'tcp' }, noProxy: string): boolean {
  const name = host.replace(/%.*$/, '').trim().toLowerCase()
  if (name === 'localhost' || isLoopback(name)) return false
  return !noProxy.split(',').some((entry) => matches(entry.trim().toLowerCase(), name, port))
}

/** Whether an entry of NO_PROXY matches: `*`, a block (CIDR), an address, a domain with its subdomains, or `.domain` or `*.domain` for subdomains alone; the last three with an optional port. */
function matches(entry: string, name: string, port: number): boolean {
  if (entry === '') return false
  if (entry === '*') return true
  if (entry.includes('/')) return inBlock(entry, name)
  const [, bracketed, bare, entryPort] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? []
  const host = net.isIP(entry) === 0 ? (bracketed ?? bare ?? '') : entry
  if (host === '' || (entryPort !== undefined && Number(entryPort) !== port)) return false
  if (net.isIP(host) !== 0) return net.isIP(name) !== 0 && inBlock(`${host}/${net.isIP(host) === 6 ? 128 : 32}`, name)
  const domain = host.replace(/^\*(?=\.)/, '')
  return domain.startsWith('.') ? name.endsWith(domain) : name === domain || name.endsWith(`.${domain}`)
}

function inBlock(block: string, address: string): boolean {
  const [base = '', bits = ''] = block.split('/')
  const family = net.isIP(base)
  if (family === 0 || net.isIP(address) === 0 || !/^\d+$/.test(bits) || Number(bits) > (family === 6 ? 128 : 32))
    return false
  const list = new net.BlockList()
  list.addSubnet(base, Number(bits), family === 6 ? 'ipv6' : 'ipv4')
  return list.check(address, net.isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

function isLoopback(address: string): boolean {
  return inBlock('127.0.0.0/8', address) || inBlock('::1/128', address)
}

function optionError(message: string): FairleadError {
  return new FairleadError('ERR_OPTION', message)
}
