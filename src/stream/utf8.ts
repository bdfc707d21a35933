// UTF-8 to text, as the WHATWG Encoding Standard decodes it: what is not UTF-8 becomes U+FFFD. A byte order mark is kept.
// Node's own slices are used where they are (about half of TextDecoder's time at 64 bytes), found by feature: no import.

import { FairleadError } from '../error.ts'

/** A piece of memory as text. */
export type Decode = (bytes: Uint8Array, start: number, end: number) => string

/** Methods of Buffer that work on any Uint8Array. */
interface Slices {
  utf8Slice?(this: Uint8Array, start: number, end: number): string
  latin1Slice?(this: Uint8Array, start: number, end: number): string
}

/** The decoders of a runtime that has these methods, or has not. `latin1` gives one character a byte, the same for bytes below 0x80. */
export function decodersFor(slices: Slices | undefined): { utf8: Decode; latin1: Decode } {
  const { utf8Slice, latin1Slice } = slices ?? {}
  if (utf8Slice !== undefined && latin1Slice !== undefined) {
    return {
      utf8: (bytes, start, end) => utf8Slice.call(bytes, start, end),
      latin1: (bytes, start, end) => latin1Slice.call(bytes, start, end),
    }
  }
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
  const latin1 = new TextDecoder('latin1')
  return {
    utf8: (bytes, start, end) => utf8.decode(bytes.subarray(start, end)),
    latin1: (bytes, start, end) => latin1.decode(bytes.subarray(start, end)),
  }
}

// A call without arguments: bundlers drop it where nobody decodes.
function decodersHere(): ReturnType<typeof decodersFor> {
  return decodersFor((globalThis as { Buffer?: { prototype: Slices } }).Buffer?.prototype)
}

export const decoders = decodersHere()

/**
 * `bytes[start..end)` as text.
 * @throws FairleadError ERR_BODY_TOO_LARGE where the runtime has no string so long (V8: 2^29 - 24 characters)
 */
export function decodeUtf8(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  try {
    return decoders.utf8(bytes, start, end)
  } catch (cause) {
    throw new FairleadError('ERR_BODY_TOO_LARGE', `${end - start} bytes are more than one string can hold`, { cause })
  }
}
