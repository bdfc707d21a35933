// Numbers in a tar header: octal digits with spaces or NULs around them, or base 256 if the first bit is set (GNU), where the second
// is the sign. Pure.

import { invalidArchive } from './tar-error.ts'

/** A number of a header's field. @throws FairleadError ERR_ARCHIVE for anything else, and beyond 2^53 - 1 */
export function readNumber(block: Uint8Array, start: number, length: number): number {
  const first = block[start]!
  if (first >= 0x80) return base256(block, start, length)
  let text = ''
  for (let at = start; at < start + length; at++) text += String.fromCharCode(block[at]!)
  const digits = text.replace(/^[ \0]+|[ \0]+$/g, '').replace(/\0.*$/s, '')
  const value = digits === '' ? 0 : Number.parseInt(digits, 8)
  if (/^[0-7]*$/.test(digits) && Number.isSafeInteger(value)) return value
  throw invalidArchive('a number of a header is malformed')
}

function base256(block: Uint8Array, start: number, length: number): number {
  const isNegative = (block[start]! & 0x40) !== 0
  // The first bit is the mark: it continues the sign.
  let value = BigInt(isNegative ? block[start]! - 0x100 : block[start]! & 0x7f)
  for (let at = start + 1; at < start + length; at++) value = value * 256n + BigInt(block[at]!)
  const number = Number(value)
  if (Number.isSafeInteger(number)) return number
  throw invalidArchive('a number of a header is too large')
}
