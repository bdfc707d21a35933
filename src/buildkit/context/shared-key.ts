// The shared key of a folder: what the daemon keeps of it for the next build goes by this.
// Two folders under one key, with files of one name, size and time, would get mixed up.

import { createHash } from 'node:crypto'

/** A key of the parts that no other folder on any machine has together. */
export function sharedKeyOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
