// Entries of a tree as a tar archive, one after the other. The content of a file is read with one handle, into the archive's own
// piece; a file that is not what it was when it was looked at fails with its name. Hard links are found by device and inode.

import { type BigIntStats, constants } from 'node:fs'
import { type FileHandle, open, readlink } from 'node:fs/promises'
import { hasCode, localError } from '../base/local-error.ts'
import { nameOfBytes, shownName } from '../base/names.ts'
import type { NewTarHeader } from '../tar/tar-entry.ts'
import { TarWriter } from '../tar/tar-writer.ts'
import type { TreeEntry } from './walk.ts'

/** What differs between a build context and a copy. */
export interface PackOptions {
  /** Keep the owners' numbers. Otherwise everything belongs to root, 0:0. */
  readonly owners: boolean
  /** Called between two reads. It may throw to end the packing. */
  readonly check?: (() => void) | undefined
}

/** What a file is opened and checked by. */
export interface Walked {
  readonly local: string | Buffer
  readonly stat: Pick<BigIntStats, 'dev' | 'ino' | 'size' | 'mtimeNs'>
}

const SECOND = 1_000_000_000n
const MODE_BITS = 0o7777n
/** How a file that was walked is opened. */
export const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** An archive of local files, entry by entry. */
export class Packer {
  readonly writer = new TarWriter()
  readonly #options: PackOptions
  readonly #seen = new Map<string, string>()

  constructor(options: PackOptions) {
    this.#options = options
  }

  /**
   * Writes one entry; yields the pieces that become full. A socket is left out, as Docker does.
   * @param name its name in the archive. Default: its path
   * @throws FairleadError ERR_LOCAL_FILE naming the file
   */
  async *add(entry: TreeEntry, name = entry.path): AsyncGenerator<Uint8Array, void> {
    const { stat } = entry
    const type = typeOf(stat)
    if (type === undefined) return
    const header: NewTarHeader = {
      name,
      type,
      mode: modeOf(stat),
      uid: this.#options.owners ? Number(stat.uid) : 0,
      gid: this.#options.owners ? Number(stat.gid) : 0,
      mtimeNs: secondsOf(stat.mtimeNs) * SECOND,
    }
    const first = this.#firstName(stat, name)
    if (first !== undefined) this.writer.entry({ ...header, type: 'hard-link', target: first })
    else if (type === 'file') yield* this.#file(entry, header)
    else if (type === 'symlink') this.writer.entry({ ...header, target: await targetOf(entry) })
    else this.writer.entry({ ...header, ...deviceOf(stat) })
    yield* this.writer.take()
  }

  /** Writes a file that exists in memory only. */
  addText(name: string, mode: number, text: Uint8Array, mtimeNs: bigint): void {
    this.writer.entry({ name, type: 'file', mode, size: text.length, mtimeNs: secondsOf(mtimeNs) * SECOND })
    this.writer.content(text)
  }

  /** The name under which this file is in the archive already. */
  #firstName(stat: BigIntStats, name: string): string | undefined {
    if (stat.isDirectory() || stat.nlink < 2n) return undefined
    const key = `${stat.dev}:${stat.ino}`
    const first = this.#seen.get(key)
    if (first === undefined) this.#seen.set(key, name)
    return first
  }

  async *#file(entry: TreeEntry, header: NewTarHeader): AsyncGenerator<Uint8Array, void> {
    const handle = await opened(entry)
    try {
      const size = Number(entry.stat.size)
      // An empty file is opened too: one that cannot be read is an error, empty or not.
      this.writer.entry({ ...header, size })
      while (this.writer.left > 0) {
        this.#options.check?.()
        const room = this.writer.room(this.writer.left)
        const count = await read(handle, room, entry)
        if (count === 0) throw changed(entry, `it became shorter: ${size - this.writer.left} of ${size} bytes are left`)
        this.writer.filled(count)
        yield* this.writer.take()
      }
      await checkSame(handle, entry)
    } finally {
      await handle.close()
    }
  }
}

/** Opens the file that was walked. Rejects with ERR_LOCAL_FILE if it is gone, another one, or of another size. */
export async function opened(entry: Walked): Promise<FileHandle> {
  let handle: FileHandle
  try {
    // O_NOFOLLOW and O_NONBLOCK: it may have become a symlink or a pipe since it was looked at.
    handle = await open(entry.local, OPEN_FLAGS)
  } catch (error) {
    throw openError(error, entry)
  }
  try {
    checkOpened(await handle.stat({ bigint: true }), entry)
    return handle
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** The error of a file that was walked and cannot be opened. */
export function openError(error: unknown, entry: Walked): Error {
  if (hasCode(error, 'ENOENT', 'ENOTDIR')) {
    return localError(nameFor(entry), 'it is gone since its folder was listed', error)
  }
  if (hasCode(error, 'ELOOP')) return changed(entry, 'it became a symlink')
  return localError(nameFor(entry), 'it cannot be read', error)
}

/** @throws FairleadError ERR_LOCAL_FILE if an open file is not the one that was walked, or has another size. */
export function checkOpened(now: BigIntStats, entry: Walked): void {
  if (now.ino !== entry.stat.ino || now.dev !== entry.stat.dev) throw changed(entry, 'another file took its place')
  if (now.size !== entry.stat.size) throw changed(entry, `its size became ${now.size}: it was ${entry.stat.size}`)
}

async function read(handle: FileHandle, room: Buffer, entry: TreeEntry): Promise<number> {
  try {
    return (await handle.read(room, 0, room.length, null)).bytesRead
  } catch (error) {
    throw localError(nameFor(entry), 'it cannot be read', error)
  }
}

/** As {@link checkUnchanged}, of an open file. */
export async function checkSame(handle: FileHandle, entry: Walked): Promise<void> {
  checkUnchanged(await handle.stat({ bigint: true }), entry)
}

/**
 * Checks a file that has been read: one that was written to meanwhile may be old at its beginning and new at its end.
 * @throws FairleadError ERR_LOCAL_FILE
 */
export function checkUnchanged(now: BigIntStats, entry: Walked): void {
  const { stat } = entry
  if (now.size !== stat.size) throw changed(entry, `its size became ${now.size}: it was ${stat.size}`)
  if (now.mtimeNs !== stat.mtimeNs) throw changed(entry, 'it was written to')
}

async function targetOf(entry: TreeEntry): Promise<string> {
  try {
    return nameOfBytes(await readlink(entry.local, { encoding: 'buffer' }))
  } catch (error) {
    throw localError(nameFor(entry), 'the symlink cannot be read', error)
  }
}

function typeOf(stat: BigIntStats): NewTarHeader['type'] | undefined {
  if (stat.isFile()) return 'file'
  if (stat.isDirectory()) return 'directory'
  if (stat.isSymbolicLink()) return 'symlink'
  if (stat.isFIFO()) return 'fifo'
  if (stat.isCharacterDevice()) return 'character-device'
  return stat.isBlockDevice() ? 'block-device' : undefined
}

/** On Windows files have no permissions: as Docker's client, everything may be executed and nothing written by others. */
function modeOf(stat: BigIntStats): number {
  const mode = Number(stat.mode & MODE_BITS)
  return process.platform === 'win32' ? (mode & 0o755) | 0o111 : mode
}

/** Major and minor of a device, as Linux packs them. */
export function deviceOf({ rdev }: BigIntStats): { major: number; minor: number } {
  const major = ((rdev >> 8n) & 0xfffn) | ((rdev >> 32n) & 0xfffff000n)
  const minor = (rdev & 0xffn) | ((rdev >> 12n) & 0xffffff00n)
  return { major: Number(major), minor: Number(minor) }
}

/** Whole seconds, rounded down. */
function secondsOf(ns: bigint): bigint {
  return ns >= 0n ? ns / SECOND : -((-ns + SECOND - 1n) / SECOND)
}

function changed(entry: Walked, what: string): Error {
  return localError(nameFor(entry), `it changed while it was read: ${what}`)
}

function nameFor(entry: Walked): string {
  return typeof entry.local === 'string' ? entry.local : shownName(nameOfBytes(entry.local))
}
