// A case of the fuzzer: which response a peer sends, what goes wrong with its bytes, who reads them, what the user does meanwhile, and
// which body the request has. fast-check makes cases from a seed and makes a failing one smaller.

import fc from '../support/property.ts'

export const framings = ['length', 'chunked', 'extended', 'close', 'http10', 'switch', 'empty'] as const
export const contents = ['frames', 'tty', 'records', 'json', 'bytes'] as const
export const faults = [
  'none',
  'cut',
  'reset',
  'stall',
  'flip',
  'insert',
  'delete',
  'double',
  'desync',
  'early',
  'wrong length',
] as const
export const actions = ['none', 'abort', 'break', 'pause', 'throw', 'second', 'close', 'engine'] as const
export const uploads = [
  'none',
  'text',
  'bytes',
  'blob',
  'readable',
  'iterator',
  'web',
  'failing',
  'short',
  'long',
] as const
export const transports = ['memory', 'memory', 'unix', 'tcp'] as const

export interface ResponsePlan {
  /** 1xx responses in front. */
  interim: number
  status: number
  framing: (typeof framings)[number]
  content: (typeof contents)[number]
  /** A Content-Encoding field: bodies are given as they are. */
  coded: boolean
  /** Sizes of the items: frames, records, pieces. */
  sizes: number[]
  /** Sizes of chunks. */
  chunks: number[]
}

export interface Case {
  transport: 'memory' | 'unix' | 'tcp'
  /** The connection has served before. */
  warm: boolean
  reader: string
  upload: (typeof uploads)[number]
  /** Of the upload, in bytes. */
  uploadSize: number
  response: ResponsePlan
  fault: { kind: (typeof faults)[number]; at: number; size: number }
  /** Places where the bytes are parted, by turns of the event loop. 'bytewise' is a trickle. */
  pieces: 'whole' | 'bytewise' | number[]
  /** What the peer does after the last byte. */
  tail: 'keep' | 'end'
  action: { kind: (typeof actions)[number] /** After this many turns, or items. */; after: number; byItems: boolean }
}

/** More often than by chance: small ones are quick, and most of what can go wrong needs no more. */
const size = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 60 }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 3_000 }) },
  { weight: 1, arbitrary: fc.constantFrom(16_384, 32_768, 65_536, 65_537, 140_000) },
)

const response: fc.Arbitrary<ResponsePlan> = fc.record({
  interim: fc.oneof(
    { weight: 6, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 17 }) },
  ),
  status: fc.oneof(
    { weight: 12, arbitrary: fc.constant(200) },
    { weight: 3, arbitrary: fc.constantFrom(201, 204, 304, 301, 400, 404, 409, 500, 503) },
  ),
  framing: fc.constantFrom(...framings),
  content: fc.constantFrom(...contents),
  coded: fc.oneof({ weight: 8, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  sizes: fc.array(size, { maxLength: 6 }),
  chunks: fc.array(fc.integer({ min: 1, max: 5_000 }), { maxLength: 5 }),
})

/** Cases that any of these readers can run. */
export function cases(readers: readonly string[]): fc.Arbitrary<Case> {
  return fc.record({
    transport: fc.constantFrom(...transports),
    warm: fc.boolean(),
    reader: fc.constantFrom(...readers),
    upload: fc.oneof(
      { weight: 6, arbitrary: fc.constant('none' as const) },
      { weight: 5, arbitrary: fc.constantFrom(...uploads) },
    ),
    uploadSize: fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: 1, max: 200 }) },
      { weight: 1, arbitrary: fc.constantFrom(70_000, 400_000) },
    ),
    response,
    fault: fc.record({
      kind: fc.oneof(
        { weight: 4, arbitrary: fc.constant('none' as const) },
        { weight: 16, arbitrary: fc.constantFrom(...faults) },
      ),
      at: fc.nat(1_000_000),
      size: fc.integer({ min: 1, max: 40 }),
    }),
    pieces: fc.oneof(
      { weight: 3, arbitrary: fc.constant('whole' as const) },
      { weight: 1, arbitrary: fc.constant('bytewise' as const) },
      { weight: 4, arbitrary: fc.array(fc.nat(1_000_000), { maxLength: 6 }) },
    ),
    tail: fc.constantFrom('keep' as const, 'keep' as const, 'end' as const),
    action: fc.record({
      kind: fc.oneof(
        { weight: 5, arbitrary: fc.constant('none' as const) },
        { weight: 8, arbitrary: fc.constantFrom(...actions) },
      ),
      after: fc.integer({ min: 0, max: 12 }),
      byItems: fc.boolean(),
    }),
  })
}
