// What file sync needs of a folder: its entries in order, the bytes of its files.
// A folder on disk and files in memory are trees.

import type { IgnoreMatcher } from '../../archive/ignore/ignore-matcher.ts'
import type { Stat } from '../proto/messages.ts'
import type { Sendable } from '../proto/protobuf.ts'

/** One entry of a tree. */
export interface TreeEntry {
  /** Relative, with '/', without '.' and '..'. */
  readonly path: string
  readonly stat: Sendable<typeof Stat> & { readonly path: string; readonly mode: number }
}

/** An open file of a tree. */
export interface TreeFile {
  /** Reads up to `length` bytes into `buffer` at `offset`, from where the last read ended. Returns their number; 0 is the end. */
  read(buffer: Buffer, offset: number, length: number): number | Promise<number>
  /** Called when the size that was announced has been read. Throws ERR_LOCAL_FILE if the file is not as it was announced. */
  verify(): void | Promise<void>
  close(): void | Promise<void>
}

/** What a walk leaves out. */
export interface TreeFilter {
  /** The patterns of an ignore file, by the rules of file sync: folders that are left out come before what is brought back in them. */
  readonly ignore: IgnoreMatcher | undefined
  /** Whether a path, or something that may be below it, is wanted. */
  readonly wants: ((path: string) => boolean) | undefined
}

/** A tree of files that a build may read. */
export interface Tree {
  /** The entries in batches: depth first, names by their bytes, a folder before its content. */
  walk(filter: TreeFilter): AsyncIterable<readonly TreeEntry[]> | Iterable<readonly TreeEntry[]>
  /** Opens a file of {@link walk}. Rejects with ERR_LOCAL_FILE if it is not the file that was walked. */
  open(entry: TreeEntry): Promise<TreeFile>
  /** The target of a symbolic link; undefined for anything else, and for what is not there. */
  linkAt(path: string): Promise<string | undefined>
  /** The names in a folder; none if it is not a folder. */
  namesIn(path: string): Promise<readonly string[]>
}
