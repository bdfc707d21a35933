// Credentials and tokens for the registries of base images and caches, from the same sources as pull()'s. The daemon asks for one host
// at a time. Engine facts: a daemon that gets a token authority's key has this side fetch tokens; without it (UNAVAILABLE) it fetches
// them itself, with the credentials. Credentials are what a registry without tokens needs. An empty user with a secret is an identity
// token; both empty is anonymous.

import type { AuthConfig, RegistryConfig } from '../../engine/request/registry-auth.ts'
import { FairleadError } from '../../error.ts'
import { type CredentialSource, isSource } from '../../recipes/credentials/auth.ts'
import { hostOf } from '../../recipes/credentials/credential-file.ts'
import type { Handler } from '../grpc/server.ts'
import { CODE, GrpcStatus } from '../grpc/status.ts'
import {
  CredentialsRequest,
  CredentialsResponse,
  FetchTokenRequest,
  FetchTokenResponse,
  TokenAuthorityRequest,
  TokenAuthorityResponse,
  VerifyAuthorityRequest,
  VerifyAuthorityResponse,
} from '../proto/messages.ts'
import { authorityKey, publicKeyOf, signed } from './token-authority.ts'
import { fetchToken } from './token-fetch.ts'

/** Credentials by registry, such as `ghcr.io`, or a source that is queried for them, such as `credentials()`. */
export type BuildAuth = CredentialSource | RegistryConfig

/**
 * Who fetches the tokens of registries: 'client', this side, so that a password need not leave it; 'daemon', which gets the
 * credentials for it, as with `pull()`.
 */
export type AuthTokens = 'client' | 'daemon'

/** Docker Hub's host, as BuildKit names it. */
const HUB = 'registry-1.docker.io'

/** @throws FairleadError ERR_OPTION for another word. */
export function checkAuthTokens(tokens: AuthTokens | undefined): void {
  if (tokens === undefined || tokens === 'client' || tokens === 'daemon') return
  throw new FairleadError('ERR_OPTION', "authTokens: expected 'client' or 'daemon'")
}

/** Behind a proxy this side may not reach a token server. The daemon has a proxy of its own. */
function hasProxy(): boolean {
  const { HTTPS_PROXY, https_proxy } = process.env
  return Boolean(HTTPS_PROXY || https_proxy)
}

/** The methods of the auth service. */
export function authService(
  auth: BuildAuth,
  signal: AbortSignal,
  tokens: AuthTokens = hasProxy() ? 'daemon' : 'client',
): ReadonlyMap<string, Handler> {
  const find = async (host: string): Promise<AuthConfig> => (await look(auth, host, signal)) ?? {}
  const authority = async (host: string, salt: Uint8Array) => {
    const found = await find(host)
    // Nothing is to be kept from the daemon then, and what it can reach is what counts.
    if (!hasSecret(found)) throw new GrpcStatus(CODE.unavailable, 'there are no credentials for this registry')
    return authorityKey(host, salt, found)
  }
  const methods: [string, Handler][] = [
    [
      'Credentials',
      async (call) => {
        const {
          username = '',
          password = '',
          identitytoken = '',
        } = await find((await call.request(CredentialsRequest)).host)
        if (identitytoken !== '') await call.write(CredentialsResponse, { secret: identitytoken })
        else await call.write(CredentialsResponse, { username, secret: password })
      },
    ],
  ]
  if (tokens === 'client') {
    methods.push(
      [
        'GetTokenAuthority',
        async (call) => {
          const { host, salt } = await call.request(TokenAuthorityRequest)
          await call.write(TokenAuthorityResponse, { publicKey: publicKeyOf(await authority(host, salt)) })
        },
      ],
      [
        'VerifyTokenAuthority',
        async (call) => {
          const { host, payload, salt } = await call.request(VerifyAuthorityRequest)
          await call.write(VerifyAuthorityResponse, { signed: signed(await authority(host, salt), payload) })
        },
      ],
      [
        'FetchToken',
        async (call) => {
          const asked = await call.request(FetchTokenRequest)
          const token = await fetchToken(asked, await find(asked.host), (cancel) => call.onClose(cancel))
          await call.write(FetchTokenResponse, token)
        },
      ],
    )
  }
  return new Map(methods.map(([name, handler]) => [`/moby.filesync.v1.Auth/${name}`, handler]))
}

function hasSecret({ password, identitytoken, registrytoken }: AuthConfig): boolean {
  return Boolean(password || identitytoken || registrytoken)
}

async function look(auth: BuildAuth, host: string, signal: AbortSignal): Promise<AuthConfig | undefined> {
  const registry = host === HUB ? 'docker.io' : host
  if (isSource(auth)) return await auth.get(registry, { signal })
  const found = Object.entries(auth).find(([key]) => hostOf(key) === hostOf(registry))
  return found?.[1]
}
