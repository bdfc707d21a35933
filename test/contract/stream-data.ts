// The megabytes that every reader must deliver byte for byte: lines of 1 to 20,000 bytes for both outputs, the same in every run,
// of every kind of UTF-8. Characters stay inside groups of four bytes: the Engine cuts records at 16,384, and json-file
// replaces a character that is cut there by U+FFFD.

import { createHash } from 'node:crypto'
import { repeated } from '../support/soak.ts'

/** The least total of both outputs, in bytes. */
export const POUR_BYTES: number = repeated({ soak: 50_000_000, whole: 50_000_000, usually: 6_000_000 })
/** The same for a test's title. */
export const POUR_WORDS: string = `${POUR_BYTES / 1_000_000} MB`
/** The longest line in bytes, including its LF. */
export const LONGEST_LINE = 20_000
/** What a `pour` container prints before its data. */
export const READY = 'ready\n'

/** One or several lines of one output. */
export interface Piece {
  kind: 'stdout' | 'stderr'
  bytes: Uint8Array
}

const GROUPS = ['abcd', 'é×', '€.', '😀', '\t"\\ ', '0123', 'ßx/', 'a☃'].map((group) => Buffer.from(group))

/** A random generator of numbers in [0, 1) (xorshift32): Math.random cannot be seeded. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

/** The source of all lines' bytes: a random sequence of groups, 256 KiB. */
function material(random: () => number): Buffer {
  const groups = Array.from({ length: 65_536 }, () => GROUPS[Math.floor(random() * GROUPS.length)]!)
  return Buffer.concat(groups)
}

/** The lines, in order. Lengths are spread evenly over their magnitudes, so that most are short. */
export function* pourPieces(): Generator<Piece, void> {
  const random = numbers(0x9e3779b9)
  const bytes = material(random)
  let left = POUR_BYTES
  for (let count = 0; left > 0; count++) {
    // Some lines certainly have the maximum length.
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

/** The sizes in bytes and SHA-256 hashes of both outputs. */
export type Digest = Record<'stdout' | 'stderr', { bytes: number; sha256: string }>

/** Hashes both outputs, in pieces of any size. */
export class Digester {
  readonly #hashes = { stdout: createHash('sha256'), stderr: createHash('sha256') }
  readonly #bytes = { stdout: 0, stderr: 0 }

  add(kind: 'stdout' | 'stderr', bytes: Uint8Array): void {
    this.#hashes[kind].update(bytes)
    this.#bytes[kind] += bytes.length
  }

  /** Call this once, at the end. */
  digest(): Digest {
    const of = (kind: 'stdout' | 'stderr') => ({ bytes: this.#bytes[kind], sha256: this.#hashes[kind].digest('hex') })
    return { stdout: of('stdout'), stderr: of('stderr') }
  }
}

let expected: Digest | undefined

/** The digest that every reader of a `pour` container must compute. */
export function pourDigest(): Digest {
  if (expected === undefined) {
    const digester = new Digester()
    digester.add('stdout', Buffer.from(READY))
    for (const { kind, bytes } of pourPieces()) digester.add(kind, bytes)
    expected = digester.digest()
  }
  return expected
}
