// A fetch's arguments → those of Engine.requestTarget. The runtime's own Request checks and normalises them (WHATWG Fetch, §5.4).
// A body in memory is sent with its length, and so is JSON, which the Engine reads whole. A stream is sent in chunks.

import type { Method } from '../../engine/request/options.ts'
import type { TargetOptions } from '../../engine/request/target.ts'
import { FairleadError } from '../../error.ts'
import { unwatchSignal, watchSignal } from '../../net/base/abort.ts'
import type { UploadBody } from '../../stream/upload/upload.ts'
import { bytesOf, isBlob } from '../../stream/upload/upload-source.ts'
import { isIterator } from '../../stream/upload/upload-taken.ts'
import { isJsonType } from '../../wire/media-type.ts'

/** The origin of a URL that is only a path. */
const ORIGIN = 'http://docker'
/** Fields of the connection: ignored, as by every fetch. */
const IGNORED = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
])
const ATTACH = /^(?:\/v\d[\w.-]*)?(?:\/libpod)?\/containers\/[^/]+\/attach$/
const FALSE = new Set(['', '0', 'f', 'F', 'false', 'False', 'FALSE', 'no', 'none'])

/** The first argument of a fetch: a URL, a Request, or a path that begins with '/'. */
export type FetchInput = string | URL | Request

/** A fetch's arguments as the Engine takes them. */
export interface FetchCall {
  /** Held while the response is read: a Request that is garbage-collected no longer follows its signal. */
  request: Request
  signal: AbortSignal
  method: Method
  target: string
  options: TargetOptions
}

/** Reads a fetch's arguments. @throws TypeError of the runtime's Request; FairleadError ERR_FETCH_TUNNEL, ERR_OPTION. */
export async function readRequest(input: FetchInput, init: RequestInit | undefined): Promise<FetchCall> {
  const request = init === undefined && isRequest(input) ? input : new Request(absolute(input), init)
  const signal = init?.signal ?? request.signal
  const url = new URL(request.url)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new TypeError(`the URL begins with ${url.protocol}: expected http:// or https://`)
  }
  rejectTunnel(request, url)
  signal.throwIfAborted()
  const target = url.pathname + url.search
  const options: TargetOptions = { headers: fieldsOf(request.headers), signal }
  Object.assign(options, await bodyOf(request, init?.body, signal))
  return { request, signal, method: request.method as Method, target, options }
}

function isRequest(input: FetchInput): input is Request {
  return typeof input === 'object' && 'headers' in input
}

function absolute(input: FetchInput): FetchInput {
  return typeof input === 'string' && input.startsWith('/') ? ORIGIN + input : input
}

/** A fetch cannot send bytes after the response's head, as an attach to stdin or an upgrade does. */
function rejectTunnel({ headers, method }: Request, { pathname, searchParams }: URL): void {
  const writes = method === 'POST' && ATTACH.test(pathname) && !FALSE.has(searchParams.get('stdin') ?? '')
  if (!writes && !headers.has('upgrade')) return
  throw new FairleadError(
    'ERR_FETCH_TUNNEL',
    `${method} ${pathname}: a fetch cannot write after the response has begun: use engine.tunnel(), or engine.upgrade() for a socket`,
    { blame: 'caller' },
  )
}

function fieldsOf(headers: Headers): Record<string, string> {
  const fields: Record<string, string> = {}
  headers.forEach((value, name) => {
    if (!IGNORED.has(name)) fields[name] = value
  })
  return fields
}

async function bodyOf(request: Request, given: unknown, signal: AbortSignal): Promise<TargetOptions> {
  if (request.body === null) return {}
  if (typeof given === 'string' || isBlob(given) || bytesOf(given) !== undefined) return { body: given as UploadBody }
  if (given instanceof URLSearchParams) return { body: given.toString() }
  // An iterator is passed on itself: its pieces can be checked before anything is sent; those of the Request's stream cannot.
  if (isIterator(given)) return { body: given as UploadBody }
  const length = request.headers.get('content-length')
  if (length !== null) return { body: request.body, bodyLength: Number(length) }
  if (!isJsonType(request.headers.get('content-type') ?? undefined)) return { body: request.body }
  return { body: new Uint8Array(await unlessAborted(request.arrayBuffer(), signal)) }
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const follower = { abort: reject }
    watchSignal(signal, follower)
    promise.then(resolve, reject).finally(() => unwatchSignal(signal, follower))
  })
}
