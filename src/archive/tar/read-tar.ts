// A tar archive as an async iterable of entries, each with its content: the public face of the reader. Here a sparse file has its
// holes as zeros.

import type { TarHeader } from './tar-entry.ts'
import { TarReader } from './tar-reader.ts'

/** One entry of {@link readTar}. */
export interface TarEntry extends TarHeader {
  /** The content in pieces, for a file; holes of a sparse file are zeros. It can be read until the next entry is asked for. */
  content(): AsyncGenerator<Uint8Array, void>
}

const HOLE = new Uint8Array(65_536)

/**
 * Reads a tar archive entry by entry: ustar, PAX, GNU's long names, numbers and sparse files. A content that is not read is passed
 * over. Nothing is in memory whole. Names and link targets are as they are written: check them before you use them as paths.
 *
 * Rejects with ERR_ARCHIVE for an archive that is malformed or cut. Leaving the loop frees the source.
 * @param source the archive, not compressed, in pieces of any size: the `tar` of copyFrom(), save() or exportContainer(), a file's stream
 */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry, void> {
  const reader = new TarReader(source)
  try {
    for (let entry = await reader.next(); entry !== undefined; entry = await reader.next()) {
      const { extents, ...header } = entry
      yield { ...header, content: () => filled(reader, header.size) }
    }
  } finally {
    await reader.close()
  }
}

async function* filled(reader: TarReader, size: number): AsyncGenerator<Uint8Array, void> {
  let at = 0
  for await (const { offset, bytes } of reader.parts()) {
    yield* holes(offset - at)
    yield bytes
    at = offset + bytes.length
  }
  yield* holes(size - at)
}

function* holes(length: number): Generator<Uint8Array, void> {
  for (let left = length; left > 0; left -= HOLE.length) yield HOLE.subarray(0, left)
}
