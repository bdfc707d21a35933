// The user's fields for every request to any Engine: DOCKER_CUSTOM_HEADERS, else HttpHeaders of config.json.
// Facts (docker/cli): the variable is one CSV record (RFC 4180) of name=value and replaces the file's fields; neither changes
// the fields that a client sets itself. No message contains a value.

import path from 'node:path'
import { FairleadError } from '../error.ts'
import { configFolder, type Environment, fileError, isObject, parseConfig, pick, readText } from './config.ts'

type Fields = Record<string, string>

const VARIABLE = 'DOCKER_CUSTOM_HEADERS'

/** Fields that every client sets itself: ignored, as in the CLI. */
const OWN = new Set([
  'host',
  'user-agent',
  'content-type',
  'content-length',
  'transfer-encoding',
  'connection',
  'upgrade',
  'keep-alive',
  'te',
  'trailer',
  'expect',
])

/** The user's fields. @throws FairleadError ERR_OPTION if the variable is invalid, ERR_CONTEXT if HttpHeaders is */
export function dockerHeaders(env: Environment): Readonly<Fields> {
  const folder = configFolder(env)
  const pairs = env[VARIABLE]
    ? parseVariable(env[VARIABLE])
    : folder
      ? readHeaders(path.join(folder, 'config.json'))
      : []
  return Object.fromEntries(pairs.filter(([name]) => !OWN.has(name.toLowerCase())))
}

/** `base` with `headers` added; they replace fields of the same name. */
export function overlay<V>(base: Readonly<Record<string, V>>, headers: Readonly<Record<string, V>>): Record<string, V> {
  const names = new Set(Object.keys(headers).map((name) => name.toLowerCase()))
  const kept = Object.entries(base).filter(([name]) => !names.has(name.toLowerCase()))
  return { ...Object.fromEntries(kept), ...headers }
}

function parseVariable(text: string): [string, string][] {
  const record = csvRecord(text)
  if (record === undefined) throw new FairleadError('ERR_OPTION', `${VARIABLE}: expected name=value, comma-separated`)
  return record.map((pair, index) => {
    const cut = pair.indexOf('=')
    const name = pair.slice(0, Math.max(cut, 0)).trim()
    if (name !== '') return [name, pair.slice(cut + 1)]
    throw new FairleadError('ERR_OPTION', `${VARIABLE}: pair ${index + 1} has ${cut < 0 ? 'no =' : 'no name'}`)
  })
}

/** The first record's fields; undefined if a quote is invalid. */
function csvRecord(text: string): string[] | undefined {
  const line = /[^\r\n][\s\S]*/.exec(text)?.[0] ?? ''
  const fields: string[] = []
  const field = /"((?:[^"]|"")*)"(?=,|\r?\n|$)|([^",\r\n]*)(?=,|\r?\n|$)/y
  while (line !== '') {
    const match = field.exec(line)
    if (match === null) return undefined
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (line[field.lastIndex] !== ',') break
    field.lastIndex++
  }
  return fields
}

/** A file that cannot be read has none: reading its context reports the error. */
function readHeaders(file: string): [string, string][] {
  let headers: unknown
  try {
    headers = pick(parseConfig(readText(file), file), 'HttpHeaders') ?? {}
  } catch {
    return []
  }
  if (!isObject(headers)) throw fileError(file, 'its HttpHeaders is not an object')
  return Object.entries(headers).map(([name, value]) => {
    if (typeof value !== 'string') throw fileError(file, 'a value of its HttpHeaders is not a string')
    return [name, value]
  })
}
