// What a client must make of the bytes of a response: RFC 9112 as docs/supported-http.md limits it, written as plainly as possible.
// It shares no code with src/wire: whole texts and regular expressions, no states. Chars are bytes (latin1). Heads and trailers that
// the fuzzer makes are far below their limits, which have tests of their own; extensions are many where chunks are tiny.

/** Of a whole body, as docs/limits.md says. */
const MAX_EXTENSION_BYTES = 16_384

/** How the bytes stopped: no more came, a FIN, or a reset. */
export type Ending = 'open' | 'end' | 'reset'

/** A response as far as it came. */
export interface Decoded {
  /** Of the final head; undefined if none came whole. */
  status: number | undefined
  fields: [name: string, value: string][]
  framing: 'none' | 'length' | 'chunked' | 'close' | 'tunnel' | undefined
  /** The body's bytes that must be delivered. */
  body: string
  /** 'clean' for a whole response, 'open' for one that waits for more bytes, else the code of the error. */
  end: string
  /** Whether the connection may carry another request. */
  reusable: boolean
  /** Bytes behind the response. */
  rest: number
}

export interface Asked {
  method: string
  upgrade: boolean
}

const STATUS_LINE = /^HTTP\/1\.[01] [1-5]\d\d(?: [\t\x20-\x7e\x80-\xff]*)?\r\n$/
const FIELD_LINE = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*\r\n$/
const SIZE_LINE = /^[0-9a-fA-F]+[ \t]*(?:;[\t\x20-\x7e\x80-\xff]*)?\r\n$/
const STATUS_START = 'HTTP/1.1 200\r\n'
const MAX_INTERIM = 16

/** One line of the text from `at`: its end, or 'part' if it may still become one, or 'bad'. */
function line(text: string, at: number, form: RegExp, completions: readonly string[]): number | 'part' | 'bad' {
  const lf = text.indexOf('\n', at)
  if (lf >= 0) return form.test(text.slice(at, lf + 1)) ? lf + 1 : 'bad'
  const part = text.slice(at)
  if (part === '' || completions.some((rest) => form.test(part + rest))) return 'part'
  return 'bad'
}

const FIELD_COMPLETIONS = ['a:\r\n', ':\r\n', '\r\n', '\n']
const SIZE_COMPLETIONS = ['0\r\n', '\r\n', '\n']

/** Lines of fields up to the empty line: the end, and the fields. */
function fieldLines(text: string, from: number): { at: number | 'part' | 'bad'; fields: [string, string][] } {
  const fields: [string, string][] = []
  let at = from
  for (;;) {
    if (text.startsWith('\r\n', at)) return { at: at + 2, fields }
    if (text.slice(at) === '' || text.slice(at) === '\r') return { at: 'part', fields }
    const end = line(text, at, FIELD_LINE, FIELD_COMPLETIONS)
    if (typeof end === 'string') return { at: end, fields }
    const colon = text.indexOf(':', at)
    fields.push([text.slice(at, colon).toLowerCase(), text.slice(colon + 1, end - 2).replace(/^[ \t]+|[ \t]+$/g, '')])
    at = end
  }
}

const fieldOf = (fields: readonly [string, string][], name: string): string | undefined => {
  const values = fields.filter(([other]) => other === name).map(([, value]) => value)
  return values.length === 0 ? undefined : values.join(', ')
}

/** The framing of a final head, or the code of its error. */
function framingOf(
  head: { status: number; minor: number; fields: [string, string][] },
  { method, upgrade }: Asked,
): { framing: NonNullable<Decoded['framing']>; length: number } | { code: string } {
  const { status, minor, fields } = head
  if (status === 101) return upgrade ? { framing: 'tunnel', length: 0 } : { code: 'ERR_UNASKED_UPGRADE' }
  if (method === 'HEAD' || status === 204 || status === 304) return { framing: 'none', length: 0 }
  const coding = fieldOf(fields, 'transfer-encoding')
  if (coding !== undefined) {
    if (minor === 0 || coding.toLowerCase() !== 'chunked') return { code: 'ERR_FRAMING' }
    return { framing: 'chunked', length: 0 }
  }
  const lengths = fieldOf(fields, 'content-length')
  if (lengths === undefined) return { framing: 'close', length: 0 }
  const numbers = new Set(lengths.split(',').map((one) => one.replace(/^[ \t]+|[ \t]+$/g, '')))
  const values = new Set([...numbers].map((one) => (/^\d+$/.test(one) ? Number(one) : Number.NaN)))
  const [length = Number.NaN] = values
  if (values.size !== 1 || !Number.isSafeInteger(length)) return { code: 'ERR_FRAMING' }
  return length === 0 ? { framing: 'none', length } : { framing: 'length', length }
}

function persists(minor: number, fields: [string, string][]): boolean {
  if (fieldOf(fields, 'transfer-encoding') !== undefined && fieldOf(fields, 'content-length') !== undefined)
    return false
  const options = (fieldOf(fields, 'connection') ?? '').split(',').map((one) => one.trim().toLowerCase())
  if (options.includes('close')) return false
  return minor === 1 || options.includes('keep-alive')
}

/** Chunks from `at`: the data, and 'part', the code of an error, or where the body ends. */
function chunks(text: string, from: number): { body: string; at: number | string } {
  let body = ''
  let at = from
  let extensions = 0
  for (;;) {
    const sizeEnd = line(text, at, SIZE_LINE, SIZE_COMPLETIONS)
    const [digits = ''] = /^[0-9a-fA-F]*/.exec(text.slice(at)) ?? []
    const code = sizeError(digits)
    if (code !== undefined) return { body, at: code }
    if (sizeEnd === 'bad') return { body, at: 'ERR_CHUNK_SYNTAX' }
    const rest = text.slice(at + digits.length, sizeEnd === 'part' ? undefined : sizeEnd)
    extensions += rest.replace(/\r?\n?$/, '').length
    if (extensions > MAX_EXTENSION_BYTES) return { body, at: 'ERR_CHUNK_SYNTAX' }
    if (sizeEnd === 'part') return { body, at: 'part' }
    const size = Number.parseInt(digits, 16)
    if (size === 0) {
      const { at: end } = fieldLines(text, sizeEnd)
      return { body, at: end === 'bad' ? 'ERR_CHUNK_SYNTAX' : end }
    }
    body += text.slice(sizeEnd, sizeEnd + size)
    at = sizeEnd + size
    const after = text.slice(at, at + 2)
    if (!'\r\n'.startsWith(after)) return { body, at: 'ERR_CHUNK_SYNTAX' }
    if (after.length < 2) return { body, at: 'part' }
    at += 2
  }
}

/** What the digits of a chunk's size are refused for, the first of them. */
function sizeError(digits: string): string | undefined {
  for (let count = 1; count <= digits.length; count++) {
    if (BigInt(`0x${digits.slice(0, count)}`) > BigInt(Number.MAX_SAFE_INTEGER)) return 'ERR_CHUNK_TOO_LARGE'
    if (count > 16) return 'ERR_CHUNK_SYNTAX'
  }
  return undefined
}

/** Decodes the bytes that a peer sent in response to one request on a connection. */
export function decode(text: string, ending: Ending, asked: Asked): Decoded {
  const decoded: Decoded = {
    status: undefined,
    fields: [],
    framing: undefined,
    body: '',
    end: 'open',
    reusable: false,
    rest: 0,
  }
  let at = 0
  for (let interim = 0; ; interim++) {
    const head = headAt(text, at)
    if (typeof head === 'string') return { ...decoded, end: head === 'part' ? cutHead(text, ending) : head }
    at = head.end
    if (head.status >= 200 || head.status === 101) {
      const framed = framingOf(head, asked)
      if ('code' in framed) return { ...decoded, end: framed.code }
      decoded.status = head.status
      decoded.fields = head.fields
      decoded.framing = framed.framing
      return bodyOf(decoded, text, at, framed.length, ending, persists(head.minor, head.fields))
    }
    if (interim === MAX_INTERIM) return { ...decoded, end: 'ERR_FRAMING' }
  }
}

function headAt(
  text: string,
  from: number,
): string | { status: number; minor: number; fields: [string, string][]; end: number } {
  const start = text.slice(from, from + STATUS_START.length)
  const statusEnd = line(text, from, STATUS_LINE, [STATUS_START.slice(start.length), '\r\n', '\n'])
  if (statusEnd === 'bad') {
    const version = text.slice(from, from + 8)
    const isOther =
      version.startsWith('HTTP/') && !/^HTTP\/1\.[01]$/.test(version.padEnd(8, 'HTTP/1.1'.slice(version.length)))
    return isOther ? 'ERR_HTTP_VERSION' : 'ERR_HEAD_SYNTAX'
  }
  if (statusEnd === 'part') return 'part'
  const { at, fields } = fieldLines(text, statusEnd)
  if (at === 'bad') return 'ERR_HEAD_SYNTAX'
  if (at === 'part') return 'part'
  return { status: Number(text.slice(from + 9, from + 12)), minor: Number(text[from + 7]), fields, end: at as number }
}

function cutHead(text: string, ending: Ending): string {
  if (ending === 'open') return 'open'
  if (ending === 'reset') return 'ERR_CONNECTION_RESET'
  return text === '' ? 'ERR_CONNECTION_CLOSED' : 'ERR_TRUNCATED_HEAD'
}

function bodyOf(head: Decoded, text: string, at: number, length: number, ending: Ending, keeps: boolean): Decoded {
  const cut = ending === 'open' ? 'open' : ending === 'reset' ? 'ERR_CONNECTION_RESET' : 'ERR_TRUNCATED_BODY'
  const whole = (body: string, end: number): Decoded => {
    const rest = text.length - end
    return { ...head, body, end: 'clean', rest, reusable: keeps && rest === 0 && ending === 'open' }
  }
  switch (head.framing) {
    case 'none':
      return whole('', at)
    case 'length': {
      const body = text.slice(at, at + length)
      return body.length === length ? whole(body, at + length) : { ...head, body, end: cut }
    }
    case 'chunked': {
      const { body, at: end } = chunks(text, at)
      if (typeof end === 'number') return whole(body, end)
      return { ...head, body, end: end === 'part' ? cut : end }
    }
    default:
      return { ...head, body: text.slice(at), end: ending === 'end' ? 'clean' : cut }
  }
}
