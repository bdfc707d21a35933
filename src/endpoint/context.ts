// A docker context as the CLI stores it: contexts/meta/<sha256 of the name>/meta.json, with its TLS files in
// contexts/tls/<sha256>/docker/. Fact (docker/cli, cli/context): a struct's keys match without regard to case, a map's
// ('docker') do not. TLS is on if any file exists or SkipTLSVerify is true; it applies to tcp only.

import path from 'node:path'
import { FairleadError } from '../error.ts'
import { fileError, isObject, parseObject, pick, readText } from './config.ts'
import { type Endpoint, parseContextHost } from './parse.ts'
import type { TlsOptions } from './tls.ts'
import { crypto, readTlsFiles, redacted } from './tls-files.ts'

/** The contents of a context. */
export interface Context {
  /** undefined: the default endpoint. */
  endpoint: Endpoint | undefined
  /** undefined: no TLS. */
  tls: TlsOptions | undefined
}

/**
 * Reads a context.
 * @param folder Docker's configuration folder
 * @param from the source of the name, for messages: 'DOCKER_CONTEXT'
 * @throws FairleadError ERR_CONTEXT if there is none of that name, or it cannot be used; ERR_ENDPOINT if its host cannot be read
 */
export function readContext(folder: string, name: string, from: string): Context {
  const id = crypto().createHash('sha256').update(name).digest('hex')
  const file = path.join(folder, 'contexts', 'meta', id, 'meta.json')
  const { host, skip } = readMeta(file, name, from)
  if (/^(unix|npipe|ssh|fd):/.test(host)) return { endpoint: parseContextHost(host, false), tls: undefined }
  const files = readTlsFiles(path.join(folder, 'contexts', 'tls', id, 'docker'))
  const tls = files === undefined && !skip ? undefined : { ...files, ...(skip && { rejectUnauthorized: false }) }
  const endpoint = host === '' ? undefined : parseContextHost(host, tls !== undefined)
  return { endpoint, tls: tls && redacted(tls) }
}

function readMeta(file: string, name: string, from: string): { host: string; skip: boolean } {
  let text: string
  try {
    text = readText(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'no context has that name' : `it cannot be read (${code})`
    throw new FairleadError('ERR_CONTEXT', `context ${JSON.stringify(name)} (${from}): ${why}: ${file}`, {
      cause: error,
    })
  }
  const endpoints = pick(parseObject(text, file), 'Endpoints')
  const docker = isObject(endpoints) && Object.hasOwn(endpoints, 'docker') ? endpoints.docker : undefined
  if (!isObject(docker)) throw fileError(file, 'it has no docker endpoint')
  const host = pick(docker, 'Host') ?? ''
  const skip = pick(docker, 'SkipTLSVerify') ?? false
  if (typeof host !== 'string') throw fileError(file, 'its Host is not a string')
  if (typeof skip !== 'boolean') throw fileError(file, 'its SkipTLSVerify is neither true nor false')
  return { host, skip }
}
