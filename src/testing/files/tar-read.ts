// The entries of a tar stream, as the Engine takes them: one entry's content is in memory at a time. Devices and pipes are passed over;
// the messages are those of Go's archive/tar.

import { CUT } from '../../archive/tar/tar-error.ts'
import { type ReadHeader, TarReader } from '../../archive/tar/tar-reader.ts'
import { FairleadError } from '../../error.ts'
import { type Entry, entry } from './files.ts'

/** One entry of a tar. */
export interface TarEntry {
  /** The path as written in the tar. */
  readonly path: string
  readonly entry: Entry
  /** The target's path if this is a hard link. */
  readonly linked: string | undefined
}

/** The input is not a tar or is incomplete. The message is that of Go's archive/tar. */
export class TarError extends Error {
  override name = 'TarError'
}

/** Yields every entry in order. Throws a {@link TarError}. */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry, void> {
  const reader = new TarReader(source)
  try {
    for (let header = await reader.next(); header !== undefined; header = await reader.next()) {
      const found = await oneEntry(header, reader)
      if (found !== undefined) yield found
    }
  } catch (error) {
    if (!(error instanceof FairleadError) || error.code !== 'ERR_ARCHIVE') throw error
    throw new TarError(error.message.includes(CUT) ? 'unexpected EOF' : 'archive/tar: invalid tar header')
  }
}

async function oneEntry(header: ReadHeader, reader: TarReader): Promise<TarEntry | undefined> {
  const { name, type, mode, uid, gid, mtimeNs, target } = header
  if (type !== 'file' && type !== 'directory' && type !== 'symlink' && type !== 'hard-link') return undefined
  const data = await contentOf(header, reader)
  const isSymlink = type === 'symlink'
  const more = { uid, gid, mtime: Number(mtimeNs) / 1e9, data, target: isSymlink ? target : '' }
  const kind = type === 'hard-link' ? 'file' : type
  return { path: name, entry: entry(kind, mode, more), linked: type === 'hard-link' ? target : undefined }
}

async function contentOf({ size, extents }: ReadHeader, reader: TarReader): Promise<Buffer> {
  // Only a sparse file is longer than the bytes that arrive for it: nothing is allocated for what was only announced.
  const pieces: Uint8Array[] = []
  const data = extents === undefined ? undefined : Buffer.alloc(size)
  for await (const { offset, bytes } of reader.parts()) {
    if (data === undefined) pieces.push(Buffer.from(bytes))
    else data.set(bytes, offset)
  }
  return data ?? Buffer.concat(pieces)
}
