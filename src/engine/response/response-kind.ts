// Which responses are JSON, and the error of a response that should be JSON and is not. One rule for get() and its
// siblings, json(), the recipes and the modem. If the API document says that an operation's response is JSON, that counts, not its
// Content-Type: Podman omits the type, and a proxy may change it. For every other path the type decides.

import { type Endpoint, formatEndpoint } from '../../endpoint/parse.ts'
import { FairleadError } from '../../error.ts'
import type { Head } from '../../wire/head.ts'
import { isJsonType, isPageType, mediaType } from '../../wire/media-type.ts'

/** The request of a response, for its errors. */
export interface AnsweredRequest {
  readonly method: string
  /** Without the version and the query. */
  readonly path: string
  readonly endpoint?: Endpoint | undefined
}

/** The operations whose response is one JSON value. A test holds them to the API document's types. */
const JSON_OPERATIONS = new RegExp(
  `^(?:${[
    'GET /(?:containers|images|distribution)/.+|GET /(?:info|version|system/df|exec/.+)',
    'GET /(?:volumes|networks|plugins|nodes|swarm|services|tasks|secrets|configs)(?:/.+)?',
    'POST /(?:containers|volumes|networks|services|secrets|configs)/create|POST /(?:\\w+)/prune',
    'POST /containers/[^/]+/(?:update|wait|exec)|POST /services/[^/]+/update|POST /(?:auth|commit|swarm/init)',
    'DELETE /images/.+',
  ].join('|')})$`,
)

/** The routes whose response is a stream, or may hold a program's own bytes. */
const STREAMS =
  /^\w+ \/(?:(?:containers|services|tasks|exec)\/[^/]+\/(?:logs|export|archive|attach|attach\/ws|start)|images\/(?:.+\/)?get|events)$/

/** How a whole body is parsed: as JSON; as text; or `'either'`, as JSON if it parses and else as text. */
export function bodyKind(method: string, path: string, head: Head): 'json' | 'text' | 'either' {
  const type = head.get('content-type')
  if (type !== undefined && isJsonType(type)) return 'json'
  const operation = operationOf(method, path)
  if (STREAMS.test(operation)) return 'text'
  if (JSON_OPERATIONS.test(operation)) return 'json'
  return type === undefined ? 'either' : 'text'
}

/** Whether the operation's response must have a body: it is JSON. Only `POST /auth` may also succeed with 204. */
export function needsBody(method: string, path: string, { status }: Head): boolean {
  const operation = operationOf(method, path)
  if (operation === 'POST /auth' && status === 204) return false
  return JSON_OPERATIONS.test(operation) && !STREAMS.test(operation)
}

/** Without a version that the caller wrote into the path. */
function operationOf(method: string, path: string): string {
  return `${method} ${path.replace(/^\/v\d+(?:\.\d+)+(?=\/)/, '')}`
}

/** Whether a response is a web page, and nothing in its head is an Engine's: every response of an Engine's API names its `Api-Version`. */
export function isForeign(head: Head): boolean {
  const type = head.get('content-type')
  return type !== undefined && isPageType(type) && !head.has('api-version')
}

/** The error of a successful response for which {@link isForeign} is true. */
export function foreignError(request: AnsweredRequest, head: Head): FairleadError {
  const what = `the response is a web page (${mediaType(head.get('content-type'))})`
  const where = `${addressOf(request)} speaks HTTP, but is not a Docker Engine`
  return new FairleadError('ERR_RECORD_SYNTAX', `${request.method} ${request.path}: ${what}: ${where}: check the host`)
}

/** The error of a body that should be JSON. JSON.parse's own error is left out: it quotes the text, which may hold a secret. */
export function notJson(request: AnsweredRequest, head: Head, isEmpty: boolean): FairleadError {
  const { method, path } = request
  const type = mediaType(head.get('content-type')) || 'no Content-Type'
  const what = isEmpty ? `the response (status ${head.status}) has no body` : "the response's body is not JSON"
  const message = `${method} ${path}: ${what} (${type}, from ${addressOf(request)}): expected JSON, as a Docker Engine sends it`
  return new FairleadError('ERR_RECORD_SYNTAX', message)
}

/** The address that the request was sent to, for messages. */
export function addressOf({ endpoint }: AnsweredRequest): string {
  if (endpoint === undefined) return 'the host'
  // The host's base path may be a secret that grants access.
  return formatEndpoint(endpoint.kind === 'tcp' ? { ...endpoint, basePath: '' } : endpoint)
}
