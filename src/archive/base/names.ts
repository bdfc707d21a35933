// File names without loss. A name on Linux is bytes, and some are not UTF-8. Here each such byte is a lone surrogate, U+DC80 to
// U+DCFF, so that a name is a string which can be compared, matched and turned back into the same bytes.

const ESCAPED = /[\ud800-\udfff]/
const ESCAPE = 0xdc00

/** A name's text. Bytes that are not UTF-8 become U+DC80 to U+DCFF, one per byte. */
export function nameOfBytes(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = buffer.toString('utf8')
  return text.includes('\ufffd') ? escaped(buffer) : text
}

/** The bytes of a name: the reverse of {@link nameOfBytes}. */
export function bytesOfName(name: string): Buffer {
  if (!ESCAPED.test(name)) return Buffer.from(name, 'utf8')
  const parts: Buffer[] = []
  for (const one of name) {
    const code = one.codePointAt(0)!
    const isByte = code >= ESCAPE + 0x80 && code <= ESCAPE + 0xff
    parts.push(isByte ? Buffer.of(code - ESCAPE) : Buffer.from(one, 'utf8'))
  }
  return Buffer.concat(parts)
}

/** Writes the bytes of a name, at most three for each of its units; returns their number. */
export function writeName(name: string, into: Buffer, at: number): number {
  return ESCAPED.test(name) ? bytesOfName(name).copy(into, at) : into.write(name, at)
}

/** A name as the functions of `node:fs` take it: text, or bytes if it is not UTF-8. */
export function fsName(name: string): string | Buffer {
  return ESCAPED.test(name) ? bytesOfName(name) : name
}

/** A name for messages: bytes that are not UTF-8 and control characters are shown as escapes. */
export function shownName(name: string): string {
  return name.replace(/[\u0000-\u001f\u007f\udc80-\udcff]/g, (one) => {
    const code = one.charCodeAt(0)
    return `\\x${(code >= ESCAPE ? code - ESCAPE : code).toString(16).padStart(2, '0')}`
  })
}

/** Whether a text has no surrogates: then its names are text for `node:fs`, and are in order as JavaScript sorts them. */
export function isPlain(text: string): boolean {
  return !ESCAPED.test(text)
}

/** Compares two names by their bytes: the order of Go's `sort.Strings`. */
export function compareNames(a: string, b: string): number {
  if (isPlain(a) && isPlain(b)) return a < b ? -1 : a > b ? 1 : 0
  return Buffer.compare(bytesOfName(a), bytesOfName(b))
}

function escaped(buffer: Buffer): string {
  let text = ''
  for (let at = 0; at < buffer.length; ) {
    const length = validLength(buffer, at)
    text += length === 0 ? String.fromCharCode(ESCAPE + buffer[at]!) : buffer.toString('utf8', at, at + length)
    at += length || 1
  }
  return text
}

/** The length of the UTF-8 character at `at`; 0 if the byte begins none. */
function validLength(buffer: Buffer, at: number): number {
  const first = buffer[at]!
  const length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0
  if (length === 0 || at + length > buffer.length) return 0
  const text = buffer.toString('utf8', at, at + length)
  return Buffer.from(text, 'utf8').equals(buffer.subarray(at, at + length)) ? length : 0
}
