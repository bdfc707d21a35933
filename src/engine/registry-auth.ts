// The headers that carry registry credentials: X-Registry-Auth (pull, push, plugins, services) and X-Registry-Config (build).
// Engine fact: both are read with Go's base64.URLEncoding, which wants '-', '_' and the padding; what it cannot read is taken
// for no credentials at all, without a word. So the encoding here is exact, and what is encoded is checked first.

import { FairleadError } from '../error.ts'

/** Credentials for one registry, in the Engine's own names: a user and password, or one of the tokens. */
export interface AuthConfig {
  username?: string | undefined
  password?: string | undefined
  /** The registry, such as `ghcr.io`; Docker Hub's is `https://index.docker.io/v1/`. */
  serveraddress?: string | undefined
  /** An OAuth refresh token, as credential helpers keep it under the user `<token>`. */
  identitytoken?: string | undefined
  /** A bearer token that goes to the registry as it is. */
  registrytoken?: string | undefined
}

/** Credentials by registry, as X-Registry-Config has them. */
export type RegistryConfig = Readonly<Record<string, AuthConfig>>

const KEYS = ['username', 'password', 'serveraddress', 'identitytoken', 'registrytoken'] as const

/** The value of X-Registry-Auth; no credentials are `e30=`, an empty object. @throws FairleadError ERR_OPTION for a value that is no string. */
export function encodeRegistryAuth(auth: AuthConfig = {}): string {
  return encode(checked(auth))
}

/** The value of X-Registry-Config. @throws FairleadError ERR_OPTION as {@link encodeRegistryAuth}. */
export function encodeRegistryConfig(config: RegistryConfig): string {
  return encode(Object.fromEntries(Object.entries(config).map(([registry, auth]) => [registry, checked(auth)])))
}

function checked(auth: AuthConfig): AuthConfig {
  if (typeof auth !== 'object' || auth === null) throw unfit('credentials must be an object')
  const kept: AuthConfig = {}
  for (const key of KEYS) {
    const value: unknown = auth[key]
    if (value === undefined) continue
    if (typeof value !== 'string') throw unfit(`credentials: ${key} must be a string`)
    kept[key] = value
  }
  return kept
}

function encode(value: object): string {
  // Node's 'base64url' leaves the padding out.
  return Buffer.from(JSON.stringify(value)).toString('base64').replaceAll('+', '-').replaceAll('/', '_')
}

function unfit(message: string): FairleadError {
  return new FairleadError('ERR_OPTION', message)
}
