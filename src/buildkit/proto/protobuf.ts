// Protobuf (proto3) by tables: a message is a table of its fields, and its TypeScript type follows from the table.
// Decoding does not trust its bytes: every length is checked, unknown fields are passed over, groups are refused,
// and the number of repeated values is bounded. A field that is absent reads as its default; a default is not written.

import { bytesOfName, nameOfBytes } from '../../archive/base/names.ts'
import { decoders } from '../../bytes.ts'
import { FairleadError } from '../../error.ts'

/** The most repeated values of one decoded message: two bytes could otherwise become an object each. */
export const MAX_REPEATED = 100_000

interface Scalars {
  string: string
  /** A file name: a byte that is not UTF-8 is U+DC80 to U+DCFF. */
  name: string
  bytes: Uint8Array
  bool: boolean
  /** Every integer that fits a double: lengths, enums, uint32. */
  int: number
  /** An int64 in full. */
  long: bigint
}

type Kind = keyof Scalars | AnyMessage
type Field = readonly [number: number, kind: Kind, many?: 'repeated' | 'map']
type Fields = Readonly<Record<string, Field>>
/** Any message's table. */
export interface AnyMessage {
  readonly fields: Fields
}

/** A message's table, made by {@link message}. */
export interface Message<F extends Fields> extends AnyMessage {
  readonly fields: F
  readonly byNumber: ReadonlyMap<number, readonly [name: string, field: Field]>
}

type One<K> = K extends keyof Scalars ? Scalars[K] : K extends Message<infer F> ? FieldsOf<F> : never
type FieldOf<T> = T extends readonly [number, infer K, 'repeated']
  ? One<K>[]
  : T extends readonly [number, infer K, 'map']
    ? Map<string, One<K>>
    : T extends readonly [number, infer K]
      ? K extends keyof Scalars
        ? Scalars[K]
        : One<K> | undefined
      : never
type FieldsOf<F> = { -readonly [N in keyof F]: FieldOf<F[N]> }

/** The decoded value of a message. */
export type ValueOf<M> = M extends Message<infer F> ? FieldsOf<F> : never
type GivenOne<K> = K extends Message<infer F> ? Encodable<F> : One<K>
type Given<T> = T extends readonly [number, infer K, 'repeated']
  ? readonly GivenOne<K>[]
  : T extends readonly [number, infer K, 'map']
    ? ReadonlyMap<string, One<K>>
    : T extends readonly [number, infer K]
      ? GivenOne<K>
      : never
/** What is encoded: every field may be left out. */
type Encodable<F> = { readonly [N in keyof F]?: Given<F[N]> | undefined }
/** What may be encoded as a message. */
export type Sendable<M> = M extends Message<infer F> ? Encodable<F> : never

/** Makes a message of the table of its fields: name to number, kind and, for more than one value, 'repeated' or 'map' (of strings to that kind). */
export function message<const F extends Fields>(fields: F): Message<F> {
  const byNumber = new Map(Object.entries(fields).map((entry) => [entry[1][0], entry] as const))
  return { fields, byNumber }
}

const NOTHING = new Uint8Array(0)

/** Decodes one message. @throws FairleadError ERR_BUILD_SESSION when the bytes are not valid, or hold too many values. */
export function decode<M extends AnyMessage>(type: M, bytes: Uint8Array): ValueOf<M> {
  return new Reader(bytes).message(type as unknown as Message<Fields>, bytes.length) as ValueOf<M>
}

class Reader {
  readonly #bytes: Uint8Array
  #at = 0
  #left = MAX_REPEATED

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  message(type: Message<Fields>, end: number): Record<string, unknown> {
    const value: Record<string, unknown> = {}
    for (const name in type.fields) value[name] = blank(type.fields[name]!)
    while (this.#at < end) {
      const tag = this.#small(end)
      const known = type.byNumber.get(Math.floor(tag / 8))
      const wire = tag % 8
      if (known === undefined || wire !== wireOf(known[1])) this.#skip(wire, end)
      else this.#field(value, known[0], known[1], end)
    }
    return value
  }

  #field(value: Record<string, unknown>, name: string, [, kind, many]: Field, end: number): void {
    if (many === undefined) value[name] = this.#one(kind, end)
    else {
      if (--this.#left < 0) throw invalid(`it has more than ${MAX_REPEATED} repeated values`)
      if (many === 'repeated') (value[name] as unknown[]).push(this.#one(kind, end))
      else this.#entry(value[name] as Map<string, unknown>, kind, end)
    }
  }

  #entry(map: Map<string, unknown>, kind: Kind, end: number): void {
    const stop = this.#length(end)
    let key = ''
    let value = blank([2, kind])
    while (this.#at < stop) {
      const tag = this.#small(stop)
      if (tag === 10) key = this.#one('string', stop) as string
      else if (tag === 16 + wireOf([2, kind])) value = this.#one(kind, stop)
      else this.#skip(tag % 8, stop)
    }
    map.set(key, value)
  }

  #one(kind: Kind, end: number): unknown {
    if (kind === 'int') return Number(this.#varint(end))
    if (kind === 'long') return BigInt(this.#varint(end))
    if (kind === 'bool') return Number(this.#varint(end)) !== 0
    const stop = this.#length(end)
    const start = this.#at
    if (typeof kind === 'object') return this.message(kind as Message<Fields>, stop)
    this.#at = stop
    if (kind === 'string') return decoders.utf8(this.#bytes, start, stop)
    const bytes = this.#bytes.subarray(start, stop)
    return kind === 'name' ? nameOfBytes(bytes) : bytes
  }

  #length(end: number): number {
    const stop = this.#small(end) + this.#at
    if (stop > end) throw invalid('a length leads beyond the end')
    return stop
  }

  #small(end: number): number {
    const value = this.#varint(end)
    if (typeof value === 'number' && value >= 0 && value <= 0xffffffff) return value
    throw invalid('a tag or a length is too large')
  }

  /** Up to seven bytes as a number; more as the number if it is exact, else as a bigint with its sign. */
  #varint(end: number): number | bigint {
    const bytes = this.#bytes
    let value = 0
    let factor = 1
    for (let n = 0; n < 7; n++) {
      if (this.#at >= end) throw invalid('it ends within a number')
      const byte = bytes[this.#at++]!
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
      factor *= 128
    }
    let big = BigInt(value)
    for (let n = 7; n < 10; n++) {
      if (this.#at >= end) throw invalid('it ends within a number')
      const byte = bytes[this.#at++]!
      big += BigInt(byte & 0x7f) << BigInt(n * 7)
      if (byte < 0x80) return BigInt.asIntN(64, big)
    }
    throw invalid('a number has more than ten bytes')
  }

  #skip(wire: number, end: number): void {
    if (wire === 0) this.#varint(end)
    else if (wire === 2) this.#at = this.#length(end)
    else if (wire === 1 || wire === 5) {
      this.#at += wire === 1 ? 8 : 4
      if (this.#at > end) throw invalid('it ends within a number')
    } else throw invalid(`it has the wire type ${wire}`)
  }
}

function wireOf([, kind, many]: Field): number {
  return many !== 'map' && (kind === 'int' || kind === 'long' || kind === 'bool') ? 0 : 2
}

function blank([, kind, many]: Field): unknown {
  if (many !== undefined) return many === 'map' ? new Map() : []
  switch (kind) {
    case 'string':
    case 'name':
      return ''
    case 'bytes':
      return NOTHING
    case 'bool':
      return false
    case 'int':
      return 0
    case 'long':
      return 0n
    default:
      return undefined
  }
}

/** Encodes one message. `before` bytes are left free in front of it, for a header. For messages by the thousand see varint.ts. */
export function encode<M extends AnyMessage>(type: M, value: Sendable<M>, before = 0): Buffer {
  return Buffer.concat([Buffer.alloc(before), ...fieldsOf(type.fields, value as Record<string, unknown>)])
}

function* fieldsOf(fields: Fields, value: Readonly<Record<string, unknown>>): Generator<Uint8Array, void> {
  for (const name in fields) {
    const [number, kind, many] = fields[name]!
    const given = value[name]
    if (given === undefined) continue
    if (many === 'repeated') for (const one of given as unknown[]) yield* fieldOf(number, kind, one, true)
    else if (many === 'map') {
      const entry = { fields: { key: [1, 'string'], value: [2, kind] } } as const
      for (const [key, one] of given as Map<string, unknown>) yield* fieldOf(number, entry, { key, value: one }, true)
    } else yield* fieldOf(number, kind, given, false)
  }
}

function* fieldOf(number: number, kind: Kind, value: unknown, always: boolean): Generator<Uint8Array, void> {
  if (wireOf([number, kind]) === 0) {
    if (!always && !value) return
    yield varint(number * 8)
    yield varint(value as number | bigint | boolean)
    return
  }
  const bytes = bytesOf(kind, value)
  if (bytes.length === 0 && !always && typeof kind !== 'object') return
  yield varint(number * 8 + 2)
  yield varint(bytes.length)
  yield bytes
}

function bytesOf(kind: Kind, value: unknown): Uint8Array {
  if (typeof kind === 'object') return encode(kind, value as Sendable<typeof kind>)
  return typeof value === 'string' ? bytesOfName(value) : (value as Uint8Array)
}

function varint(value: number | bigint | boolean): Uint8Array {
  const bytes: number[] = []
  let left = BigInt.asUintN(64, BigInt(value))
  for (; left > 0x7fn; left >>= 7n) bytes.push(Number(left & 0x7fn) | 0x80)
  bytes.push(Number(left))
  return Uint8Array.from(bytes)
}

function invalid(what: string): FairleadError {
  return new FairleadError('ERR_BUILD_SESSION', `the daemon sent a message that is not valid protobuf: ${what}`)
}
