// Sparse files: a list of the parts that an archive has bytes of; the rest is zeros. Three forms: GNU's own header ('S'), and PAX with
// the list in its records (0.0, 0.1) or before the content (1.0). Pure, apart from reading more blocks through `more`.

import type { PaxRecord, PaxValues } from './pax-records.ts'
import { MAX_TAR_RECORD_BYTES } from './pax-records.ts'
import { readNumber } from './read-number.ts'
import { TAR_BLOCK_BYTES } from './tar-entry.ts'
import { invalidArchive } from './tar-error.ts'

/** A part of a file that is in the archive. */
export interface Extent {
  readonly offset: number
  readonly length: number
}

/** A sparse file's size, parts, and how many bytes of its content the list itself took. */
export interface SparseMap {
  readonly size: number
  readonly extents: readonly Extent[]
  readonly used: number
}

/** Reads the next block of the archive. */
export type NextBlock = () => Promise<Buffer>

const IN_HEADER = 4
const IN_BLOCK = 21
const PAIR_BYTES = 24
/** The most parts: what fits in the longest list. */
const MOST_EXTENTS = MAX_TAR_RECORD_BYTES / 4

/** The list of GNU's own form: in the header, then in further blocks. @throws FairleadError ERR_ARCHIVE */
export async function gnuSparseMap(header: Buffer, more: NextBlock): Promise<SparseMap> {
  const extents: Extent[] = []
  const add = (block: Buffer, start: number, count: number): void => {
    for (let index = 0; index < count; index++) {
      const at = start + index * PAIR_BYTES
      // The list ends with an empty pair.
      if (block[at] === 0 || block[at + 12] === 0) return
      extents.push({ offset: readNumber(block, at, 12), length: readNumber(block, at + 12, 12) })
    }
  }
  add(header, 386, IN_HEADER)
  for (let goesOn = header[482] !== 0; goesOn; ) {
    if (extents.length > MOST_EXTENTS) throw invalidArchive('a sparse file has too many parts')
    const block = await more()
    add(block, 0, IN_BLOCK)
    goesOn = block[504] !== 0
  }
  return checked(readNumber(header, 483, 12), extents, 0)
}

/** The list of a PAX form; undefined if the file is not sparse. @throws FairleadError ERR_ARCHIVE */
export async function paxSparseMap(
  records: readonly PaxRecord[],
  values: PaxValues,
  more: NextBlock,
): Promise<SparseMap | undefined> {
  const version = `${values.number('GNU.sparse.major') ?? ''}.${values.number('GNU.sparse.minor') ?? ''}`
  if (version === '1.0') {
    const { numbers, used } = await leadingNumbers(more)
    return checked(values.number('GNU.sparse.realsize') ?? -1, pairs(numbers), used)
  }
  if (!values.has('GNU.sparse.size')) return undefined
  const map = values.name('GNU.sparse.map')
  const listed = records.filter(([key]) => key === 'GNU.sparse.offset' || key === 'GNU.sparse.numbytes')
  const texts = map === undefined ? listed.map(([, value]) => value.toString('latin1')) : map.split(',')
  return checked(values.number('GNU.sparse.size')!, pairs(texts.map(decimal)), 0)
}

/** The numbers before a content: their count, then two for each part, each on a line, filled up to whole blocks. */
async function leadingNumbers(more: NextBlock): Promise<{ numbers: number[]; used: number }> {
  let text = ''
  let used = 0
  const lines: string[] = []
  const wanted = (): number => (lines.length === 0 ? 1 : 1 + 2 * decimal(lines[0]!))
  while (lines.length < wanted()) {
    if (wanted() > 2 * MOST_EXTENTS || used > MAX_TAR_RECORD_BYTES) {
      throw invalidArchive('a sparse file has too many parts')
    }
    text += (await more()).toString('latin1')
    used += TAR_BLOCK_BYTES
    const parts = text.split('\n')
    text = parts.pop()!
    for (const part of parts) if (lines.length < wanted()) lines.push(part)
  }
  return { numbers: lines.slice(1).map(decimal), used }
}

function decimal(text: string): number {
  const value = Number(text)
  if (/^[0-9]+$/.test(text) && Number.isSafeInteger(value)) return value
  throw invalidArchive("a sparse file's list of parts is malformed")
}

function pairs(numbers: readonly number[]): Extent[] {
  if (numbers.length % 2 !== 0) throw invalidArchive("a sparse file's list of parts is malformed")
  return Array.from({ length: numbers.length / 2 }, (_, index) => ({
    offset: numbers[2 * index]!,
    length: numbers[2 * index + 1]!,
  }))
}

/** The parts must be in order, apart from each other, and within the file. */
function checked(size: number, extents: readonly Extent[], used: number): SparseMap {
  let end = 0
  for (const { offset, length } of extents) {
    if (offset < end || length < 0 || offset + length > size) {
      throw invalidArchive("a sparse file's parts overlap, or are not within the file")
    }
    end = offset + length
  }
  if (!Number.isSafeInteger(size) || size < 0) throw invalidArchive('a sparse file has no size')
  return { size, extents, used }
}
