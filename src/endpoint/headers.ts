// Fields that the user wants on every request to any Engine: DOCKER_CUSTOM_HEADERS, else HttpHeaders of config.json.
// Facts (docker/cli): the variable is one CSV record (RFC 4180) of name=value and takes the file's place; neither changes
// what a client sets for itself. No value is ever in a message.

import path from 'node:path'
import { FairleadError } from '../error.ts'
import { configFolder, type Environment, isObject, parseObject, pick, readText, unfit } from './config.ts'

type Fields = Record<string, string>

const VARIABLE = 'DOCKER_CUSTOM_HEADERS'

/** Set by every client for itself: passed over, as the CLI does. */
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

/** @throws FairleadError ERR_OPTION when the variable, ERR_CONTEXT when HttpHeaders cannot be read. */
export function dockerHeaders(env: Environment): Readonly<Fields> {
  const pairs = env[VARIABLE] ? ofVariable(env[VARIABLE]) : ofFile(path.join(configFolder(env), 'config.json'))
  return Object.fromEntries(pairs.filter(([name]) => !OWN.has(name.toLowerCase())))
}

/** `base` and `headers`, of which those replace what has the same name. */
export function overlay(base: Readonly<Fields>, headers: Readonly<Fields>): Fields {
  const names = new Set(Object.keys(headers).map((name) => name.toLowerCase()))
  const kept = Object.entries(base).filter(([name]) => !names.has(name.toLowerCase()))
  return { ...Object.fromEntries(kept), ...headers }
}

function ofVariable(text: string): [string, string][] {
  const record = csvRecord(text)
  if (record === undefined) throw new FairleadError('ERR_OPTION', `${VARIABLE}: expected name=value, comma-separated`)
  return record.map((pair, index) => {
    const cut = pair.indexOf('=')
    const name = pair.slice(0, Math.max(cut, 0)).trim()
    if (name !== '') return [name, pair.slice(cut + 1)]
    throw new FairleadError('ERR_OPTION', `${VARIABLE}: pair ${index + 1} has ${cut < 0 ? 'no =' : 'no name'}`)
  })
}

/** The first record's fields; undefined where a quote stands as none may. */
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

/** A file that cannot be read has none: whoever needs more of it says what is wrong with it. */
function ofFile(file: string): [string, string][] {
  let told: unknown
  try {
    told = pick(parseObject(readText(file), file), 'HttpHeaders') ?? {}
  } catch {
    return []
  }
  if (!isObject(told)) throw unfit(file, 'its HttpHeaders is not an object')
  return Object.entries(told).map(([name, value]) => {
    if (typeof value !== 'string') throw unfit(file, 'a value of its HttpHeaders is not a string')
    return [name, value]
  })
}
