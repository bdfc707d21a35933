// Docker's configuration folder and what its config.json says of contexts. Reads synchronously, and only when asked.
// Fact (docker/cli, cli/config): DOCKER_CONFIG is the folder, not the file; keys of JSON are matched as Go does it.

import path from 'node:path'
import { FairleadError } from '../error.ts'

/** As process.env. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The user's folder. */
export function homeFolder(env: Environment): string {
  return (process.platform === 'win32' ? env.USERPROFILE : env.HOME) || process.getBuiltinModule('node:os').homedir()
}

/** A file's text; throws what the system says. Importing `node:fs` by its names loads its streams, which costs a ms at start. */
export function readText(file: string): string {
  return process.getBuiltinModule('node:fs').readFileSync(file, 'utf8')
}

/** `$DOCKER_CONFIG`, else `~/.docker`. */
export function configFolder(env: Environment): string {
  return env.DOCKER_CONFIG || path.join(homeFolder(env), '.docker')
}

/** What config.json says of the context in use. */
export interface Current {
  file: string
  /** undefined: none. */
  context: string | undefined
  /** Why the file, which is there, could not be read: the system's code. As the CLI, that is no error. */
  unread: string | undefined
}

/** @throws FairleadError ERR_CONTEXT when the file is not what a config.json should be. */
export function currentContext(folder: string): Current {
  const file = path.join(folder, 'config.json')
  let text: string
  try {
    text = readText(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return { file, context: undefined, unread: code === 'ENOENT' ? undefined : code }
  }
  const told = parseObject(text, file)
  const context = pick(told, 'currentContext') ?? ''
  if (typeof context !== 'string') throw unfit(file, 'its currentContext is not a string')
  return { file, context: context || undefined, unread: undefined }
}

/** A JSON object. @throws FairleadError ERR_CONTEXT. */
export function parseObject(text: string, file: string): Record<string, unknown> {
  let told: unknown
  try {
    told = JSON.parse(text)
  } catch {
    // JSON.parse's own error quotes the text.
    throw unfit(file, 'it is not JSON')
  }
  if (!isObject(told)) throw unfit(file, 'it is not a JSON object')
  return told
}

/** The value of a key; where there is none of that very name, of one that differs in case, as Go's encoding/json. */
export function pick(from: Record<string, unknown>, key: string): unknown {
  if (Object.hasOwn(from, key)) return from[key]
  const lower = key.toLowerCase()
  const other = Object.keys(from).find((name) => name.toLowerCase() === lower)
  return other === undefined ? undefined : from[other]
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Of a file that is there and cannot be used. */
export function unfit(file: string, why: string, cause?: unknown): FairleadError {
  return new FairleadError('ERR_CONTEXT', `${file}: ${why}`, cause === undefined ? {} : { cause })
}
