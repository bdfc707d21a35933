// Turns the caller's options into everything that is sent except the version. Pure: a body's source is not opened yet.
// Invalid options are found here, before a connection is made or the version is negotiated.

import { FairleadError } from '../../error.ts'
import { openScope, type Scope } from '../../net/base/scope.ts'
import type { Upload } from '../../stream/upload/upload.ts'
import { toBody } from './body.ts'
import type { RequestOptions, Settings } from './options.ts'
import { encodeRegistryAuth, encodeRegistryConfig } from './registry-auth.ts'
import type { FieldWriter } from './request-head.ts'
import { expand, queryString } from './url.ts'

/** The upgrade that a request for a tunnel asks for. */
export interface Upgrade {
  /** The Upgrade field. */
  protocol: string
  /** The socket can be handed over to the caller: it is read without `onread`. */
  detachable: boolean
}

/** How a request is sent, besides its options. */
export interface PrepareMode {
  readonly upgrade?: Upgrade | undefined
  /** The response is awaited although the pool is closed, see CallPlan. */
  readonly lasting?: boolean
  /** The target that the caller gives whole; its query is `?a=1` or `''`. The path is then not a template. */
  readonly whole?: { readonly query: string }
}

/** A request that only lacks its version. */
export interface Prepared {
  readonly method: string
  /** With its parameters filled in. */
  readonly path: string
  /** The path as the caller gave it; undefined when the target was given whole. */
  readonly template: string | undefined
  /** `?a=1`, or `''`. */
  readonly query: string
  /** Everything after the request line, the empty line included. RequestHooks replaces it once. */
  fields: string
  /** The fields of this request alone, credentials among them. */
  readonly headers: RequestOptions['headers']
  /** The body's Content-Type, unless `headers` has one. */
  readonly type: string | undefined
  readonly body: Upload | undefined
  readonly upgrade: Upgrade | undefined
  readonly signal: AbortSignal | undefined
  /** ms */
  readonly headLimit: number
  /** ms */
  readonly idleLimit: number
  /** See CallPlan. */
  readonly pacing: boolean
  /** See CallPlan. */
  readonly urgent: boolean
  /** See CallPlan. */
  readonly lasting: boolean
  /** See CallPlan. */
  readonly scope: Scope | undefined
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE'])
const DEFAULT_MODE: PrepareMode = {}

/** Checks the options and writes what can be written before the version is known. @throws FairleadError ERR_PATH, ERR_OPTION, ERR_REQUEST_SYNTAX, ERR_UPLOAD_LENGTH. */
export function prepare(
  method: string,
  path: string,
  options: RequestOptions,
  writer: FieldWriter,
  defaults: Pick<Settings, 'headLimit' | 'idleLimit' | 'pacing'>,
  { upgrade, lasting = false, whole }: PrepareMode = DEFAULT_MODE,
): Prepared {
  const { query, signal, timeouts, urgent = false, pacing = defaults.pacing } = options
  if (!METHODS.has(method)) throw new FairleadError('ERR_OPTION', `method: expected one of ${[...METHODS].join(', ')}`)
  const expanded = expand(path, options.path)
  const headLimit = timeouts?.head ?? defaults.headLimit
  const idleLimit = timeouts?.idle ?? defaults.idleLimit
  const text = query === undefined ? '' : queryString(query)
  const body = options.body === undefined ? undefined : toBody(options.body, options.bodyLength)
  const headers = headersOf(options)
  const type = body?.type
  const isSource = body !== undefined && body.upload.bytes === undefined
  const fields = writer.fields(method, headers, type, body?.upload, upgrade?.protocol)
  return {
    method,
    path: expanded,
    template: whole === undefined ? path : undefined,
    query: whole?.query ?? text,
    fields,
    headers,
    type,
    body: body?.upload,
    upgrade,
    signal,
    headLimit,
    idleLimit,
    pacing,
    urgent,
    lasting,
    scope: isSource || upgrade?.detachable === true ? openScope() : undefined,
  }
}

/** The fields of this request alone, credentials among them. */
function headersOf({ headers, auth, registryConfig }: RequestOptions): RequestOptions['headers'] {
  let fields = headers
  if (auth !== undefined) fields = { ...fields, 'X-Registry-Auth': encodeRegistryAuth(auth) }
  if (registryConfig !== undefined) fields = { ...fields, 'X-Registry-Config': encodeRegistryConfig(registryConfig) }
  return fields
}
