// The parts of Docker's config.json that tell of credentials. Pure; no message repeats what the file says.
// Fact (docker/cli, cli/config): `auth` is standard base64 of user:password; a password may itself hold colons, and old
// clients padded it with NUL bytes.

import type { AuthConfig } from '../engine/registry-auth.ts'
import { FairleadError } from '../error.ts'

/** The key of Docker Hub's credentials. */
export const DOCKER_HUB = 'https://index.docker.io/v1/'

/** One entry of `auths`. */
export interface StoredAuth {
  auth?: unknown
  username?: unknown
  password?: unknown
  identitytoken?: unknown
  registrytoken?: unknown
}

/** What of config.json counts here. */
export interface DockerConfig {
  auths: Readonly<Record<string, StoredAuth>>
  credHelpers: Readonly<Record<string, string>>
  credsStore: string | undefined
}

/** @throws FairleadError ERR_CREDENTIALS when the text is not what a config.json should be. */
export function parseConfig(text: string, file: string): DockerConfig {
  let told: unknown
  try {
    told = JSON.parse(text)
  } catch {
    // JSON.parse's own error quotes the text.
    throw unfit(file, 'is not JSON')
  }
  if (!isObject(told)) throw unfit(file, 'is not a JSON object')
  const { auths, credHelpers, credsStore } = told
  return {
    auths: objects(file, 'auths', auths ?? {}),
    credHelpers: names(file, 'credHelpers', credHelpers ?? {}),
    credsStore: names(file, 'credsStore', { credsStore: credsStore ?? '' }).credsStore || undefined,
  }
}

/** The credentials of one entry; undefined for one that is empty, as `docker login` leaves where a store keeps them. @throws FairleadError ERR_CREDENTIALS. */
export function storedAuth(registry: string, stored: StoredAuth): AuthConfig | undefined {
  const { auth, ...rest } = stored
  const found: AuthConfig = { serveraddress: registry }
  for (const key of ['username', 'password', 'identitytoken', 'registrytoken'] as const) {
    const value = rest[key]
    if (typeof value === 'string' && value !== '') found[key] = value
  }
  if (typeof auth === 'string' && auth !== '') {
    const pair = Buffer.from(auth, 'base64').toString()
    const colon = pair.indexOf(':')
    if (colon < 0) {
      throw new FairleadError(
        'ERR_CREDENTIALS',
        `config.json: the 'auth' of ${hostOf(registry)} is not base64 of user:password`,
      )
    }
    found.username = pair.slice(0, colon)
    found.password = pair.slice(colon + 1).replace(/\0+$/, '')
  }
  return Object.keys(found).length > 1 ? found : undefined
}

/** The host that a key of config.json stands for: without scheme and path; Docker Hub's is `docker.io`. */
export function hostOf(registry: string): string {
  const host = registry.replace(/^https?:\/\//, '').replace(/\/.*$/s, '')
  return host === 'index.docker.io' ? 'docker.io' : host
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function objects(file: string, key: string, value: unknown): Record<string, StoredAuth> {
  if (!isObject(value) || !Object.values(value).every(isObject)) throw unfit(file, `has '${key}' in another form`)
  return value as Record<string, StoredAuth>
}

function names(file: string, key: string, value: unknown): Record<string, string> {
  if (!isObject(value) || !Object.values(value).every((name) => typeof name === 'string')) {
    throw unfit(file, `has '${key}' in another form`)
  }
  return value as Record<string, string>
}

function unfit(file: string, what: string): FairleadError {
  return new FairleadError('ERR_CREDENTIALS', `${file} ${what}`)
}
