// The records of a PAX header (POSIX.1-2001): `length key=value\n`, and what their values mean. Pure. A record may override any field
// of the entry that follows.

import { nameOfBytes } from '../base/names.ts'
import { invalidArchive } from './tar-error.ts'

/** The most bytes of one PAX header or GNU long name: the limit of Go's archive/tar. */
export const MAX_TAR_RECORD_BYTES = 1_048_576

/** A record, in order of appearance; a key may be there more than once. */
export type PaxRecord = readonly [key: string, value: Buffer]

const SPACE = 0x20
const LF = 0x0a
const SECOND = 1_000_000_000n

/** @throws FairleadError ERR_ARCHIVE */
export function parsePaxRecords(bytes: Buffer): PaxRecord[] {
  const records: PaxRecord[] = []
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.subarray(at, at + 10).indexOf(SPACE)
    const digits = space < 0 ? '' : bytes.toString('latin1', at, at + space)
    const end = at + Number(digits)
    const isWhole = /^[0-9]+$/.test(digits) && end > at + space + 1 && end <= bytes.length && bytes[end - 1] === LF
    const record = isWhole ? bytes.subarray(at + space + 1, end - 1) : Buffer.alloc(0)
    const equals = record.indexOf('=')
    if (equals <= 0) throw invalidArchive('a PAX record is malformed')
    const key = record.toString('utf8', 0, equals)
    const value = record.subarray(equals + 1)
    if (key.includes('\0') || (/^(path|linkpath|uname|gname)$/.test(key) && value.includes(0))) {
      throw invalidArchive('a PAX record contains a NUL')
    }
    records.push([key, value])
    at = end
  }
  return records
}

/** The records by key, the last of each; one without a value is as if it were not there. */
export class PaxValues {
  readonly #values: ReadonlyMap<string, Buffer>

  constructor(records: readonly PaxRecord[]) {
    this.#values = new Map(records)
  }

  has(key: string): boolean {
    return (this.#values.get(key)?.length ?? 0) > 0
  }

  name(key: string): string | undefined {
    return this.has(key) ? nameOfBytes(this.#values.get(key)!) : undefined
  }

  /** A whole number. @throws FairleadError ERR_ARCHIVE */
  number(key: string): number | undefined {
    if (!this.has(key)) return undefined
    const text = this.#values.get(key)!.toString('latin1')
    const value = Number(text)
    if (/^-?[0-9]+$/.test(text) && Number.isSafeInteger(value)) return value
    throw invalidArchive(`the PAX record '${key}' is no whole number`)
  }

  /** Seconds with a fraction, as nanoseconds. Digits beyond the ninth are cut. @throws FairleadError ERR_ARCHIVE */
  time(key: string): bigint | undefined {
    if (!this.has(key)) return undefined
    const text = this.#values.get(key)!.toString('latin1')
    const [, sign, whole, fraction = ''] = /^(-?)([0-9]{1,15})(?:\.([0-9]*))?$/.exec(text) ?? []
    if (whole === undefined) throw invalidArchive(`the PAX record '${key}' is no time`)
    const ns = BigInt(whole) * SECOND + BigInt(fraction.slice(0, 9).padEnd(9, '0'))
    return sign === '-' ? -ns : ns
  }

  /** The extended attributes. */
  attributes(): Record<string, string> {
    const prefix = 'SCHILY.xattr.'
    const found = [...this.#values].filter(([key]) => key.startsWith(prefix))
    return Object.fromEntries(found.map(([key, value]) => [key.slice(prefix.length), value.toString('latin1')]))
  }
}
