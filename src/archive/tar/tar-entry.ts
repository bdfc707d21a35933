// What an entry of a tar archive says about its file, and the sizes that the format fixes (POSIX.1-1988 ustar). Reader and writer
// share it.

/** The size of a tar block, in bytes. */
export const TAR_BLOCK_BYTES = 512
/** The size of the two empty blocks at an archive's end. */
export const TAR_END_BYTES = 1024

/** What an entry is. 'other' is a type that this reader does not know: see `flag`. */
export type TarEntryType =
  | 'file'
  | 'directory'
  | 'symlink'
  | 'hard-link'
  | 'fifo'
  | 'character-device'
  | 'block-device'
  | 'other'

/** One entry's header. */
export interface TarHeader {
  /** The name as it is written, with `/`. A byte that is not UTF-8 is U+DC80 to U+DCFF. */
  name: string
  type: TarEntryType
  /** The permission bits with setuid, setgid and sticky: 0 to 0o7777. */
  mode: number
  /** The owner's number. */
  uid: number
  /** The group's number. */
  gid: number
  /** The content's size in bytes; 0 for anything but a file. */
  size: number
  /** The time of the last change, in nanoseconds since 1970 (UTC). */
  mtimeNs: bigint
  /** A symlink's target, or the name of the entry that a hard link refers to; otherwise ''. */
  target: string
  /** The owner's name; '' if it is not written. */
  user: string
  /** The group's name; '' if it is not written. */
  group: string
  /** A device's major number. */
  major: number
  /** A device's minor number. */
  minor: number
  /** The type as it is written: one character. */
  flag: string
  /** Extended attributes by name (PAX `SCHILY.xattr.`): bytes, one character each. */
  attributes: Readonly<Record<string, string>>
}

/** A header to write: what is left out is 0, '' or, for `mode`, 0o755 for a folder and 0o644 for others. `mode` may have the file type's bits, too. */
export type NewTarHeader = Pick<TarHeader, 'name' | 'type'> & Partial<Omit<TarHeader, 'flag'>>

/** The type's character in a header. */
export const FLAGS: Readonly<Record<Exclude<TarEntryType, 'other'>, string>> = {
  file: '0',
  'hard-link': '1',
  symlink: '2',
  'character-device': '3',
  'block-device': '4',
  directory: '5',
  fifo: '6',
}

/** How many bytes fill up a content of that size to whole blocks. */
export function paddingOf(size: number): number {
  return (TAR_BLOCK_BYTES - (size % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES
}
