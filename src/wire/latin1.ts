// Bytes to a string, one char a byte (ISO 8859-1: what RFC 9110 §5.5 leaves to a recipient that must keep obs-text).
// TextDecoder's 'latin1' is windows-1252 and changes %x80-9F, so it cannot serve. The string owns its memory.

type Latin1 = (bytes: Uint8Array, start: number, end: number) => string
interface BufferLike {
  readonly prototype: { readonly latin1Slice?: (this: Uint8Array, start: number, end: number) => string }
}

// Arguments of one call go on the stack; engines allow at least some 65,000.
const PIECE_BYTES = 8192

function latin1InPieces(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  for (let at = start; at < end; at += PIECE_BYTES) {
    text += String.fromCharCode(...bytes.subarray(at, Math.min(at + PIECE_BYTES, end)))
  }
  return text
}

/** The decoder for a runtime whose Buffer is this one, or that has none. */
export function latin1With(buffer: BufferLike | undefined): Latin1 {
  const slice = buffer?.prototype.latin1Slice
  return slice === undefined ? latin1InPieces : (bytes, start, end) => slice.call(bytes, start, end)
}

// A call without arguments: bundlers drop it where nobody reads latin1.
function latin1Here(): Latin1 {
  return latin1With(globalThis.Buffer as BufferLike | undefined)
}

/** The bytes `[start, end)` as a string of as many chars, each 0 to 255. */
export const latin1: Latin1 = latin1Here()
