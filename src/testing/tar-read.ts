// Tar in, as the Engine unpacks it with Go's archive/tar: ustar, GNU long names and PAX records, cut anywhere. Keeps one
// entry's content at a time; hard links become copies, devices and pipes are passed over.

import { type Entry, entry } from './files.ts'
import { BLOCK_BYTES } from './tar-write.ts'

/** What an unpacked entry is: its path as the tar has it, and what lies there. */
export interface TarEntry {
  readonly path: string
  readonly entry: Entry
  /** The path whose content this one shares, where it is a hard link. */
  readonly linked: string | undefined
}

/** No tar, or one cut short: Go's own words. */
export class TarError extends Error {
  override name = 'TarError'
}

const INVALID = 'archive/tar: invalid tar header'

/** Takes a stream apart into parts of wanted sizes. */
class Parts {
  readonly #source: AsyncIterator<Uint8Array>
  #rest: Uint8Array = new Uint8Array(0)

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** `size` bytes of memory of their own; fewer where the stream ends. */
  async take(size: number): Promise<Buffer> {
    const taken = Buffer.allocUnsafe(size)
    let at = 0
    while (at < size) {
      if (this.#rest.length === 0) {
        const next = await this.#source.next()
        if (next.done) break
        this.#rest = next.value
      }
      const part = this.#rest.subarray(0, size - at)
      taken.set(part, at)
      at += part.length
      this.#rest = this.#rest.subarray(part.length)
    }
    return taken.subarray(0, at)
  }

  async drain(): Promise<void> {
    while (!(await this.#source.next()).done);
  }
}

function text(block: Buffer, start: number, length: number): string {
  const field = block.subarray(start, start + length)
  const end = field.indexOf(0)
  return field.toString('utf8', 0, end === -1 ? length : end)
}

/** Octal, or base 256 where the first bit is set (GNU). */
function number(block: Buffer, start: number, length: number): number {
  if (block[start]! & 0x80) {
    let value = block[start]! & 0x7f
    for (let at = start + 1; at < start + length; at++) value = value * 256 + block[at]!
    return value
  }
  const digits = text(block, start, length).trim()
  if (digits === '') return 0
  if (!/^[0-7]+$/.test(digits)) throw new TarError(INVALID)
  return Number.parseInt(digits, 8)
}

function checkSum(block: Buffer): void {
  let sum = 0
  for (let at = 0; at < BLOCK_BYTES; at++) sum += at >= 148 && at < 156 ? 32 : block[at]!
  if (sum !== number(block, 148, 8)) throw new TarError(INVALID)
}

function paxRecords(body: Buffer): Map<string, string> {
  const records = new Map<string, string>()
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(32, at)
    const length = Number(body.toString('latin1', at, space))
    if (space === -1 || !(length > 0)) throw new TarError(INVALID)
    const record = body.toString('utf8', space + 1, at + length - 1)
    const equals = record.indexOf('=')
    records.set(record.slice(0, equals), record.slice(equals + 1))
    at += length
  }
  return records
}

/** Every entry, in order. Throws a {@link TarError}. */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry, void> {
  const parts = new Parts(source)
  let extra = new Map<string, string>()
  for (;;) {
    const block = await parts.take(BLOCK_BYTES)
    if (block.length === 0 || (block.length === BLOCK_BYTES && block.every((byte) => byte === 0))) break
    if (block.length < BLOCK_BYTES) throw new TarError('unexpected EOF')
    checkSum(block)
    const size = extra.has('size') ? Number(extra.get('size')) : number(block, 124, 12)
    const flag = String.fromCharCode(block[156]!)
    const content = await parts.take(flag === '1' || flag === '2' ? 0 : size)
    const gap = (BLOCK_BYTES - (content.length % BLOCK_BYTES)) % BLOCK_BYTES
    if (content.length < size && flag !== '1' && flag !== '2') throw new TarError('unexpected EOF')
    if ((await parts.take(gap)).length < gap) throw new TarError('unexpected EOF')
    if (flag === 'x') extra = paxRecords(content)
    else if (flag === 'L') extra.set('path', text(content, 0, size))
    else if (flag === 'K') extra.set('linkpath', text(content, 0, size))
    else if (flag !== 'g') {
      const found = oneEntry(block, flag, content, extra)
      extra = new Map()
      if (found) yield found
    }
  }
  await parts.drain()
}

function oneEntry(block: Buffer, flag: string, data: Buffer, extra: ReadonlyMap<string, string>): TarEntry | undefined {
  const prefix = block.toString('latin1', 257, 263) === 'ustar\0' ? text(block, 345, 155) : ''
  const path = extra.get('path') ?? `${prefix && `${prefix}/`}${text(block, 0, 100)}`
  const target = extra.get('linkpath') ?? text(block, 157, 100)
  const folder = flag === '5' || (path.endsWith('/') && (flag === '0' || flag === '\0'))
  const type = folder ? 'directory' : flag === '2' ? 'symlink' : 'file'
  if (!'0\x001257'.includes(flag)) return undefined
  const more = {
    uid: Number(extra.get('uid') ?? number(block, 108, 8)),
    gid: Number(extra.get('gid') ?? number(block, 116, 8)),
    mtime: Number(extra.get('mtime') ?? number(block, 136, 12)),
    data,
    target: type === 'symlink' ? target : '',
  }
  const mode = number(block, 100, 8) & 0o7777
  return { path, entry: entry(type, mode, more), linked: flag === '1' ? target : undefined }
}
