// The credentials in Docker's config.json. Pure; no message repeats the file's content.
// Facts (docker/cli, cli/config): `auth` is standard base64 of user:password. A password may hold colons, and old clients
// padded it with NUL bytes. Field names match in any case, as in Go; registries, the keys of maps, do not.
// `credHelpers` is looked up by the registry's host alone, or for Docker Hub by its URL.

import { isObject, pick } from '../../endpoint/config.ts'
import type { AuthConfig } from '../../engine/request/registry-auth.ts'
import { FairleadError } from '../../error.ts'

/** The key of Docker Hub's credentials. */
export const DOCKER_HUB = 'https://index.docker.io/v1/'

/** The fields of config.json about credentials. An entry is checked when it is used, so that a bad one does not affect the others. */
export interface DockerConfig {
  auths: Readonly<Record<string, unknown>>
  credHelpers: Readonly<Record<string, unknown>>
  credsStore: string | undefined
}

/** Parses config.json; a blank file has no keys. @throws FairleadError ERR_CREDENTIALS when the text is not a valid config.json. */
export function parseConfig(text: string, file: string): DockerConfig {
  const config = text.trim() === '' ? {} : parse(text, file)
  const credsStore = pick(config, 'credsStore') ?? ''
  if (typeof credsStore !== 'string') throw invalid(file, "has a 'credsStore' that is not a string")
  return {
    auths: map(file, config, 'auths'),
    credHelpers: map(file, config, 'credHelpers'),
    credsStore: credsStore || undefined,
  }
}

/** The `auths` of DOCKER_AUTH_CONFIG. @throws FairleadError ERR_CREDENTIALS when the text is not JSON of the right shape. */
export function parseVariable(text: string, name: string): DockerConfig['auths'] {
  return text.trim() === '' ? {} : map(name, parse(text, name), 'auths')
}

/** The name of the helper that keeps a registry's credentials; '' or undefined for none. @throws FairleadError ERR_CREDENTIALS when it is not a string. */
export function helperOf({ credHelpers, credsStore }: DockerConfig, key: string): string | undefined {
  if (!Object.hasOwn(credHelpers, key)) return credsStore
  const helper = credHelpers[key]
  if (typeof helper === 'string') return helper
  throw new FairleadError(
    'ERR_CREDENTIALS',
    `config.json: the entry of ${hostOf(key)} in 'credHelpers' is not a string`,
  )
}

/**
 * The credentials of one entry of `auths`; undefined for an empty entry, which `docker login` leaves where a store keeps them.
 * @throws FairleadError ERR_CREDENTIALS when the entry is malformed.
 */
export function storedAuth(from: string, registry: string, stored: unknown): AuthConfig | undefined {
  if (stored === undefined || stored === null) return undefined
  if (!isObject(stored)) {
    throw new FairleadError('ERR_CREDENTIALS', `${from}: the entry of ${hostOf(registry)} in 'auths' is not an object`)
  }
  const found: AuthConfig = { serveraddress: registry }
  for (const key of ['username', 'password', 'identitytoken', 'registrytoken'] as const) {
    const value = pick(stored, key)
    if (typeof value === 'string' && value !== '') found[key] = value
  }
  const auth = pick(stored, 'auth')
  if (typeof auth === 'string' && auth !== '') {
    const pair = Buffer.from(auth, 'base64').toString()
    const colon = pair.indexOf(':')
    if (colon < 0) {
      throw new FairleadError(
        'ERR_CREDENTIALS',
        `${from}: the 'auth' of ${hostOf(registry)} is not base64 of user:password`,
      )
    }
    found.username = pair.slice(0, colon)
    found.password = pair.slice(colon + 1).replace(/\0+$/, '')
  }
  return Object.keys(found).length > 1 ? found : undefined
}

/** The key of a registry's credentials: its host, or Docker Hub's URL. */
export function keyOf(registry: string): string {
  const host = hostOf(registry)
  return host === 'docker.io' ? DOCKER_HUB : host
}

/** The host of a key of config.json, without scheme and path; Docker Hub's is `docker.io`. */
export function hostOf(registry: string): string {
  const host = registry.replace(/^https?:\/\//, '').replace(/\/.*$/s, '')
  return host === 'index.docker.io' ? 'docker.io' : host
}

function parse(text: string, file: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // JSON.parse's own error quotes the text.
    throw invalid(file, 'is not JSON')
  }
  if (!isObject(value)) throw invalid(file, 'is not a JSON object')
  return value
}

function map(file: string, config: Record<string, unknown>, key: string): Readonly<Record<string, unknown>> {
  const value = pick(config, key) ?? {}
  if (!isObject(value)) throw invalid(file, `has '${key}' that is not an object`)
  return value
}

function invalid(file: string, what: string): FairleadError {
  return new FairleadError('ERR_CREDENTIALS', `${file} ${what}`)
}
