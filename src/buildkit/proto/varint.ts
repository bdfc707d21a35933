// Protobuf's numbers, written into memory that is there already: for packets that come by the thousand.
// Each function writes at `at`, and returns where it ends. Pure.

/** A field that is a number from 0 to 2^53 - 1, with its tag. */
export function numberAt(bytes: Buffer, at: number, tag: number, value: number): number {
  bytes[at] = tag
  return varintAt(bytes, at + 1, value)
}

/** A number from 0 to 2^53 - 1. */
export function varintAt(bytes: Buffer, at: number, value: number): number {
  let end = at
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 0x80) {
      bytes[end] = left
      return end + 1
    }
    bytes[end++] = (left % 128) | 0x80
  }
}
