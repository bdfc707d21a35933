// The writing side of a Node stream over a tunnel: a write is done when the tunnel has room again.
// What waited together goes out together; the bytes stay the writer's, and unchanged, until the write is done.

import type { TwoWay } from './opening.ts'

export type Done = (error?: Error | null) => void

export function writeTo(tunnel: TwoWay, bytes: Uint8Array, done: Done): void {
  tunnel.write(bytes).then(() => done(), done)
}

export function joined(chunks: readonly { chunk: Buffer }[]): Buffer {
  return Buffer.concat(chunks.map(({ chunk }) => chunk))
}
