// A registry's bearer token, fetched on this side: a password goes to the registry's token server and not to the daemon.
// Touches the network, by node:https; node:http for a registry on this machine alone. No error has a credential, nor what a server said.
// Facts: a user and password go by GET with Basic, as the Engine's own pull does, and once more by POST where GET is refused; an identity
// token goes by POST (OAuth 2). The fields of a response are `token` or `access_token`, `expires_in` in seconds, `issued_at`.

import { VERSION } from '../../engine/request/library-version.ts'
import type { AuthConfig } from '../../engine/request/registry-auth.ts'
import { FairleadError } from '../../error.ts'
import { clearTimeout, setTimeout } from '../../net/base/timers.ts'
import { CODE, GrpcStatus } from '../grpc/status.ts'

/** The largest response of a registry's token server, in bytes. A token is usually of 1 to 4 KB. */
export const MAX_TOKEN_BYTES = 262_144
/** The limit until a token is there, in ms. A daemon waits for about as long. */
export const TOKEN_TIMEOUT_MS = 30_000
/** How long a token is good for that does not say it, in seconds: the registry's protocol has this number. */
const DEFAULT_SECONDS = 60
const MAX_SECONDS = 2 ** 31 - 1
/** Statuses of a GET with a password after which POST is tried: some servers have POST alone. */
const NOT_BY_GET: readonly number[] = [401, 404, 405]

/** What a daemon asks for. */
export interface TokenRequest {
  readonly clientId: string
  /** The registry. */
  readonly host: string
  /** The token server's URL. */
  readonly realm: string
  readonly service: string
  readonly scopes: readonly string[]
}

/** A token, its life in seconds, and since when in seconds since 1970; 0: from now on. */
export interface Token {
  readonly token: string
  readonly expiresIn: number
  readonly issuedAt: number
}

/**
 * Fetches a token with these credentials; an empty object: anonymously. Rejects with GrpcStatus when the server refuses, with
 * ERR_BUILD_SERVICE when it cannot be reached, must not be asked, or sends no token.
 * @param onCancel receives a function that ends the request
 */
export async function fetchToken(
  asked: TokenRequest,
  auth: AuthConfig,
  onCancel: (cancel: () => void) => void,
): Promise<Token> {
  const { username = '', password = '', identitytoken = '', registrytoken = '' } = auth
  if (registrytoken !== '') return { token: registrytoken, expiresIn: DEFAULT_SECONDS, issuedAt: 0 }
  const realm = realmOf(asked)
  const exchange = (method: string, url: URL, headers: Record<string, string>, body?: string): Promise<Response> =>
    exchangeWith(url, method, headers, body, onCancel).catch((cause: Error) => {
      throw failure(asked, `${realm.origin}: ${cause.message}`)
    })
  const post = (fields: Record<string, string>): Promise<Response> => {
    const { clientId, service, scopes } = asked
    const form = { ...fields, client_id: clientId || 'fairlead', service, scope: scopes.join(' ') }
    const type = { 'Content-Type': 'application/x-www-form-urlencoded' }
    return exchange('POST', realm, type, new URLSearchParams(form).toString())
  }
  const refresh = identitytoken || (username === '' ? password : '')
  if (refresh !== '') return tokenIn(asked, realm, await post({ grant_type: 'refresh_token', refresh_token: refresh }))
  const url = new URL(realm)
  if (asked.service !== '') url.searchParams.append('service', asked.service)
  for (const scope of asked.scopes) url.searchParams.append('scope', scope)
  const basic = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const got = await exchange('GET', url, password === '' ? {} : { Authorization: basic })
  if (password === '' || !NOT_BY_GET.includes(got.status)) return tokenIn(asked, realm, got)
  return tokenIn(asked, realm, await post({ grant_type: 'password', username, password }))
}

/** The token server's URL. It is the registry that names it: plain HTTP is only for one on this machine, as a token is a secret too. */
function realmOf({ host, realm, ...rest }: TokenRequest): URL {
  const url = URL.canParse(realm) ? new URL(realm) : undefined
  const registry = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : undefined
  const asked = { host, realm, ...rest }
  if (url === undefined || registry === undefined) throw failure(asked, 'its token server has no valid URL')
  if (url.username !== '' || url.password !== '') throw failure(asked, 'the URL of its token server has a user in it')
  url.hash = ''
  const isNear = isLoopback(url.hostname) && isLoopback(registry.hostname)
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isNear)) return url
  throw failure(
    asked,
    `${url.origin}: a token server must be reached by https, unless it and its registry are on this machine`,
  )
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname)
}

interface Response {
  readonly status: number
  /** Empty unless the status is 200. */
  readonly body: Buffer
}

/** One request. Redirections are not followed: they would take a password elsewhere. Rejects with an error whose message may be shown. */
function exchangeWith(
  url: URL,
  method: string,
  headers: Record<string, string>,
  body: string | undefined,
  onCancel: (cancel: () => void) => void,
): Promise<Response> {
  const { request } =
    url.protocol === 'https:' ? process.getBuiltinModule('node:https') : process.getBuiltinModule('node:http')
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }
    const fields = { Accept: 'application/json', 'User-Agent': `fairlead/${VERSION}`, ...length, ...headers }
    const sent = request(url, { method, headers: fields, agent: false })
    const end = (settle: () => void): void => {
      clearTimeout(timer)
      settle()
      sent.destroy()
    }
    const fail = (what: string): void => end(() => reject(new Error(what)))
    const timer = setTimeout(() => fail(`no token within ${TOKEN_TIMEOUT_MS} ms`), TOKEN_TIMEOUT_MS)
    onCancel(() => fail('the daemon no longer wants it'))
    // The code alone: an error of the parser has the bytes that it read.
    sent.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message))
    sent.on('response', (response) => {
      const status = response.statusCode ?? 0
      const pieces: Buffer[] = []
      let size = 0
      if (status !== 200) end(() => resolve({ status, body: Buffer.alloc(0) }))
      response.on('data', (piece: Buffer) => {
        size += piece.length
        if (size > MAX_TOKEN_BYTES) fail(`the response has more than ${MAX_TOKEN_BYTES} bytes`)
        else pieces.push(piece)
      })
      response.on('end', () => end(() => resolve({ status, body: Buffer.concat(pieces) })))
      response.on('error', () => fail('the response was cut'))
    })
    sent.end(body)
  })
}

function tokenIn(asked: TokenRequest, { origin }: URL, { status, body }: Response): Token {
  if (status !== 200) {
    // The registry's word and not a failure of this side: the build fails with it as it does without a token server.
    throw new GrpcStatus(CODE.unauthenticated, `${origin} refused a token for ${shown(asked.host)}: status ${status}`)
  }
  let fields: Record<string, unknown>
  try {
    fields = Object(JSON.parse(body.toString()))
  } catch {
    // Not the parser's error: it quotes the text.
    throw failure(asked, `${origin}: the response is not JSON`)
  }
  const token = [fields.token, fields.access_token].find((one) => typeof one === 'string' && one !== '')
  if (typeof token !== 'string') throw failure(asked, `${origin}: the response has no token`)
  const seconds = Math.floor(Number(fields.expires_in))
  const issued = Math.floor(Date.parse(String(fields.issued_at)) / 1e3)
  return {
    token,
    expiresIn: seconds > 0 ? Math.min(seconds, MAX_SECONDS) : DEFAULT_SECONDS,
    issuedAt: issued > 0 ? issued : 0,
  }
}

function failure({ host }: TokenRequest, what: string): FairleadError {
  const text = `no token for the registry ${shown(host)} could be fetched: ${what}`
  return new FairleadError('ERR_BUILD_SERVICE', text, { blame: 'caller' })
}

/** A name that the daemon gave. */
function shown(name: string): string {
  return JSON.stringify(name.slice(0, 200))
}
