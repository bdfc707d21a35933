// Writes a file tree as tar, as the Engine does. Modes include the file type's bits, as moby's pkg/archive adds them in Engine 20.10,
// and root has a name.

import { paddingOf, TAR_END_BYTES } from '../../archive/tar/tar-entry.ts'
import { headerBytes } from '../../archive/tar/write-header.ts'
import type { Entry, Files } from './files.ts'

const TYPE_BITS = { file: 0o100000, directory: 0o040000, symlink: 0o120000 }

/** Yields one entry: header, content, padding. */
export function* tarEntry(path: string, { type, mode, uid, gid, mtime, data, target }: Entry): Generator<Uint8Array> {
  const owner = uid === 0 && gid === 0 ? 'root' : ''
  yield headerBytes({
    name: path,
    type,
    mode: mode | TYPE_BITS[type],
    uid,
    gid,
    size: data.length,
    mtimeNs: BigInt(Math.max(0, Math.floor(mtime))) * 1_000_000_000n,
    target,
    user: owner,
    group: owner,
  })
  if (data.length === 0) return
  yield data
  yield Buffer.alloc(paddingOf(data.length))
}

/** Yields a tar of the resolved `path` and all below it. Its top entry has the name `name`. */
export function* tarTree(files: Files, path: string, name: string): Generator<Uint8Array> {
  for (const each of files.walk(path)) {
    const below = each.slice(path === '/' ? 1 : path.length + 1)
    yield* tarEntry(below === '' ? name : `${name.replace(/\/$/, '')}/${below}`, files.stat(each)!)
  }
  yield Buffer.alloc(TAR_END_BYTES)
}

/** Yields a tar of all that is in the root directory, without the root itself. */
export function* tarBelow(files: Files): Generator<Uint8Array> {
  for (const each of files.walk('/')) if (each !== '/') yield* tarEntry(each.slice(1), files.stat(each)!)
  yield Buffer.alloc(TAR_END_BYTES)
}
