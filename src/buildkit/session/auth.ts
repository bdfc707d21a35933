// Credentials for the registries of base images and caches, from the same sources as pull()'s. The daemon asks for one host at a time.
// Engine facts: without a token authority (UNIMPLEMENTED) the daemon fetches tokens itself with these credentials. An empty user
// with a secret is an identity token; both empty is anonymous.

import type { AuthConfig, RegistryConfig } from '../../engine/request/registry-auth.ts'
import { type CredentialSource, isSource } from '../../recipes/credentials/auth.ts'
import { hostOf } from '../../recipes/credentials/credential-file.ts'
import type { Handler } from '../grpc/server.ts'
import { CredentialsRequest, CredentialsResponse } from '../proto/messages.ts'

/** Credentials by registry, such as `ghcr.io`, or a source that is queried for them, such as `credentials()`. */
export type BuildAuth = CredentialSource | RegistryConfig

/** Docker Hub's host, as BuildKit names it. */
const HUB = 'registry-1.docker.io'

/** The methods of the auth service. */
export function authService(auth: BuildAuth, signal: AbortSignal): ReadonlyMap<string, Handler> {
  const credentials: Handler = async (call) => {
    const { host } = await call.request(CredentialsRequest)
    const { username = '', password = '', identitytoken = '' } = (await find(auth, host, signal)) ?? {}
    if (identitytoken !== '') await call.write(CredentialsResponse, { secret: identitytoken })
    else await call.write(CredentialsResponse, { username, secret: password })
  }
  return new Map([['/moby.filesync.v1.Auth/Credentials', credentials]])
}

async function find(auth: BuildAuth, host: string, signal: AbortSignal): Promise<AuthConfig | undefined> {
  const registry = host === HUB ? 'docker.io' : host
  if (isSource(auth)) return await auth.get(registry, { signal })
  const found = Object.entries(auth).find(([key]) => hostOf(key) === hostOf(registry))
  return found?.[1]
}
