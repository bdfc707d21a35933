// Unpacks a tar archive that is not trusted into a folder. Nothing outside of it is touched: names that lead out are refused, no symlink
// is followed, and nothing is written through a link: what is in the way is removed first. Folders get their mode and time at the
// end. Owners are not kept. Docker facts: a leading '/' is taken off, '.' is passed over, folders and other things do not replace
// each other, missing folders are made.

import { constants } from 'node:fs'
import { type FileHandle, link, lutimes, open, symlink, unlink } from 'node:fs/promises'
import { FairleadError } from '../../error.ts'
import { copyError, hasCode, localError } from '../base/local-error.ts'
import { fsName, shownName } from '../base/names.ts'
import type { TarEntryType } from '../tar/tar-entry.ts'
import { invalidArchive } from '../tar/tar-error.ts'
import { type ReadHeader, TarReader } from '../tar/tar-reader.ts'
import { FolderPath } from './folder-path.ts'
import { HeldFolder } from './held-folder.ts'

/** The longest name of an entry that is unpacked, in bytes: Linux's PATH_MAX. */
export const MAX_ENTRY_NAME_BYTES = 4096

/** How to unpack. */
export interface UnpackOptions {
  /** Gives the name to unpack an entry, or a hard link's target, under. It may throw. Default: as it is. */
  readonly rename?: ((name: string) => string) | undefined
  /** Called with each entry that cannot be made: a device or a pipe. Default: such an entry is ERR_COPY. */
  readonly onSkip?: ((name: string, type: TarEntryType) => void) | undefined
  /** Called between two steps. It may throw to end the unpacking. */
  readonly check?: (() => void) | undefined
}

/** A folder's mode and time, to be set at the end. */
interface Pending {
  readonly mode: number
  readonly time: number | Date
}

const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW = 0 } = constants
const SECOND = 1_000_000_000n
/** While files are made in a folder, its owner needs all rights on it. */
const OWNER_ALL = 0o700

/**
 * Unpacks an archive into an existing folder. What came before an error stays.
 * @throws FairleadError ERR_ARCHIVE for an archive that is cut, malformed or leads out; ERR_COPY for what cannot be made; ERR_LOCAL_FILE
 * for what the system refuses. Errors of the source are passed on.
 */
export async function unpack(
  source: AsyncIterable<Uint8Array>,
  folder: string,
  options: UnpackOptions = {},
): Promise<void> {
  const root = await HeldFolder.open(folder).catch((error) => {
    throw localError(folder, 'the folder cannot be opened', error)
  })
  const reader = new TarReader(source)
  const unpacker = new Unpacker(root, folder, reader, options)
  try {
    for (;;) {
      options.check?.()
      const entry = await reader.next()
      if (entry === undefined) break
      await unpacker.add(entry)
    }
    await unpacker.finish()
  } catch (error) {
    await reader.close()
    throw error
  } finally {
    await unpacker.close()
    await root.close()
  }
}

/** Where an entry goes: its folder's parts, and its own name. */
interface Place {
  readonly parents: readonly string[]
  readonly name: string
  /** For messages. */
  readonly path: string
}

class Unpacker {
  readonly #root: HeldFolder
  readonly #folder: string
  readonly #reader: TarReader
  readonly #options: UnpackOptions
  readonly #path: FolderPath
  readonly #pending = new Map<string, Pending>()

  constructor(root: HeldFolder, folder: string, reader: TarReader, options: UnpackOptions) {
    this.#root = root
    this.#folder = folder
    this.#reader = reader
    this.#options = options
    this.#path = new FolderPath(root)
  }

  /** Makes one entry. */
  async add(entry: ReadHeader): Promise<void> {
    const place = this.#placeOf(entry.name, 'an entry')
    if (place === undefined) return
    try {
      await this.#make(entry, place)
    } catch (error) {
      if (!isSystemError(error)) throw error
      throw localError(`${this.#folder}/${place.path}`, 'it cannot be made', error)
    }
  }

  /** Sets the modes and times of the folders, those within others first. */
  async finish(): Promise<void> {
    // Backwards, a path comes after all that begin with it.
    for (const path of [...this.#pending.keys()].sort().reverse()) {
      this.#options.check?.()
      const { mode, time } = this.#pending.get(path)!
      try {
        await (await this.#path.go(path.split('/'), false)).finish(mode, time)
      } catch (error) {
        // An entry that came later removed it.
        if (hasCode(error, 'ENOENT') || error instanceof FairleadError) continue
        throw localError(`${this.#folder}/${path}`, 'its mode and time cannot be set', error)
      }
    }
  }

  close(): Promise<void> {
    return this.#path.close()
  }

  async #make(entry: ReadHeader, place: Place): Promise<void> {
    const parent = await this.#path.go(place.parents, true)
    if (entry.type === 'directory') return this.#makeFolder(entry, place, parent)
    const make = this.#maker(entry, place, parent)
    if (make === undefined) return this.#skip(entry, place)
    try {
      await make()
    } catch (error) {
      // Mostly nothing is in the way, so that is looked at only now.
      if (!hasCode(error, 'EEXIST')) throw error
      const found = await parent.look(place.name)
      if (found?.isDirectory()) throw mismatch(place, false)
      if (found !== undefined) await unlink(parent.at(place.name))
      await make()
    }
  }

  /** What makes the entry, if nothing is in its place; undefined for what cannot be made. Nothing is read before that is known. */
  #maker(entry: ReadHeader, place: Place, parent: HeldFolder): (() => Promise<void>) | undefined {
    if (entry.type === 'file') return () => this.#makeFile(entry, parent, place.name)
    if (entry.type === 'symlink') return () => makeSymlink(entry, parent, place.name)
    return entry.type === 'hard-link' ? () => this.#makeHardLink(entry, place, parent) : undefined
  }

  async #makeFolder(entry: ReadHeader, place: Place, parent: HeldFolder): Promise<void> {
    try {
      await parent.make(place.name, (entry.mode & 0o777) | OWNER_ALL)
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error
      if (!(await parent.look(place.name))?.isDirectory()) throw mismatch(place, true)
    }
    this.#pending.set(place.path, { mode: entry.mode, time: timeOf(entry.mtimeNs) })
  }

  async #makeFile(entry: ReadHeader, parent: HeldFolder, name: string): Promise<void> {
    // O_EXCL: what another process puts there meanwhile is not opened.
    const handle = await open(parent.at(name), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
    try {
      let end = 0
      for await (const { offset, bytes } of this.#reader.parts()) {
        this.#options.check?.()
        await writeAll(handle, bytes, offset)
        end = offset + bytes.length
      }
      if (end < entry.size) await handle.truncate(entry.size)
      await handle.chmod(entry.mode)
      const time = timeOf(entry.mtimeNs)
      await handle.utimes(time, time)
    } finally {
      await handle.close()
    }
  }

  async #makeHardLink(entry: ReadHeader, place: Place, parent: HeldFolder): Promise<void> {
    const target = this.#placeOf(entry.target, 'the target of a hard link')
    if (target === undefined) throw invalidArchive(`the hard link '${shownName(entry.name)}' refers to its own folder`)
    if (target.path === place.path) return
    const shown = `the hard link '${shownName(entry.name)}' refers to '${shownName(entry.target)}'`
    // The target's folder may be another one: it is held for this entry alone.
    const from = new FolderPath(this.#root)
    try {
      const folder = await from.go(target.parents, false)
      const stat = await folder.look(target.name)
      if (stat === undefined) throw invalidArchive(`${shown}, which is not there`)
      // On Linux link() names the symlink itself; elsewhere it may follow it.
      if (stat.isDirectory() || (stat.isSymbolicLink() && process.platform !== 'linux')) {
        throw invalidArchive(`${shown}, which is no file`)
      }
      await link(folder.at(target.name), parent.at(place.name))
    } catch (error) {
      if (hasCode(error, 'ENOENT')) throw invalidArchive(`${shown}, which is not there`)
      throw error
    } finally {
      await from.close()
    }
  }

  #skip(entry: ReadHeader, place: Place): void {
    const { onSkip } = this.#options
    if (onSkip !== undefined) return onSkip(place.path, entry.type)
    const what = entry.type === 'other' ? `of the unknown type '${shownName(entry.flag)}'` : `a ${entry.type}`
    throw copyError(`'${shownName(place.path)}' is ${what}, which cannot be made here: leave it out, or use onSkip`)
  }

  /** Where a name leads; undefined for the folder itself. @throws FairleadError ERR_ARCHIVE when it leads out */
  #placeOf(written: string, what: string): Place | undefined {
    if (Buffer.byteLength(written) > MAX_ENTRY_NAME_BYTES) {
      throw invalidArchive(`the name of ${what} has more than ${MAX_ENTRY_NAME_BYTES} bytes`)
    }
    const name = this.#options.rename?.(written) ?? written
    const parts: string[] = []
    for (const part of name.split('/')) {
      if (part === '' || part === '.') continue
      if (part !== '..') parts.push(part)
      else if (parts.pop() === undefined)
        throw invalidArchive(`${what} leads out of the folder: '${shownName(written)}'`)
    }
    if (parts.some(isUnfit)) throw invalidArchive(`the name of ${what} is not possible here: '${shownName(written)}'`)
    return parts.length === 0 ? undefined : { parents: parts.slice(0, -1), name: parts.at(-1)!, path: parts.join('/') }
  }
}

async function makeSymlink(entry: ReadHeader, parent: HeldFolder, name: string): Promise<void> {
  await symlink(fsName(entry.target), parent.at(name))
  const time = timeOf(entry.mtimeNs)
  await lutimes(parent.at(name), time, time)
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, offset: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += (await handle.write(bytes, at, bytes.length - at, offset + at)).bytesWritten
  }
}

/** A part that is a path of its own on Windows, or that no file can have. */
function isUnfit(part: string): boolean {
  return part.includes('\0') || (process.platform === 'win32' && /[\\:]/.test(part))
}

function mismatch(place: Place, isFolder: boolean): FairleadError {
  const what = isFolder ? 'a folder would replace something else' : 'something else would replace a folder'
  return copyError(`'${shownName(place.path)}': ${what}: remove it first`)
}

/**
 * A time for the functions of `node:fs`: seconds, or a Date before 1970, since those take a negative number for "now". They cut to
 * whole microseconds what a number holds only nearly, so a quarter of one is added to a fraction.
 */
function timeOf(ns: bigint): number | Date {
  if (ns < 0n) return new Date(Number(ns / 1_000_000n))
  const microseconds = Number((ns % SECOND) / 1000n)
  return Number(ns / SECOND) + (microseconds === 0 ? 0 : (microseconds + 0.25) / 1e6)
}

function isSystemError(error: unknown): boolean {
  return !(error instanceof FairleadError) && typeof (error as NodeJS.ErrnoException)?.syscall === 'string'
}
