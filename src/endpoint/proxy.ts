// Which proxy is between us and a tcp host: HTTP_PROXY, HTTPS_PROXY and NO_PROXY as the docker CLI reads them (Go's
// httpproxy). Pure. A proxy's user and password are in no message.

import { BlockList, isIP } from 'node:net'
import { FairleadError } from '../error.ts'
import type { Environment } from './config.ts'
import { type Endpoint, formatEndpoint } from './parse.ts'

/** A proxy to be asked for a tunnel (CONNECT, RFC 9110 §9.3.6). */
export interface HttpProxy {
  readonly host: string
  readonly port: number
  /** TLS is spoken to the proxy itself. */
  readonly secure: boolean
  /** The value of Proxy-Authorization; hidden from whoever prints this. */
  readonly authorization: string | undefined
  /** For messages: `http://host:port (HTTP_PROXY)`. */
  readonly name: string
}

/**
 * The proxy for an endpoint, or undefined. What the option says goes before the environment and before NO_PROXY.
 * @throws FairleadError ERR_OPTION when the one that counts is no proxy that can be asked.
 */
export function chooseProxy(
  endpoint: Endpoint,
  isTls: boolean,
  option: string | false | undefined,
  env: Environment,
): HttpProxy | undefined {
  if (option !== undefined && option !== false && (typeof option !== 'string' || endpoint.kind !== 'tcp')) {
    throw wrong(`proxy: expected a URL or false, and a tcp:// host, not ${formatEndpoint(endpoint)}`)
  }
  if (endpoint.kind !== 'tcp' || option === false) return undefined
  if (option !== undefined) return parseProxy(option, 'the proxy option')
  const name = isTls ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const from = [name, name.toLowerCase()].find((variable) => env[variable])
  if (from === undefined || !isProxied(endpoint, env.NO_PROXY || env.no_proxy || '')) return undefined
  if (!isTls && env.REQUEST_METHOD) {
    // A CGI program has a request's Proxy field in HTTP_PROXY: whoever sends it would choose the proxy.
    throw wrong(`${from} is not used in a CGI program (REQUEST_METHOD is set): give the proxy option`)
  }
  return parseProxy(env[from] as string, from)
}

function parseProxy(text: string, from: string): HttpProxy {
  const withScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(text.trim()) ? text.trim() : `http://${text.trim()}`
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined
  if (url === undefined || url.hostname === '') throw wrong(`${from}: not the URL of a proxy`)
  const { protocol, username, password } = url
  if (protocol !== 'http:' && protocol !== 'https:')
    throw wrong(`${from}: a ${protocol}// proxy is not spoken, only http and https`)
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

/** Whether NO_PROXY lets it be proxied; localhost and loopback addresses never are. */
function isProxied({ host, port }: Endpoint & { kind: 'tcp' }, noProxy: string): boolean {
  const name = host.replace(/%.*$/, '').trim().toLowerCase()
  if (name === 'localhost' || isLoopback(name)) return false
  return !noProxy.split(',').some((entry) => matches(entry.trim().toLowerCase(), name, port))
}

/** One entry: `*`, a block (CIDR), an address, a domain with its subdomains, or `.domain` or `*.domain` for these alone; the last three with or without a port. */
function matches(entry: string, name: string, port: number): boolean {
  if (entry === '') return false
  if (entry === '*') return true
  if (entry.includes('/')) return inBlock(entry, name)
  const [, bracketed, plain, entryPort] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? []
  const host = isIP(entry) === 0 ? (bracketed ?? plain ?? '') : entry
  if (host === '' || (entryPort !== undefined && Number(entryPort) !== port)) return false
  if (isIP(host) !== 0) return isIP(name) !== 0 && inBlock(`${host}/${isIP(host) === 6 ? 128 : 32}`, name)
  const domain = host.replace(/^\*(?=\.)/, '')
  return domain.startsWith('.') ? name.endsWith(domain) : name === domain || name.endsWith(`.${domain}`)
}

function inBlock(block: string, address: string): boolean {
  const [net = '', bits = ''] = block.split('/')
  const family = isIP(net)
  if (family === 0 || isIP(address) === 0 || !/^\d+$/.test(bits) || Number(bits) > (family === 6 ? 128 : 32))
    return false
  const list = new BlockList()
  list.addSubnet(net, Number(bits), family === 6 ? 'ipv6' : 'ipv4')
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

function isLoopback(address: string): boolean {
  return inBlock('127.0.0.0/8', address) || inBlock('::1/128', address)
}

function wrong(message: string): FairleadError {
  return new FairleadError('ERR_OPTION', message)
}
