// Docker's configuration folder, and the current context of its config.json. Reads synchronously, and only on demand.
// Fact (docker/cli, cli/config): DOCKER_CONFIG is the folder, not the file; JSON keys match as in Go, without regard to case.

import path from 'node:path'
import { FairleadError } from '../error.ts'

/** Environment variables, in the form of `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The user's home folder. Undefined if there is none: HOME is not set and the user has no passwd entry, as in some containers. */
export function homeFolder(env: Environment): string | undefined {
  const home = process.platform === 'win32' ? env.USERPROFILE : env.HOME
  if (home) return home
  const os = process.getBuiltinModule('node:os')
  // Both throw a SystemError if the system does not know the user; homedir() is '' if HOME is ''.
  return attempt(() => os.homedir()) || attempt(() => os.userInfo().homedir) || undefined
}

function attempt(find: () => string): string | undefined {
  try {
    return find()
  } catch {
    return undefined
  }
}

/** A file's text; throws the system's error. A named import of `node:fs` would load its streams, which costs 1 ms at start. */
export function readText(file: string): string {
  return process.getBuiltinModule('node:fs').readFileSync(file, 'utf8')
}

/** `$DOCKER_CONFIG`, else `~/.docker`; undefined without a home. */
export function configFolder(env: Environment): string | undefined {
  if (env.DOCKER_CONFIG) return env.DOCKER_CONFIG
  const home = homeFolder(env)
  return home && path.join(home, '.docker')
}

/** As {@link configFolder}, but throws if there is none. @throws FairleadError ERR_CONTEXT */
export function neededFolder(env: Environment, why: string): string {
  const folder = configFolder(env)
  if (folder !== undefined) return folder
  throw new FairleadError(
    'ERR_CONTEXT',
    `${why}: this user has no home folder for Docker's configuration: set HOME or DOCKER_CONFIG`,
  )
}

/** The current context of config.json. */
export interface Current {
  /** The path of config.json. */
  file: string
  /** The context's name; undefined: none. */
  context: string | undefined
  /** The system's code if the file exists and could not be read. As in the CLI, this is no error. */
  unread: string | undefined
}

/** Reads the current context. @throws FairleadError ERR_CONTEXT if the file is no valid config.json */
export function currentContext(folder: string | undefined): Current {
  if (folder === undefined) return { file: 'config.json', context: undefined, unread: undefined }
  const file = path.join(folder, 'config.json')
  let text: string
  try {
    text = readText(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return { file, context: undefined, unread: code === 'ENOENT' ? undefined : code }
  }
  const config = parseConfig(text, file)
  const context = pick(config, 'currentContext') ?? ''
  if (typeof context !== 'string') throw fileError(file, 'its currentContext is not a string')
  return { file, context: context || undefined, unread: undefined }
}

/** The object in config.json. As in the CLI, an empty file is an object without keys. @throws FairleadError ERR_CONTEXT */
export function parseConfig(text: string, file: string): Record<string, unknown> {
  return text.trim() === '' ? {} : parseObject(text, file)
}

/** Parses a JSON object. @throws FairleadError ERR_CONTEXT */
export function parseObject(text: string, file: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // JSON.parse's own error quotes the text.
    throw fileError(file, 'it is not JSON')
  }
  if (!isObject(value)) throw fileError(file, 'it is not a JSON object')
  return value
}

/** The value of a key. As in Go's encoding/json, a key that differs in case matches if there is no exact one. */
export function pick(from: Record<string, unknown>, key: string): unknown {
  if (Object.hasOwn(from, key)) return from[key]
  const lower = key.toLowerCase()
  const other = Object.keys(from).find((name) => name.toLowerCase() === lower)
  return other === undefined ? undefined : from[other]
}

/** Whether a value is an object, and no array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The error for a file that exists and cannot be used. */
export function fileError(file: string, why: string, cause?: unknown): FairleadError {
  return new FairleadError('ERR_CONTEXT', `${file}: ${why}`, cause === undefined ? {} : { cause })
}
