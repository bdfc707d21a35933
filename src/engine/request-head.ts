// The fields of a request's head as one string: the engine's, the request's own, and those of its body.
// Framing fields are fairlead's own; a caller who sets one could desynchronise the connection and is refused.

import { authority, type Endpoint } from '../endpoint/parse.ts'
import { FairleadError } from '../error.ts'
import type { Upload } from '../stream/upload.ts'
import { field } from '../wire/request.ts'

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

type Fields = Readonly<Record<string, string>>
type Pairs = readonly (readonly [name: string, value: string])[]

/** Makes fields for one endpoint. */
export class FieldWriter {
  readonly #common: Pairs
  readonly #commonText: string
  /** The fields of a request that has none of its own and no body: nearly every one. */
  readonly #bodiless: string
  /** The same of POST and PUT. */
  readonly #empty: string

  /** @throws FairleadError ERR_OPTION, ERR_REQUEST_SYNTAX when `headers` cannot be sent. */
  constructor(endpoint: Endpoint, headers: Fields) {
    // A socket path is no host name, and the Engine refuses an absent or malformed one: any fixed name serves.
    const host = endpoint.kind === 'tcp' ? authority(endpoint) : 'docker'
    const own = { Host: host, 'User-Agent': `fairlead/${VERSION}` }
    this.#common = merge(Object.entries(own), headers)
    this.#commonText = write(this.#common)
    this.#bodiless = this.#write('GET', undefined, undefined, undefined)
    this.#empty = this.#write('POST', undefined, undefined, undefined)
  }

  /**
   * What follows the request line, the empty line included.
   * @param upgrade the protocol to ask for, of a request that becomes a tunnel
   * @throws FairleadError ERR_OPTION, ERR_REQUEST_SYNTAX
   */
  fields(
    method: string,
    headers: Fields | undefined,
    bodyType: string | undefined,
    body: Upload | undefined,
    upgrade?: string,
  ): string {
    if (headers === undefined && bodyType === undefined && body === undefined && upgrade === undefined) {
      return method === 'POST' || method === 'PUT' ? this.#empty : this.#bodiless
    }
    return this.#write(method, headers, bodyType, body, upgrade)
  }

  #write(
    method: string,
    headers: Fields | undefined,
    bodyType: string | undefined,
    body: Upload | undefined,
    upgrade?: string,
  ): string {
    const pairs = headers === undefined ? this.#common : merge(this.#common, headers)
    let text = headers === undefined ? this.#commonText : write(pairs)
    if (bodyType !== undefined && !pairs.some(isContentType)) text += field('Content-Type', bodyType)
    if (upgrade !== undefined) text += `Connection: Upgrade\r\n${field('Upgrade', upgrade)}`
    if (body === undefined) {
      // A POST without a length is fine by the Engine, not by every proxy (RFC 9110 §8.6); a chunked empty body is refused by the Engine.
      if (method === 'POST' || method === 'PUT') text += 'Content-Length: 0\r\n'
    } else if (body.length === undefined) text += 'Transfer-Encoding: chunked\r\n'
    else text += `Content-Length: ${body.length}\r\n`
    return `${text}\r\n`
  }
}

function isContentType([name]: Pairs[number]): boolean {
  return name.toLowerCase() === 'content-type'
}

/** `base` and `headers`, of which those replace what has the same name. */
function merge(base: Pairs, headers: Fields): Pairs {
  const own = Object.entries(headers)
  const names = new Set(own.map(([name]) => name.toLowerCase()))
  for (const [name, value] of own) {
    if (FRAMING_FIELDS.has(name.toLowerCase())) {
      throw new FairleadError('ERR_OPTION', `headers: ${name} is set by fairlead itself`)
    }
    if (typeof value !== 'string') throw new FairleadError('ERR_OPTION', `headers: the value of ${name} is no string`)
  }
  return [...base.filter(([name]) => !names.has(name.toLowerCase())), ...own]
}

function write(pairs: Pairs): string {
  let text = ''
  for (const [name, value] of pairs) text += field(name, value)
  return text
}
