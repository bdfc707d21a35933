// What the tests of tar and of archives share: reading an archive into a map, and changing headers.

import { readTar } from '../../../src/testing/files/tar-read.ts'

export async function read(bytes: Uint8Array, step = 1000): Promise<Map<string, [string, number, string]>> {
  const found = new Map<string, [string, number, string]>()
  for await (const { path, entry: each } of readTar(pieces(bytes, step))) {
    found.set(path, [each.type, each.mode, Buffer.from(each.data).toString() || each.target])
  }
  return found
}

export async function* pieces(bytes: Uint8Array, step: number): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step)
}

/** Changes a header and corrects its checksum. */
export function resum(block: Buffer, change: (block: Buffer) => unknown): Buffer {
  const copy = Buffer.from(block)
  change(copy)
  copy.fill(32, 148, 156)
  let sum = 0
  for (const byte of copy) sum += byte
  copy.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return copy
}
