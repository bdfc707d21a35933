// The fields that carry registry credentials: X-Registry-Auth (pull, push, plugins, services) and X-Registry-Config (build).
// Engine fact: it reads both with Go's base64.URLEncoding, which needs '-', '_' and the padding. It silently ignores what it
// cannot decode, as if there were no credentials. So the encoding here is exact, and the credentials are checked first.

import { FairleadError } from '../../error.ts'

/** Credentials for one registry, under the Engine's names: a user and password, or one of the tokens. */
export interface AuthConfig {
  username?: string | undefined
  password?: string | undefined
  /** The registry, such as `ghcr.io`; Docker Hub's is `https://index.docker.io/v1/`. */
  serveraddress?: string | undefined
  /** An OAuth refresh token, as credential helpers keep it under the user `<token>`. */
  identitytoken?: string | undefined
  /** A bearer token, sent to the registry as it is. */
  registrytoken?: string | undefined
}

/** Credentials by registry host, such as `ghcr.io`: the value of X-Registry-Config before it is encoded. */
export type RegistryConfig = Readonly<Record<string, AuthConfig>>

const KEYS = ['username', 'password', 'serveraddress', 'identitytoken', 'registrytoken'] as const

/** The value of X-Registry-Auth. Without credentials: `e30=`, an empty object. @throws FairleadError ERR_OPTION when a credential is not a string. */
export function encodeRegistryAuth(auth: AuthConfig = {}): string {
  return encodeCredentials(checked(auth))
}

/** The value of X-Registry-Config. @throws FairleadError ERR_OPTION when a credential is not a string. */
export function encodeRegistryConfig(config: RegistryConfig): string {
  const entries = Object.entries(config).map(([registry, auth]) => [registry, checked(auth)])
  return encodeCredentials(Object.fromEntries(entries))
}

function checked(auth: AuthConfig): AuthConfig {
  if (typeof auth !== 'object' || auth === null) throw optionError('credentials: expected an object')
  const kept: AuthConfig = {}
  for (const key of KEYS) {
    const value: unknown = auth[key]
    if (value === undefined) continue
    if (typeof value !== 'string') throw optionError(`credentials: expected ${key} to be a string`)
    kept[key] = value
  }
  return kept
}

/** JSON in padded base64url, unchecked: what both fields hold. */
export function encodeCredentials(value: object): string {
  // Node's 'base64url' omits the padding.
  return Buffer.from(JSON.stringify(value)).toString('base64').replaceAll('+', '-').replaceAll('/', '_')
}

function optionError(message: string): FairleadError {
  return new FairleadError('ERR_OPTION', message)
}
