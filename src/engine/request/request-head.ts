// The fields of a request's head as one string: the engine's, the request's own, and those of its body.
// Only fairlead sets framing fields: one set by the caller could desynchronise the connection, so it is rejected.

import { authority, type Endpoint } from '../../endpoint/parse.ts'
import { FairleadError } from '../../error.ts'
import type { Upload } from '../../stream/upload/upload.ts'
import { field } from '../../wire/request.ts'
import { VERSION } from './library-version.ts'

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

type Fields = Readonly<Record<string, string | readonly string[]>>
type Pairs = readonly (readonly [name: string, value: string])[]

/** Writes the fields of requests to one endpoint. */
export class FieldWriter {
  readonly #common: Pairs
  readonly #commonText: string
  /** The fields of a request without fields of its own and without a body: nearly every one. */
  readonly #bodiless: string
  /** The same for POST and PUT. */
  readonly #empty: string

  /** @throws FairleadError ERR_OPTION, ERR_REQUEST_SYNTAX when `headers` cannot be sent. */
  constructor(endpoint: Endpoint, headers: Fields) {
    // A socket path is not a host name, and the Engine rejects a missing or malformed one: any fixed name will do.
    const host = endpoint.kind === 'tcp' ? authority(endpoint) : 'docker'
    const own = { Host: host, 'User-Agent': `fairlead/${VERSION}` }
    this.#common = merge(Object.entries(own), headers)
    this.#commonText = write(this.#common)
    this.#bodiless = this.#write('GET', undefined, undefined, undefined)
    this.#empty = this.#write('POST', undefined, undefined, undefined)
  }

  /**
   * Everything after the request line, the empty line included.
   * @param upgrade the value of the Upgrade field, for a request that becomes a tunnel
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
      // The Engine accepts a POST without a length, but not every proxy does (RFC 9110 §8.6). The Engine rejects a chunked empty body.
      if (method === 'POST' || method === 'PUT') text += 'Content-Length: 0\r\n'
    } else if (body.length === undefined) text += 'Transfer-Encoding: chunked\r\n'
    else text += `Content-Length: ${body.length}\r\n`
    return `${text}\r\n`
  }
}

function isContentType([name]: Pairs[number]): boolean {
  return name.toLowerCase() === 'content-type'
}

/** `base` and `headers`; a field of `headers` replaces one of the same name. */
function merge(base: Pairs, headers: Fields): Pairs {
  const names = new Set(Object.keys(headers).map((name) => name.toLowerCase()))
  const own = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => [name, one] as const))
  for (const [name, value] of own) {
    if (FRAMING_FIELDS.has(name.toLowerCase())) {
      throw new FairleadError('ERR_OPTION', `headers: ${name} is set by fairlead: leave it out`)
    }
    if (typeof value !== 'string') throw new FairleadError('ERR_OPTION', `headers: expected ${name} to be a string`)
  }
  return [...base.filter(([name]) => !names.has(name.toLowerCase())), ...own]
}

function write(pairs: Pairs): string {
  let text = ''
  for (const [name, value] of pairs) text += field(name, value)
  return text
}
