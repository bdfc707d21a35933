// Bytes that several folders name, and bytes as text. The lowest floor: imports nothing, needs nothing of Node.
// Buffer's own slices decode in about half of TextDecoder's time at 64 bytes. They are found by feature: no import.

/** The byte HTAB, horizontal tab. */
export const HTAB = 0x09
/** The byte LF, line feed. */
export const LF = 0x0a
/** The byte CR, carriage return. */
export const CR = 0x0d
/** The byte SP, space. */
export const SP = 0x20

/** A byte as error messages show it: `0x0a`. */
export function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`
}

/** Decodes `bytes[start..end)`. The text owns its memory. */
export type Decode = (bytes: Uint8Array, start: number, end: number) => string

/** Methods of Buffer that work on any Uint8Array. */
interface Slices {
  utf8Slice?(this: Uint8Array, start: number, end: number): string
  latin1Slice?(this: Uint8Array, start: number, end: number): string
}

/** Three ways to decode bytes. */
export interface Decoders {
  /** UTF-8, as the WHATWG Encoding Standard decodes it: invalid bytes become U+FFFD. A byte order mark is kept. */
  utf8: Decode
  /** ISO 8859-1: one character per byte, of the same number. RFC 9110 §5.5 leaves this to a recipient that must keep obs-text. */
  latin1: Decode
  /** For bytes below 0x80; the fastest one. Any other byte becomes one character, too. */
  ascii: Decode
}

/** The decoders of a runtime with these methods, or without them. */
export function decodersFor(slices: Slices | undefined): Decoders {
  const { utf8Slice, latin1Slice } = slices ?? {}
  if (utf8Slice !== undefined && latin1Slice !== undefined) {
    const latin1: Decode = (bytes, start, end) => latin1Slice.call(bytes, start, end)
    return { utf8: (bytes, start, end) => utf8Slice.call(bytes, start, end), latin1, ascii: latin1 }
  }
  // ASCII is the same in any encoding whose characters have one byte. Node 20's own 'latin1' loses bytes.
  return { utf8: decodeFrom('utf-8'), latin1: latin1InPieces, ascii: decodeFrom('iso-8859-2') }
}

function decodeFrom(encoding: string): Decode {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true })
  return (bytes, start, end) => decoder.decode(bytes.subarray(start, end))
}

/** Arguments of one call go on the stack; engines allow at least some 65,000. */
const PIECE_BYTES = 8192

// TextDecoder's 'latin1' is windows-1252, which changes %x80-9F.
function latin1InPieces(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  for (let at = start; at < end; at += PIECE_BYTES) {
    text += String.fromCharCode(...bytes.subarray(at, Math.min(at + PIECE_BYTES, end)))
  }
  return text
}

/** The decoders of this runtime. */
export const decoders: Decoders = decodersFor((globalThis as { Buffer?: { prototype: Slices } }).Buffer?.prototype)
