// The byte classes of HTTP/1.1 as 256-entry tables, each under its grammar (RFC 5234 core rules, RFC 9110 §5.5 and §5.6).
// One look-up replaces a chain of comparisons. An index above 255 gives undefined, which is in no class.

import { HTAB, SP } from '../bytes.ts'

/** The byte ":". */
export const COLON = 0x3a
/** The byte ";". */
export const SEMICOLON = 0x3b

function class256(isMember: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (isMember(byte) ? 1 : 0))
}

const isDigit = (byte: number) => byte >= 0x30 && byte <= 0x39
const isLetter = (byte: number) => (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)

// tchar = "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "." / "^" / "_" / "`" / "|" / "~" / DIGIT / ALPHA
/** 1 for a byte of a token (a method, a field name), else 0. */
export const TCHAR: Uint8Array = class256(
  (byte) => isDigit(byte) || isLetter(byte) || (byte < 128 && "!#$%&'*+-.^_`|~".includes(String.fromCharCode(byte))),
)

// field-vchar = VCHAR / obs-text, and between them SP / HTAB; VCHAR = %x21-7E, obs-text = %x80-FF
/** 1 for a byte of a field value, a reason phrase or a chunk extension, else 0: no CTL except HTAB, no DEL. */
export const FIELD: Uint8Array = class256((byte) => byte === HTAB || (byte >= SP && byte !== 0x7f))

// DIGIT = %x30-39
/** A decimal digit's value, or -1. */
export const DIGIT: Int8Array = Int8Array.from({ length: 256 }, (_, byte) => (isDigit(byte) ? byte - 0x30 : -1))

// HEXDIG = DIGIT / "A" to "F", of either case (RFC 5234 §2.3)
/** A hexadecimal digit's value, or -1. */
export const HEX: Int8Array = Int8Array.from({ length: 256 }, (_, byte) =>
  isDigit(byte) ? byte - 0x30 : isLetter(byte) && (byte | 0x20) <= 0x66 ? (byte | 0x20) - 0x57 : -1,
)

// Field names are case-insensitive (RFC 9110 §5.1), in ASCII only.
/** The byte in lower case if it is an ASCII letter, else the byte itself. */
export const LOWER: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte,
)

// OWS = *( SP / HTAB ). String.prototype.trim would also take %xA0, which is obs-text.
/** `text[start..end)` without leading and trailing SP and HTAB. */
export function withoutOws(text: string, start: number, end: number): string {
  while (start < end && isOws(text.charCodeAt(start))) start++
  while (start < end && isOws(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

function isOws(code: number): boolean {
  return code === SP || code === HTAB
}
