// Credentials from Docker's own configuration: DOCKER_AUTH_CONFIG, and `auths`, `credsStore` and `credHelpers` of config.json.
// The order is the docker command line's: the variable, else the registry's own helper, else the store, else the file. A helper or
// an entry that fails does not affect the others. Everything is read on demand and not kept. No message holds a secret.

import { join } from 'node:path'
import { checkOptions, FUNCTION, type Kinds, MS, SIGNAL, TEXT } from '../../check.ts'
import { configFolder } from '../../endpoint/config.ts'
import type { AuthConfig, RegistryConfig } from '../../engine/request/registry-auth.ts'
import { abortError, FairleadError } from '../../error.ts'
import type { CredentialSource } from './auth.ts'
import {
  type DockerConfig,
  helperOf,
  hostOf,
  keyOf,
  parseConfig,
  parseVariable,
  storedAuth,
} from './credential-file.ts'
import { HELPER_MS, type HelperOptions, listHelper, queryHelper } from './credential-helper.ts'

/** Options of {@link credentials}. */
export interface CredentialsOptions {
  /** The folder of config.json. Default: the environment variable DOCKER_CONFIG, else `.docker` in the home folder. */
  configDir?: string | undefined
  /** How long one helper program may take, in ms; 0 means no limit. Default: {@link HELPER_MS}, 60 000. */
  timeout?: number | undefined
  /** Receives the error (ERR_CREDENTIALS) of each helper and entry that is skipped while others are read. Default: `process.emitWarning`, which prints it to stderr and emits 'warning' on `process`. */
  onSkip?: ((error: FairleadError) => void) | undefined
}

const OPTIONS: Kinds<CredentialsOptions> = { configDir: TEXT, timeout: MS, onSkip: FUNCTION }

/**
 * The credentials that `docker login` stored, as a source for the options of {@link pull}, {@link push} and {@link build}.
 * Read on each lookup; a missing config.json has none. DOCKER_AUTH_CONFIG, JSON with the `auths` of a config.json, wins over
 * the file. A lookup rejects with ERR_CREDENTIALS or ERR_ABORTED.
 * @throws FairleadError ERR_OPTION.
 */
export function credentials(options: CredentialsOptions = {}): CredentialSource {
  checkOptions('credentials()', options, OPTIONS)
  const { configDir, timeout = HELPER_MS, onSkip = warn } = options
  return new ConfigCredentials(configDir ?? configFolder(process.env), timeout, onSkip)
}

function warn(error: FairleadError): void {
  process.emitWarning(error)
}

interface LookupOptions {
  signal?: AbortSignal | undefined
}

const LOOKUP: Kinds<LookupOptions> = { signal: SIGNAL }
const VARIABLE = 'DOCKER_AUTH_CONFIG'

class ConfigCredentials implements CredentialSource {
  /** Undefined when this user has no home folder. */
  readonly #file: string | undefined
  readonly #timeout: number
  readonly #onSkip: (error: FairleadError) => void

  constructor(folder: string | undefined, timeout: number, onSkip: (error: FairleadError) => void) {
    this.#file = folder === undefined ? undefined : join(folder, 'config.json')
    this.#timeout = timeout
    this.#onSkip = onSkip
  }

  /** Rejects when the lookup of this registry fails. @throws FairleadError ERR_CREDENTIALS, ERR_ABORTED. */
  async get(registry: string, options: LookupOptions = {}): Promise<AuthConfig | undefined> {
    checkOptions('get()', options, LOOKUP)
    const { signal } = options
    const key = keyOf(registry)
    const stored = find(this.#variable(), key)
    const fromVariable = await this.#attempt(async () => storedAuth(VARIABLE, key, stored))
    if (fromVariable?.value !== undefined) return fromVariable.value
    const config = await this.#config(signal)
    const helper = helperOf(config, key)
    if (helper) return await queryHelper(helper, key, this.#helperOptions(signal))
    return storedAuth('config.json', key, find(config.auths, key))
  }

  /** Skips entries that fail: see {@link CredentialsOptions.onSkip}. @throws FairleadError ERR_CREDENTIALS when config.json cannot be read, ERR_ABORTED. */
  async all(options: LookupOptions = {}): Promise<RegistryConfig> {
    checkOptions('all()', options, LOOKUP)
    const { signal } = options
    const config = await this.#config(signal)
    const helperOptions = this.#helperOptions(signal)
    const found = new Map<string, AuthConfig>()
    const { credsStore: store } = config
    const listed = store ? await this.#attempt(() => listHelper(store, helperOptions)) : undefined
    if (store && listed !== undefined) {
      for (const key of listed.value) {
        put(found, key, await this.#attempt(() => queryHelper(store, key, helperOptions)))
      }
    } else await this.#addStored(found, 'config.json', config.auths)
    for (const name of Object.keys(config.credHelpers)) {
      const key = keyOf(name)
      const read = await this.#attempt(async () => {
        const helper = helperOf(config, name)
        return helper ? await queryHelper(helper, key, helperOptions) : undefined
      })
      put(found, key, read)
    }
    await this.#addStored(found, VARIABLE, this.#variable())
    return Object.fromEntries(found)
  }

  async #addStored(found: Map<string, AuthConfig>, from: string, auths: DockerConfig['auths']): Promise<void> {
    for (const [key, stored] of Object.entries(auths)) {
      const read = await this.#attempt(async () => storedAuth(from, key, stored))
      if (read?.value === undefined) continue
      if (from === VARIABLE) put(found, key, read)
      else found.set(key, read.value)
    }
  }

  /** Resolves with undefined when `read` fails with ERR_CREDENTIALS, which onSkip receives. */
  async #attempt<T>(read: () => Promise<T>): Promise<{ value: T } | undefined> {
    try {
      return { value: await read() }
    } catch (error) {
      if (!(error instanceof FairleadError && error.code === 'ERR_CREDENTIALS')) throw error
      this.#onSkip(error)
      return undefined
    }
  }

  #variable(): DockerConfig['auths'] {
    try {
      return parseVariable(process.env[VARIABLE] ?? '', VARIABLE)
    } catch (error) {
      this.#onSkip(error as FairleadError)
      return {}
    }
  }

  async #config(signal: AbortSignal | undefined): Promise<DockerConfig> {
    if (signal?.aborted) throw abortError(signal.reason)
    const file = this.#file
    if (file === undefined) return parseConfig('', '')
    let text: string
    try {
      text = await process.getBuiltinModule('node:fs/promises').readFile(file, 'utf8')
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return parseConfig('', file)
      throw new FairleadError('ERR_CREDENTIALS', `${file} cannot be read`, { cause })
    }
    if (signal?.aborted) throw abortError(signal.reason)
    return parseConfig(text, file)
  }

  #helperOptions(signal: AbortSignal | undefined): HelperOptions {
    return { timeout: this.#timeout, signal }
  }
}

/** Replaces the entry of the same registry under any spelling; a failed read (undefined) changes nothing. */
function put(found: Map<string, AuthConfig>, key: string, read: { value: AuthConfig | undefined } | undefined): void {
  if (read === undefined) return
  const same = keyOf(key)
  for (const other of found.keys()) if (keyOf(other) === same) found.delete(other)
  if (read.value !== undefined) found.set(key, read.value)
}

/** The entry of the key itself, else of the same host. */
function find<T>(entries: Readonly<Record<string, T>>, key: string): T | undefined {
  if (Object.hasOwn(entries, key)) return entries[key]
  const host = hostOf(key)
  return Object.entries(entries).find(([other]) => hostOf(other) === host)?.[1]
}
