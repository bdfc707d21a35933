// A tar archive made of entries in memory or streams: the public face of the writer. The time of an entry is 1970 unless it is given,
// so that equal entries make equal archives.

import { ANY, checkOptions, INTEGER, type Kinds, OBJECT, TEXT } from '../../check.ts'
import { FairleadError } from '../../error.ts'
import type { NewTarHeader } from './tar-entry.ts'
import { TarWriter } from './tar-writer.ts'

/** One entry for {@link writeTar}. */
export interface NewTarEntry {
  /** The path in the archive, with `/`. */
  name: string
  /** A file's content: text is UTF-8. A stream needs `size`. Default: empty. */
  content?: string | Uint8Array | AsyncIterable<Uint8Array> | undefined
  /** A stream's length in bytes. Default: that of `content`. */
  size?: number | undefined
  /** What the entry is: 'file', 'directory', 'symlink', 'hard-link', 'fifo', 'character-device' or 'block-device'. Default: 'directory' if the name ends in '/', else 'file'. */
  type?: NewTarHeader['type'] | undefined
  /** The permission bits. Default: 0o755 for a folder, 0o644 for others. */
  mode?: number | undefined
  /** The owner's number. Default: 0. */
  uid?: number | undefined
  /** The group's number. Default: 0. */
  gid?: number | undefined
  /** The time of the last change. Default: 1970-01-01, so that equal entries give equal archives. */
  mtime?: Date | undefined
  /** A symlink's target, or the name of the entry that a hard link refers to. */
  target?: string | undefined
}

const ENTRY: Kinds<NewTarEntry> = {
  name: TEXT,
  content: ANY,
  size: INTEGER,
  type: TEXT,
  mode: INTEGER,
  uid: INTEGER,
  gid: INTEGER,
  mtime: OBJECT,
  target: TEXT,
}

/**
 * A tar archive of these entries, in pieces of 64 KiB: a body for copyTo(), build() or load(). Long names, large sizes and times with a
 * fraction become PAX records. Rejects with ERR_OPTION for an entry that cannot be written, and for a stream that is not as long as
 * its `size`; errors of the streams are passed on.
 */
export async function* writeTar(
  entries: Iterable<NewTarEntry> | AsyncIterable<NewTarEntry>,
): AsyncGenerator<Uint8Array, void> {
  const writer = new TarWriter()
  for await (const entry of entries) {
    checkOptions('writeTar()', entry, ENTRY)
    const { content, size, type, mtime, name, ...rest } = entry
    if (name === undefined || name === '') throw new FairleadError('ERR_OPTION', 'writeTar(): an entry has no name')
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    const inMemory = bytes === undefined ? new Uint8Array(0) : bytes instanceof Uint8Array ? bytes : undefined
    if (inMemory === undefined && size === undefined) {
      throw new FairleadError('ERR_OPTION', `writeTar(): '${name}': a stream needs its size`)
    }
    writer.entry({
      ...defined(rest),
      name,
      type: type ?? (name.endsWith('/') ? 'directory' : 'file'),
      size: size ?? inMemory!.length,
      mtimeNs: BigInt(mtime?.getTime() ?? 0) * 1_000_000n,
    })
    if (inMemory !== undefined) writer.content(inMemory)
    else {
      for await (const piece of bytes as AsyncIterable<Uint8Array>) {
        writer.content(piece)
        yield* writer.take()
      }
    }
    yield* writer.take()
  }
  yield* writer.end()
}

/** The properties that are not undefined. */
function defined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never
}
