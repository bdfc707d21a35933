// A request as the caller gave it → everything that is sent but the version. Pure; a body's source is not opened yet.
// What can be wrong with a request is found here, before a connection is made or the version asked for.

import { FairleadError } from '../error.ts'
import type { Upload } from '../stream/upload.ts'
import { toBody } from './body.ts'
import { limit, type RequestOptions, type Settings } from './options.ts'
import { encodeRegistryAuth, encodeRegistryConfig } from './registry-auth.ts'
import type { FieldWriter } from './request-head.ts'
import { expand, queryString } from './url.ts'

/** What a request that becomes a tunnel asks for. */
export interface Upgrade {
  /** The Upgrade field. */
  protocol: string
  /** A socket that can be given away. */
  plain: boolean
}

/** A request that waits for its version. */
export interface Prepared {
  method: string
  /** With its parameters in place. */
  path: string
  /** As the call had it; undefined of a target that came whole. */
  template: string | undefined
  /** `?a=1`, or `''`. */
  query: string
  /** What follows the request line, the empty line included. */
  fields: string
  /** The request's own of them, credentials among them. */
  headers: RequestOptions['headers']
  /** The body's Content-Type, unless `headers` has one. */
  type: string | undefined
  body: Upload | undefined
  upgrade: Upgrade | undefined
  signal: AbortSignal | undefined
  /** ms */
  headLimit: number
  /** ms */
  idleLimit: number
  /** See CallPlan. */
  urgent?: boolean
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE'])

/** @throws FairleadError ERR_PATH, ERR_OPTION, ERR_REQUEST_SYNTAX, ERR_UPLOAD_LENGTH. */
export function prepare(
  method: string,
  path: string,
  options: RequestOptions,
  writer: FieldWriter,
  defaults: Pick<Settings, 'headLimit' | 'idleLimit'>,
  upgrade?: Upgrade,
): Prepared {
  const { query, signal, timeouts } = options
  if (!METHODS.has(method)) throw new FairleadError('ERR_OPTION', `the method is one of ${[...METHODS].join(', ')}`)
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
    throw new FairleadError('ERR_OPTION', 'signal: expected an AbortSignal')
  }
  const expanded = expand(path, options.path)
  const headLimit = limit('timeouts.head', timeouts?.head) ?? defaults.headLimit
  const idleLimit = limit('timeouts.idle', timeouts?.idle) ?? defaults.idleLimit
  const text = query === undefined ? '' : queryString(query)
  const body = options.body === undefined ? undefined : toBody(options.body, options.bodyLength)
  const headers = headersOf(options)
  const type = body?.type
  const fields = writer.fields(method, headers, type, body?.upload, upgrade?.protocol)
  return {
    method,
    path: expanded,
    template: path,
    query: text,
    fields,
    headers,
    type,
    body: body?.upload,
    upgrade,
    signal,
    headLimit,
    idleLimit,
  }
}

/** The request's own fields, credentials among them. */
function headersOf({ headers, auth, registryConfig }: RequestOptions): RequestOptions['headers'] {
  let fields = headers
  if (auth !== undefined) fields = { ...fields, 'X-Registry-Auth': encodeRegistryAuth(auth) }
  if (registryConfig !== undefined) fields = { ...fields, 'X-Registry-Config': encodeRegistryConfig(registryConfig) }
  return fields
}
