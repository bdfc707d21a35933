// A docker context as the CLI stores it: contexts/meta/<sha256 of the name>/meta.json, and its TLS material in
// contexts/tls/<sha256>/docker/. Fact (docker/cli, cli/context): a struct's keys are matched whatever their case, a
// map's ('docker') are not; TLS is on when any file is there or SkipTLSVerify is true, and only counts for tcp.

import path from 'node:path'
import { FairleadError } from '../error.ts'
import { isObject, parseObject, pick, readText, unfit } from './config.ts'
import { crypto, discreet, readMaterial } from './material.ts'
import { type Endpoint, parseContextHost } from './parse.ts'
import type { TlsOptions } from './tls.ts'

/** What a context says. */
export interface Context {
  /** undefined: the default one. */
  endpoint: Endpoint | undefined
  tls: TlsOptions | undefined
}

/**
 * @param folder Docker's configuration folder
 * @param from who named the context, for messages
 * @throws FairleadError ERR_CONTEXT when there is none of that name, or it cannot be used; ERR_ENDPOINT when its host cannot be read.
 */
export function readContext(folder: string, name: string, from: string): Context {
  const id = crypto().createHash('sha256').update(name).digest('hex')
  const file = path.join(folder, 'contexts', 'meta', id, 'meta.json')
  const { host, skip } = readMeta(file, name, from)
  if (/^(unix|npipe|ssh|fd):/.test(host)) return { endpoint: parseContextHost(host, false), tls: undefined }
  const material = readMaterial(path.join(folder, 'contexts', 'tls', id, 'docker'))
  const tls = material === undefined && !skip ? undefined : { ...material, ...(skip && { rejectUnauthorized: false }) }
  const endpoint = host === '' ? undefined : parseContextHost(host, tls !== undefined)
  return { endpoint, tls: tls && discreet(tls) }
}

function readMeta(file: string, name: string, from: string): { host: string; skip: boolean } {
  let text: string
  try {
    text = readText(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'there is none of that name' : `it cannot be read (${code})`
    throw new FairleadError('ERR_CONTEXT', `context ${JSON.stringify(name)} (${from}): ${why}: ${file}`, {
      cause: error,
    })
  }
  const endpoints = pick(parseObject(text, file), 'Endpoints')
  const docker = isObject(endpoints) && Object.hasOwn(endpoints, 'docker') ? endpoints.docker : undefined
  if (!isObject(docker)) throw unfit(file, 'it has no docker endpoint')
  const host = pick(docker, 'Host') ?? ''
  const skip = pick(docker, 'SkipTLSVerify') ?? false
  if (typeof host !== 'string') throw unfit(file, 'its Host is not a string')
  if (typeof skip !== 'boolean') throw unfit(file, 'its SkipTLSVerify is neither true nor false')
  return { host, skip }
}
