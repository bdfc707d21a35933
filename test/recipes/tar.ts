// Tar archives for the tests of copies, generated from a few blocks and parsed again, so that nothing large is in memory.

import { createHash, type Hash } from 'node:crypto'
import type { ByteHandler, ByteSource } from '../../src/index.ts'

const BLOCK = 65_536

/** Blocks that do not compress, generated without Math.random so that every run sends the same. */
const blocks = Array.from({ length: 16 }, (_, i) => {
  const block = Buffer.alloc(BLOCK)
  for (let at = 0; at < BLOCK; at += 32) createHash('sha256').update(`${i}:${at}`).digest().copy(block, at)
  return block
})

/** One ustar head. */
export function tarHead(name: string, size: number, kind: '0' | '5' = '0'): Buffer {
  const head = Buffer.alloc(512)
  const octal = (value: number, width: number) => value.toString(8).padStart(width - 1, '0')
  head.write(name, 0, 100)
  head.write(octal(0o644, 8), 100)
  head.write(octal(0, 8), 108)
  head.write(octal(0, 8), 116)
  head.write(octal(size, 12), 124)
  head.write(octal(1_700_000_000, 12), 136)
  head.write(' '.repeat(8), 148)
  head.write(kind, 156)
  head.write('ustar\x0000', 257, 'latin1')
  head.write(
    `${octal(
      head.reduce((sum, byte) => sum + byte, 0),
      7,
    )}\0 `,
    148,
    'latin1',
  )
  return head
}

/** A whole archive of one small file. */
export function smallTar(name: string, text: string): Buffer {
  const data = Buffer.alloc(Math.ceil(Buffer.byteLength(text) / 512) * 512)
  data.write(text)
  return Buffer.concat([tarHead(name, Buffer.byteLength(text)), data, Buffer.alloc(1024)])
}

/** An archive of one file of `size` bytes, a multiple of 64 KiB; `hash` takes the file's bytes. Its pieces share memory. */
export async function* largeTar(name: string, size: number, hash?: Hash): AsyncGenerator<Uint8Array> {
  yield tarHead(name, size)
  for (let sent = 0, turn = 0; sent < size; sent += BLOCK, turn++) {
    const block = blocks[(turn * 7 + (turn >> 4)) % blocks.length]!
    hash?.update(block)
    yield block
  }
  yield Buffer.alloc(1024)
}

/** Reads an archive of one file; `hash` takes the file's bytes. Resolves with their number. */
export function readTar(source: ByteSource, hash: Hash, onRead?: () => void): Promise<number> {
  return new Promise((resolve, reject) => {
    let head = Buffer.alloc(0)
    let size = -1
    let read = 0
    const handler: ByteHandler = {
      onData(bytes, start, end) {
        let at = start
        if (size < 0) {
          const part = bytes.subarray(start, Math.min(end, start + 512 - head.length))
          head = Buffer.concat([head, part])
          at += part.length
          if (head.length < 512) return
          if (head[156] !== 0x30) return reject(new Error(`the archive begins with an entry of kind ${head[156]}`))
          size = Number.parseInt(head.toString('latin1', 124, 136), 8)
        }
        const take = Math.min(end - at, size - read)
        if (take > 0) hash.update(bytes.subarray(at, at + take))
        read += take
        onRead?.()
      },
      onEnd: () => resolve(read),
      onFail: reject,
    }
    source.start(handler)
  })
}
