// A request's head as one string: request line, the engine's fields, the request's own, and those of its body.
// Framing fields are fairlead's own; a caller who sets one could desynchronise the connection and is refused.

import { authority, type Endpoint } from '../endpoint/parse.ts'
import { FairleadError } from '../error.ts'
import type { Upload } from '../stream/upload.ts'
import { field, requestLine } from '../wire/request.ts'

/** This library's version: a test holds it to package.json's. */
export const VERSION = '0.1.0'

const FRAMING_FIELDS = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Makes heads for one endpoint. */
export class HeadWriter {
  readonly #common: Readonly<Record<string, string>>
  readonly #commonText: string

  /** @throws FairleadError ERR_OPTION, ERR_REQUEST_SYNTAX when `headers` cannot be sent. */
  constructor(endpoint: Endpoint, headers: Readonly<Record<string, string>>) {
    // A socket path is no host name, and the Engine refuses an absent or malformed one: any fixed name serves.
    const host = endpoint.kind === 'unix' ? 'docker' : authority(endpoint)
    this.#common = merge({ host, 'user-agent': `fairlead/${VERSION}` }, headers)
    this.#commonText = write(this.#common)
  }

  /** @throws FairleadError ERR_OPTION, ERR_REQUEST_SYNTAX. */
  head(
    method: string,
    target: string,
    headers: Readonly<Record<string, string>> | undefined,
    bodyType: string | undefined,
    body: Upload | undefined,
    upgrade: string | undefined,
  ): string {
    let text = requestLine(method, target)
    text += headers === undefined ? this.#commonText : write(merge(this.#common, headers))
    if (bodyType !== undefined && !hasContentType(headers) && !hasContentType(this.#common))
      text += field('Content-Type', bodyType)
    if (upgrade !== undefined) text += `Connection: Upgrade\r\n${field('Upgrade', upgrade)}`
    if (body === undefined) {
      // A POST without a length is fine by the Engine, not by every proxy (RFC 9110 §8.6); a chunked empty body is refused by the Engine.
      if (method === 'POST' || method === 'PUT') text += 'Content-Length: 0\r\n'
    } else if (body.length === undefined) text += 'Transfer-Encoding: chunked\r\n'
    else text += `Content-Length: ${body.length}\r\n`
    return `${text}\r\n`
  }
}

function hasContentType(headers: Readonly<Record<string, string>> | undefined): boolean {
  return headers !== undefined && Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
}

function merge(
  base: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
): Record<string, string> {
  const names = new Set(Object.keys(headers).map((name) => name.toLowerCase()))
  const merged: Record<string, string> = {}
  for (const [name, value] of Object.entries(base)) if (!names.has(name.toLowerCase())) merged[name] = value
  for (const [name, value] of Object.entries(headers)) {
    if (FRAMING_FIELDS.has(name.toLowerCase()))
      throw new FairleadError('ERR_OPTION', `headers: ${name} is set by fairlead itself`)
    merged[name] = value
  }
  return merged
}

function write(headers: Readonly<Record<string, string>>): string {
  let text = ''
  for (const [name, value] of Object.entries(headers)) text += field(canonical[name] ?? name, value)
  return text
}

const canonical: Readonly<Record<string, string>> = { host: 'Host', 'user-agent': 'User-Agent' }
