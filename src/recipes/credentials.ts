// Credentials of Docker's own configuration: `auths`, `credsStore` and `credHelpers` of config.json.
// As the docker command line reads them: a registry's own helper, else the store, else the file; what a helper or a file has
// under a URL counts for its host. Nothing is read before it is asked for, nothing is kept, no message has a secret.

import { join } from 'node:path'
import type { AuthConfig, RegistryConfig } from '../engine/registry-auth.ts'
import { abortError, FairleadError } from '../error.ts'
import type { CredentialSource } from './auth.ts'
import { DOCKER_HUB, type DockerConfig, hostOf, parseConfig, storedAuth } from './credential-file.ts'
import { askHelper, HELPER_MS, type HelperOptions, listHelper } from './credential-helper.ts'

/** Options of {@link credentials}. */
export interface CredentialsOptions {
  /** The folder of config.json. Default: DOCKER_CONFIG, else `.docker` in the home folder. */
  configDir?: string | undefined
  /** How long a helper program may take, in ms; 0 for no limit. Default: {@link HELPER_MS}. */
  timeout?: number | undefined
}

/** The credentials that `docker login` left, to be given to pull, push and build. A missing config.json has none. */
export function credentials(options: CredentialsOptions = {}): CredentialSource {
  const { configDir, timeout = HELPER_MS } = options
  return new ConfigCredentials(
    configDir ?? (process.env.DOCKER_CONFIG || join(process.getBuiltinModule('node:os').homedir(), '.docker')),
    timeout,
  )
}

interface Call {
  signal?: AbortSignal | undefined
}

class ConfigCredentials implements CredentialSource {
  readonly #file: string
  readonly #timeout: number

  constructor(folder: string, timeout: number) {
    this.#file = join(folder, 'config.json')
    this.#timeout = timeout
  }

  /** @throws FairleadError ERR_CREDENTIALS, ERR_ABORTED. */
  async get(registry: string, { signal }: Call = {}): Promise<AuthConfig | undefined> {
    const config = await this.#config(signal)
    const key = hostOf(registry) === 'docker.io' ? DOCKER_HUB : registry
    const helper = find(config.credHelpers, key) ?? config.credsStore
    if (helper) return await askHelper(helper, key, this.#how(signal))
    const stored = find(config.auths, key)
    return stored && storedAuth(key, stored)
  }

  /** @throws FairleadError ERR_CREDENTIALS, ERR_ABORTED. */
  async all({ signal }: Call = {}): Promise<RegistryConfig> {
    const config = await this.#config(signal)
    const how = this.#how(signal)
    const found: Record<string, AuthConfig | undefined> = {}
    if (config.credsStore) {
      for (const key of await listHelper(config.credsStore, how)) {
        found[key] = await askHelper(config.credsStore, key, how)
      }
    } else {
      for (const [key, stored] of Object.entries(config.auths)) found[key] = storedAuth(key, stored)
    }
    for (const [key, helper] of Object.entries(config.credHelpers)) found[key] = await askHelper(helper, key, how)
    return Object.fromEntries(Object.entries(found).filter(has))
  }

  async #config(signal: AbortSignal | undefined): Promise<DockerConfig> {
    if (signal?.aborted) throw abortError(signal.reason)
    let text: string
    try {
      text = await process.getBuiltinModule('node:fs/promises').readFile(this.#file, 'utf8')
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return parseConfig('{}', this.#file)
      throw new FairleadError('ERR_CREDENTIALS', `${this.#file} cannot be read`, { cause })
    }
    if (signal?.aborted) throw abortError(signal.reason)
    return parseConfig(text, this.#file)
  }

  #how(signal: AbortSignal | undefined): HelperOptions {
    return { timeout: this.#timeout, signal }
  }
}

function has(entry: [string, AuthConfig | undefined]): entry is [string, AuthConfig] {
  return entry[1] !== undefined
}

/** By the key itself, else by the host it stands for. */
function find<T>(entries: Readonly<Record<string, T>>, key: string): T | undefined {
  if (Object.hasOwn(entries, key)) return entries[key]
  const host = hostOf(key)
  return Object.entries(entries).find(([other]) => hostOf(other) === host)?.[1]
}
