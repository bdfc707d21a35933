// The files that a `pour` container writes to its outputs on a real Engine, /pour/stdout and /pour/stderr, as a tar archive
// generated piece by piece. POSIX ustar: a header of 512 bytes, data padded to 512, two zero blocks at the end.

import { pourPieces } from './stream-data.ts'

const BLOCK = 512
const KINDS = ['stdout', 'stderr'] as const

type Kind = (typeof KINDS)[number]

function header(name: string, size: number): Buffer {
  const head = Buffer.alloc(BLOCK)
  const octal = (value: number, width: number) => value.toString(8).padStart(width - 1, '0')
  head.write(name, 0, 'latin1')
  head.write(octal(0o644, 8), 100)
  head.write(octal(0, 8), 108)
  head.write(octal(0, 8), 116)
  head.write(octal(size, 12), 124)
  head.write(octal(0, 12), 136)
  // The checksum counts its own field as spaces.
  head.write('        0', 148)
  head.write('ustar\x0000', 257, 'latin1')
  const sum = head.reduce((total, byte) => total + byte, 0)
  head.write(`${octal(sum, 7)}\0 `, 148, 'latin1')
  return head
}

function sizes(): Record<Kind, number> {
  const total = { stdout: 0, stderr: 0 }
  for (const { kind, bytes } of pourPieces()) total[kind] += bytes.length
  return total
}

const padding = (size: number) => (BLOCK - (size % BLOCK)) % BLOCK

/** The archive's length in bytes. */
export function pourArchiveBytes(): number {
  const size = sizes()
  return KINDS.reduce((total, kind) => total + BLOCK + size[kind] + padding(size[kind]), 2 * BLOCK)
}

/** The archive's pieces. */
export function* pourArchive(): Generator<Uint8Array, void> {
  const size = sizes()
  for (const kind of KINDS) {
    yield header(`pour/${kind}`, size[kind])
    for (const piece of pourPieces()) if (piece.kind === kind) yield piece.bytes
    yield Buffer.alloc(padding(size[kind]))
  }
  yield Buffer.alloc(2 * BLOCK)
}
