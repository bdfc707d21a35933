// UTF-8 to text, for whole bodies and records.
// Text that is too long for the runtime is a typed error; src/bytes.ts decodes without one.

import { decoders } from '../../bytes.ts'
import { FairleadError } from '../../error.ts'

/**
 * `bytes[start..end)` as text. UTF-8, as the WHATWG Encoding Standard decodes it: invalid bytes become U+FFFD. A byte order mark is kept.
 * @throws FairleadError ERR_BODY_TOO_LARGE if the runtime has no string of this length (V8: 2^29 - 24 characters)
 */
export function decodeUtf8(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  try {
    return decoders.utf8(bytes, start, end)
  } catch (cause) {
    throw new FairleadError('ERR_BODY_TOO_LARGE', `${end - start} bytes are more than one string can hold`, { cause })
  }
}
