// A fetch's arguments → what Engine.answer takes. The runtime's own Request checks and normalises them (WHATWG Fetch, §5.4).
// A body that is at hand goes with its length; so does JSON, which the Engine reads whole; a stream goes in chunks.

import type { Method } from '../engine/options.ts'
import type { TargetOptions } from '../engine/target.ts'
import { FairleadError } from '../error.ts'
import type { UploadBody } from '../stream/upload.ts'
import { bytesOf, isBlob } from '../stream/upload-source.ts'

/** Where a URL without an origin is. */
const ORIGIN = 'http://docker'
/** Fields that are the connection's: not the caller's to set, and ignored as every fetch does. */
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
const ATTACH = /^(?:\/v[\d.]+)?\/containers\/[^/]+\/attach$/
const FALSE = new Set(['', '0', 'f', 'F', 'false', 'False', 'FALSE', 'no', 'none'])

/** What a fetch is given. A path that begins with '/' is the Engine's, too. */
export type FetchInput = string | URL | Request

/** A fetch's arguments, taken apart. */
export interface Asked {
  /** Kept for as long as the answer is read: a Request that nobody holds forgets the signal that it follows. */
  request: Request
  signal: AbortSignal
  method: Method
  target: string
  options: TargetOptions
}

/** @throws TypeError what the runtime's Request refuses; FairleadError ERR_FETCH_TUNNEL, ERR_OPTION. */
export async function readRequest(input: FetchInput, init: RequestInit | undefined): Promise<Asked> {
  const request = init === undefined && isRequest(input) ? input : new Request(absolute(input), init)
  const signal = init?.signal ?? request.signal
  const url = new URL(request.url)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new TypeError(`a URL of the Engine begins with http:// or https://, not ${url.protocol}`)
  }
  refuseTunnel(request, url)
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

/** What has to be written after the answer's head cannot be a fetch. */
function refuseTunnel({ headers, method }: Request, { pathname, searchParams }: URL): void {
  const writes = method === 'POST' && ATTACH.test(pathname) && !FALSE.has(searchParams.get('stdin') ?? '')
  if (!writes && !headers.has('upgrade')) return
  throw new FairleadError(
    'ERR_FETCH_TUNNEL',
    `${method} ${pathname}: a fetch cannot write after the answer has begun: use engine.tunnel(), or engine.upgrade() for a socket`,
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
  const length = request.headers.get('content-length')
  if (length !== null) return { body: request.body, bodyLength: Number(length) }
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) return { body: request.body }
  return { body: new Uint8Array(await unlessAborted(request.arrayBuffer(), signal)) }
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
