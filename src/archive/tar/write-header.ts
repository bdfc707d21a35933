// A tar header as bytes: POSIX.1-1988 ustar, preceded by PAX records (POSIX.1-2001) for what does not fit: names that are longer
// than 100 bytes or not ASCII, sizes from 8 GiB on, owners from 2^21 on, times with a fraction or before 1970. The same bytes as Go's
// archive/tar writes with the PAX format, which the docker CLI uses: ustar's prefix where it is enough, no GNU forms.

import { FairleadError } from '../../error.ts'
import { cleanPath } from '../base/go-path.ts'
import { bytesOfName, shownName } from '../base/names.ts'
import { FLAGS, type NewTarHeader, paddingOf, TAR_BLOCK_BYTES } from './tar-entry.ts'

const NAME_BYTES = 100
const PREFIX_BYTES = 155
const OWNER_BYTES = 32
/** The most that eight and twelve bytes hold in octal digits, with their end. */
const MOST_SMALL = 0o7777777
const MOST_LARGE = 0o77777777777
const SECOND = 1_000_000_000n

/**
 * The blocks before an entry's content.
 * @throws FairleadError ERR_OPTION for a NUL in a name, a number that is negative or not whole, or an unknown type
 */
export function headerBytes(header: NewTarHeader): Buffer {
  const { type, mtimeNs = 0n, attributes = {} } = header
  if (!Object.hasOwn(FLAGS, type)) throw invalid(header.name, `the type '${type}' cannot be written`)
  const flag = FLAGS[type as keyof typeof FLAGS]
  const name = type === 'directory' && !header.name.endsWith('/') ? `${header.name}/` : header.name
  const block = Buffer.alloc(TAR_BLOCK_BYTES)
  const records = new Records(header.name)
  for (const key of Object.keys(attributes).sort()) records.add(`SCHILY.xattr.${key}`, latin1(attributes[key]!))
  const seconds = mtimeNs / SECOND
  const isPlainTime = mtimeNs >= 0n && seconds * SECOND === mtimeNs && seconds <= MOST_LARGE
  if (!isPlainTime) records.add('mtime', latin1(decimal(mtimeNs)))
  const path = records.text('path', name, NAME_BYTES)
  octal(block, (header.mode ?? (type === 'directory' ? 0o755 : 0o644)) & 0o177777, 100, 8)
  octal(block, records.number('uid', header.uid ?? 0, MOST_SMALL), 108, 8)
  octal(block, records.number('gid', header.gid ?? 0, MOST_SMALL), 116, 8)
  octal(block, records.number('size', type === 'file' ? (header.size ?? 0) : 0, MOST_LARGE), 124, 12)
  octal(block, isPlainTime ? Number(seconds) : 0, 136, 12)
  block.write(flag, 156)
  records.text('linkpath', header.target ?? '', NAME_BYTES).copy(block, 157)
  records.text('uname', header.user ?? '', OWNER_BYTES).copy(block, 265)
  records.text('gname', header.group ?? '', OWNER_BYTES).copy(block, 297)
  octal(block, records.device(header.major ?? 0), 329, 8)
  octal(block, records.device(header.minor ?? 0), 337, 8)
  // A long name alone needs no record if it can be divided at a slash.
  const parts = records.isOnly('path') ? divided(name) : undefined
  if (parts !== undefined) records.clear()
  block.write(parts?.prefix ?? '', 345, 'latin1')
  ;(parts === undefined ? path : latin1(parts.rest)).copy(block, 0)
  sign(block)
  return records.isEmpty ? block : Buffer.concat([...paxBlocks(name, records.bytes()), block])
}

/** The PAX records of one entry: what its header has no room for. */
class Records {
  readonly #name: string
  readonly #records = new Map<string, Buffer>()

  constructor(name: string) {
    this.#name = name
  }

  get isEmpty(): boolean {
    return this.#records.size === 0
  }

  isOnly(key: string): boolean {
    return this.#records.size === 1 && this.#records.has(key)
  }

  clear(): void {
    this.#records.clear()
  }

  /** The records in the order of their keys, as Go writes them. */
  bytes(): Buffer {
    const keys = [...this.#records.keys()].sort()
    return Buffer.concat(keys.map((key) => paxRecord(key, this.#records.get(key)!)))
  }

  add(key: string, value: Buffer): void {
    this.#records.set(key, value)
  }

  /** The bytes of a text for its field; what does not fit whole is a record too. */
  text(key: string, value: string, most: number): Buffer {
    const bytes = bytesOfName(value)
    if (bytes.includes(0)) throw invalid(this.#name, `its ${key} contains a NUL`)
    if (bytes.length <= most && bytes.every((byte) => byte < 0x80)) return bytes
    this.add(key, bytes)
    return withoutCutSlash(asciiOf(bytes), most)
  }

  /** A number for its field; one that is too large is a record, and 0. */
  number(key: string, value: number, most: number): number {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw invalid(this.#name, `${key}: expected a whole number of 0 or more, not ${value}`)
    }
    if (value <= most) return value
    this.add(key, latin1(String(value)))
    return 0
  }

  device(value: number): number {
    if (Number.isSafeInteger(value) && value >= 0 && value <= MOST_SMALL) return value
    throw invalid(this.#name, `the device's number ${value} does not fit`)
  }
}

function paxBlocks(name: string, body: Buffer): Buffer[] {
  const block = Buffer.alloc(TAR_BLOCK_BYTES)
  const slash = name.lastIndexOf('/')
  const own = cleanPath(`${name.slice(0, slash + 1)}PaxHeaders.0/${name.slice(slash + 1)}`)
  latin1(asciiOf(bytesOfName(own)).toString('latin1', 0, NAME_BYTES).replace(/\/+$/, '')).copy(block, 0)
  for (const at of [100, 108, 116]) octal(block, 0, at, 8)
  octal(block, body.length, 124, 12)
  octal(block, 0, 136, 12)
  block.write('x', 156)
  sign(block)
  return [block, body, Buffer.alloc(paddingOf(body.length))]
}

/** Writes the magic and the checksum. */
function sign(block: Buffer): void {
  block.write('ustar\x0000', 257, 'latin1')
  block.fill(0x20, 148, 156)
  let sum = 0
  for (const byte of block) sum += byte
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
}

function octal(block: Buffer, value: number, at: number, length: number): void {
  block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1')
}

/** `length key=value\n`; the length counts its own digits. */
function paxRecord(key: string, value: Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from('\n')])
  let length = rest.length + 1
  while (String(length).length + rest.length !== length) length = rest.length + String(length).length
  return Buffer.concat([Buffer.from(String(length)), rest])
}

/** A long name as ustar's prefix and name, divided at its last possible slash; undefined if that is not possible. */
function divided(name: string): { prefix: string; rest: string } | undefined {
  if (/[^\x00-\x7f]/.test(name)) return undefined
  const most = name.length > PREFIX_BYTES + 1 ? PREFIX_BYTES + 1 : name.replace(/\/$/, '').length
  const slash = name.lastIndexOf('/', most - 1)
  const rest = name.slice(slash + 1)
  return slash <= 0 || rest === '' || rest.length > NAME_BYTES ? undefined : { prefix: name.slice(0, slash), rest }
}

/** The part of a name for a field if the whole is in a record: its ASCII characters. */
function asciiOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.filter((byte) => byte < 0x80))
}

/** As much as fits. A cut must not leave a slash at the end: some readers would see a folder. */
function withoutCutSlash(bytes: Buffer, most: number): Buffer {
  const cut = Buffer.from(bytes.subarray(0, most))
  if (bytes.length <= most || cut[most - 1] !== 0x2f) return cut
  const end = cut.toString('latin1', 0, most - 1).replace(/\/+$/, '').length
  cut[end] = 0
  return cut
}

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1')
}

/** Nanoseconds as seconds with a fraction, without zeros at its end. */
function decimal(ns: bigint): string {
  const sign = ns < 0n ? '-' : ''
  const [whole, rest] = ns < 0n ? [-ns / SECOND, -ns % SECOND] : [ns / SECOND, ns % SECOND]
  const fraction = String(rest).padStart(9, '0').replace(/0+$/, '')
  return `${sign}${whole}${fraction && `.${fraction}`}`
}

function invalid(name: string, what: string): FairleadError {
  return new FairleadError('ERR_OPTION', `the tar entry '${shownName(name)}' cannot be written: ${what}`)
}
