// Reads a tar archive from a stream, entry by entry: ustar, PAX, GNU long names and numbers, sparse files. Nothing is in memory whole but
// a header and its records. States: before an entry, within a content, after the end, failed. The content of an entry can be read
// once, before the next entry is asked for; what is not read is passed over. Names are given as they are written: judge them.

import { nameOfBytes } from '../base/names.ts'
import { ByteReader } from './byte-reader.ts'
import { MAX_TAR_RECORD_BYTES, type PaxRecord, PaxValues, parsePaxRecords } from './pax-records.ts'
import { readNumber } from './read-number.ts'
import { type Extent, gnuSparseMap, paxSparseMap, type SparseMap } from './sparse.ts'
import { FLAGS, paddingOf, TAR_BLOCK_BYTES, type TarEntryType, type TarHeader } from './tar-entry.ts'
import { cutArchive, invalidArchive } from './tar-error.ts'

/** A part of a content at its place in the file; holes of a sparse file are left out. */
export interface TarPart {
  readonly offset: number
  readonly bytes: Uint8Array
}

/** An entry as it was read: its header, and its content by {@link TarReader}. */
export interface ReadHeader extends TarHeader {
  /** The parts of a sparse file that hold bytes; undefined for other entries. */
  readonly extents: readonly Extent[] | undefined
}

const SECOND = 1_000_000_000n
const TYPES = new Map<string, TarEntryType>(Object.entries(FLAGS).map(([type, flag]) => [flag, type as TarEntryType]))
const ZEROS = Buffer.alloc(TAR_BLOCK_BYTES)

/** Records that precede an entry. */
interface Extra {
  records: PaxRecord[]
  name?: string
  target?: string
}

/** A tar archive as it is read. */
export class TarReader {
  readonly #reader: ByteReader
  #extents: readonly Extent[] = []
  /** Bytes of the current content that are not read yet, and of its padding. */
  #left = 0
  #padding = 0

  /** @param source the archive, not compressed, in pieces of any size; pieces are not changed and not kept */
  constructor(source: AsyncIterable<Uint8Array>) {
    this.#reader = new ByteReader(source)
  }

  /** The next entry; undefined at the archive's end, when the source was read to its own end. @throws FairleadError ERR_ARCHIVE */
  async next(): Promise<ReadHeader | undefined> {
    const extra: Extra = { records: [] }
    for (;;) {
      await this.#passOver()
      const block = await this.#headerBlock()
      if (block === undefined) {
        if (extra.records.length > 0 || extra.name !== undefined) throw cutArchive()
        await this.#reader.drain()
        return undefined
      }
      const flag = String.fromCharCode(block[156]!)
      const size = sizeOf(readNumber(block, 124, 12))
      if (flag === 'x') extra.records = parsePaxRecords(await this.#record(size))
      else if (flag === 'g') await this.#record(size)
      else if (flag === 'L') extra.name = textIn(await this.#record(size), 0, size)
      else if (flag === 'K') extra.target = textIn(await this.#record(size), 0, size)
      else return await this.#entry(block, flag, size, extra)
    }
  }

  /** The content of the entry that {@link next} gave, in order; holes are left out. @throws FairleadError ERR_ARCHIVE when it is cut */
  async *parts(): AsyncGenerator<TarPart, void> {
    for (const { offset, length } of this.#extents) {
      for (let read = 0; read < length; ) {
        const bytes = await this.#reader.some(length - read)
        if (bytes === undefined) throw cutArchive()
        this.#left -= bytes.length
        const at = offset + read
        read += bytes.length
        yield { offset: at, bytes }
      }
    }
  }

  /** Frees the source before its end. */
  close(): Promise<void> {
    return this.#reader.close()
  }

  /** Passes over the rest of the current content and its padding. */
  async #passOver(): Promise<void> {
    const rest = this.#left + this.#padding
    if ((await this.#reader.skip(rest)) < rest) throw cutArchive()
    this.#left = 0
    this.#padding = 0
  }

  /** The next header's block; undefined at the end: a block of zeros, or the source's own end. */
  async #headerBlock(): Promise<Buffer | undefined> {
    const block = await this.#reader.take(TAR_BLOCK_BYTES)
    if (block.length === 0) return undefined
    if (block.length < TAR_BLOCK_BYTES) throw cutArchive()
    if (!block.equals(ZEROS)) {
      checkSum(block)
      return block
    }
    const next = await this.#reader.take(TAR_BLOCK_BYTES)
    if (next.length === TAR_BLOCK_BYTES && !next.equals(ZEROS)) throw invalidArchive('a header follows its end')
    return undefined
  }

  /** The content of a header that is about the next entry. */
  async #record(size: number): Promise<Buffer> {
    if (size > MAX_TAR_RECORD_BYTES) {
      throw invalidArchive(`an extended header has ${size} bytes: expected at most ${MAX_TAR_RECORD_BYTES}`)
    }
    const bytes = await this.#reader.take(size)
    if (bytes.length < size) throw cutArchive()
    this.#padding = paddingOf(size)
    return bytes
  }

  async #entry(block: Buffer, flag: string, headerSize: number, extra: Extra): Promise<ReadHeader> {
    const values = new PaxValues(extra.records)
    const name = values.name('path') ?? extra.name ?? nameIn(block)
    const type = typeOf(flag, name)
    const written = sizeOf(values.number('size') ?? headerSize)
    // Only files and unknown types have a content; a link's size is that of its target.
    const hasContent = type === 'file' || type === 'other' || (type === 'directory' && flag === '0')
    const stored = hasContent ? written : 0
    const more = async (): Promise<Buffer> => {
      const next = await this.#reader.take(TAR_BLOCK_BYTES)
      if (next.length < TAR_BLOCK_BYTES) throw cutArchive()
      return next
    }
    const sparse =
      flag === 'S'
        ? await gnuSparseMap(block, more)
        : type === 'file'
          ? await paxSparseMap(extra.records, values, more)
          : undefined
    this.#left = stored - (sparse?.used ?? 0)
    this.#padding = paddingOf(stored)
    this.#extents = extentsOf(type, sparse, this.#left)
    const isDevice = type === 'character-device' || type === 'block-device'
    return {
      name: sparse === undefined ? name : (values.name('GNU.sparse.name') ?? name),
      type,
      mode: readNumber(block, 100, 8) & 0o7777,
      uid: values.number('uid') ?? readNumber(block, 108, 8),
      gid: values.number('gid') ?? readNumber(block, 116, 8),
      size: type === 'file' ? (sparse?.size ?? stored) : 0,
      mtimeNs: values.time('mtime') ?? BigInt(readNumber(block, 136, 12)) * SECOND,
      target:
        type === 'symlink' || type === 'hard-link'
          ? (values.name('linkpath') ?? extra.target ?? textIn(block, 157, 100))
          : '',
      user: values.name('uname') ?? textIn(block, 265, 32),
      group: values.name('gname') ?? textIn(block, 297, 32),
      major: isDevice ? readNumber(block, 329, 8) : 0,
      minor: isDevice ? readNumber(block, 337, 8) : 0,
      flag,
      attributes: values.attributes(),
      extents: sparse?.extents,
    }
  }
}

function extentsOf(type: TarEntryType, sparse: SparseMap | undefined, stored: number): readonly Extent[] {
  if (type !== 'file') return []
  if (sparse === undefined) return stored === 0 ? [] : [{ offset: 0, length: stored }]
  const total = sparse.extents.reduce((sum, { length }) => sum + length, 0)
  if (total !== stored) throw invalidArchive("a sparse file's parts are not what its content has")
  return sparse.extents
}

function typeOf(flag: string, name: string): TarEntryType {
  const isPlain = flag === '0' || flag === '\0'
  if (isPlain && name.endsWith('/')) return 'directory'
  return isPlain || flag === '7' || flag === 'S' ? 'file' : (TYPES.get(flag) ?? 'other')
}

/** The name of a header without records: ustar has a prefix, GNU other things in its place. */
function nameIn(block: Buffer): string {
  const name = textIn(block, 0, 100)
  const prefix = block.toString('latin1', 257, 263) === 'ustar\0' ? textIn(block, 345, 155) : ''
  return prefix === '' ? name : `${prefix}/${name}`
}

function textIn(block: Buffer, start: number, length: number): string {
  const field = block.subarray(start, start + length)
  const end = field.indexOf(0)
  return nameOfBytes(end < 0 ? field : field.subarray(0, end))
}

function sizeOf(size: number): number {
  if (size < 0) throw invalidArchive('an entry has a negative size')
  return size
}

/** The sum of the bytes, with spaces for the sum itself. Old writers summed signed bytes. */
function checkSum(block: Buffer): void {
  let unsigned = 0
  let signed = 0
  for (let at = 0; at < TAR_BLOCK_BYTES; at++) {
    const byte = at >= 148 && at < 156 ? 0x20 : block[at]!
    unsigned += byte
    signed += byte < 0x80 ? byte : byte - 0x100
  }
  const sum = readNumber(block, 148, 8)
  if (sum !== unsigned && sum !== signed) throw invalidArchive("a header's checksum is wrong")
}
