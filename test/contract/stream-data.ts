// The 50 MB that every reading must deliver byte for byte: lines of 1 to 20,000 bytes for both outputs, the same in every
// run, made up of every kind of UTF-8. Characters stay inside groups of four bytes: the Engine cuts records at 16,384 and
// json-file replaces a character that is cut there by U+FFFD, which is no client's fault.

import { createHash } from 'node:crypto'

/** Bytes of both outputs together, at least. */
export const POUR_BYTES = 50_000_000
/** The longest line, its LF included. */
export const LONGEST_LINE = 20_000
/** What a `pour` container says before its data. */
export const READY = 'ready\n'

/** A line of one output, or several. */
export interface Piece {
  kind: 'stdout' | 'stderr'
  bytes: Uint8Array
}

const GROUPS = ['abcd', 'é×', '€.', '😀', '\t"\\ ', '0123', 'ßx/', 'a☃'].map((group) => Buffer.from(group))

/** A small generator of numbers in [0, 1) (xorshift32): the standard library's cannot be seeded. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

/** Where all lines' bytes are cut from: a random sequence of groups, 256 KiB. */
function material(random: () => number): Buffer {
  const groups = Array.from({ length: 65_536 }, () => GROUPS[Math.floor(random() * GROUPS.length)]!)
  return Buffer.concat(groups)
}

/** The lines, in order; the lengths are spread evenly over their magnitudes, so that most are short. */
export function* pourPieces(): Generator<Piece, void> {
  const random = numbers(0x9e3779b9)
  const bytes = material(random)
  let left = POUR_BYTES
  for (let count = 0; left > 0; count++) {
    // The longest comes now and then for certain.
    const length = count % 1000 === 999 ? LONGEST_LINE : Math.floor(Math.exp(random() * Math.log(LONGEST_LINE + 1)))
    const groups = Math.floor((length - 1) / 4)
    const from = Math.floor(random() * (bytes.length / 4 - groups)) * 4
    const line = Buffer.alloc(length, '~')
    bytes.copy(line, 0, from, from + groups * 4)
    line[length - 1] = 0x0a
    left -= length
    yield { kind: random() < 0.5 ? 'stdout' : 'stderr', bytes: line }
  }
}

/** What there is to know of both outputs: their sizes in bytes and SHA-256. */
export type Digest = Record<'stdout' | 'stderr', { bytes: number; sha256: string }>

/** Takes both outputs in pieces of any size. */
export class Digester {
  readonly #hashes = { stdout: createHash('sha256'), stderr: createHash('sha256') }
  readonly #bytes = { stdout: 0, stderr: 0 }

  add(kind: 'stdout' | 'stderr', bytes: Uint8Array): void {
    this.#hashes[kind].update(bytes)
    this.#bytes[kind] += bytes.length
  }

  /** To be called once, at the end. */
  digest(): Digest {
    const of = (kind: 'stdout' | 'stderr') => ({ bytes: this.#bytes[kind], sha256: this.#hashes[kind].digest('hex') })
    return { stdout: of('stdout'), stderr: of('stderr') }
  }
}

let expected: Digest | undefined

/** What a reading of a `pour` container must give. */
export function pourDigest(): Digest {
  if (expected === undefined) {
    const digester = new Digester()
    digester.add('stdout', Buffer.from(READY))
    for (const { kind, bytes } of pourPieces()) digester.add(kind, bytes)
    expected = digester.digest()
  }
  return expected
}
