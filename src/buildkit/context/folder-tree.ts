// A folder on disk as a tree. The folder's own path may be a symbolic link; nothing in it is followed, so no entry lies outside.
// A file is opened by the device and inode that were walked: a path that was swapped meanwhile is an error, and is not read.

import { type BigIntStats, closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { lstat, readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { localError } from '../../archive/base/local-error.ts'
import { nameOfBytes } from '../../archive/base/names.ts'
import { Slices } from '../../archive/base/slices.ts'
import { realFolder } from '../../archive/build-context.ts'
import { checkOpened, checkSame, checkUnchanged, OPEN_FLAGS, openError, opened } from '../../archive/tree/pack.ts'
import { type TreeEntry as LocalEntry, walk } from '../../archive/tree/walk.ts'
import { now, setImmediate } from '../../net/base/timers.ts'
import { MODE } from '../proto/messages.ts'
import type { Tree, TreeEntry, TreeFile, TreeFilter } from './tree.ts'

/** Files up to this size are read within a turn. */
const SMALL_BYTES = 65_536n

interface FolderEntry extends TreeEntry {
  readonly local: LocalEntry
}

/**
 * A folder as a tree, for the `folders` of openBuildSession(). Rejects with ERR_LOCAL_FILE if it is no folder.
 * @param folder absolute, or relative to the process's working directory
 */
export async function folderTree(folder: string): Promise<Tree> {
  return new FolderTree(await realFolder(folder))
}

/** A folder as a tree. */
export class FolderTree implements Tree {
  /** The folder's real path. */
  readonly root: string
  readonly #slices = new Slices({ now, turn: () => new Promise((resolve) => setImmediate(resolve)) })

  /** @param root an absolute path without symbolic links */
  constructor(root: string) {
    this.root = root
  }

  async *walk(filter: TreeFilter): AsyncGenerator<FolderEntry, void> {
    const linked = new Map<string, string>()
    for await (const local of walk(this.root, { ...filter, rules: 'sync', slices: this.#slices })) {
      const { path, stat } = local
      const first = firstPath(linked, path, stat)
      const linkName = first ?? (stat.isSymbolicLink() ? await this.#link(local) : undefined)
      yield { path, local, stat: statOf(path, stat, first !== undefined, linkName) }
    }
  }

  async open(entry: TreeEntry): Promise<TreeFile> {
    const { local } = entry as FolderEntry
    if (local.stat.size <= SMALL_BYTES) {
      if (this.#slices.isOver) await this.#slices.next()
      return openSmall(local)
    }
    const handle = await opened(local)
    return {
      async read(buffer, offset, length) {
        return (await handle.read(buffer, offset, length, null)).bytesRead
      },
      verify: () => checkSame(handle, local),
      close: () => handle.close(),
    }
  }

  async linkAt(path: string): Promise<string | undefined> {
    try {
      return await readlink(join(this.root, path))
    } catch {
      return undefined
    }
  }

  async namesIn(path: string): Promise<readonly string[]> {
    try {
      const folder = join(this.root, path)
      return (await lstat(folder)).isDirectory() ? await readdir(folder) : []
    } catch {
      return []
    }
  }

  async #link({ local, path }: LocalEntry): Promise<string> {
    try {
      const target = nameOfBytes(await readlink(local, { encoding: 'buffer' }))
      return process.platform === 'win32' ? target.replaceAll('\\', '/') : target
    } catch (cause) {
      throw localError(path, 'the symlink cannot be read', cause)
    }
  }
}

/** A small file, without a promise for each call. */
function openSmall(local: LocalEntry): TreeFile {
  const descriptor = openNow(local)
  return {
    read: (buffer, offset, length) => readSync(descriptor, buffer, offset, length, null),
    verify: () => checkUnchanged(fstatSync(descriptor, { bigint: true }), local),
    close: () => closeSync(descriptor),
  }
}

function openNow(local: LocalEntry): number {
  let descriptor: number
  try {
    descriptor = openSync(local.local, OPEN_FLAGS)
  } catch (error) {
    throw openError(error, local)
  }
  try {
    checkOpened(fstatSync(descriptor, { bigint: true }), local)
    return descriptor
  } catch (error) {
    closeSync(descriptor)
    throw error
  }
}

/** The path under which the same file was given before; undefined for a first path, which is noted. */
function firstPath(linked: Map<string, string>, path: string, stat: BigIntStats): string | undefined {
  if (stat.nlink < 2n || stat.isDirectory()) return undefined
  const key = `${stat.dev}:${stat.ino}`
  const first = linked.get(key)
  if (first === undefined) linked.set(key, path)
  return first
}

function statOf(path: string, stat: BigIntStats, isLinked: boolean, linkName: string | undefined): TreeEntry['stat'] {
  const size = isLinked || stat.isDirectory() ? 0 : Number(stat.size)
  return { path, mode: modeOf(stat), size, modTime: stat.mtimeNs, linkName, ...deviceOf(stat) }
}

/** A mode as Go writes it. A socket arrives as an empty file. */
function modeOf(stat: BigIntStats): number {
  const bits = Number(stat.mode)
  let mode = bits & 0o777
  if (process.platform === 'win32') mode = (mode & 0o755) | 0o111
  if (bits & 0o4000) mode += MODE.setuid
  if (bits & 0o2000) mode += MODE.setgid
  if (bits & 0o1000) mode += MODE.sticky
  if (stat.isDirectory()) mode += MODE.directory
  else if (stat.isSymbolicLink()) mode += MODE.symlink
  else if (stat.isFIFO()) mode += MODE.pipe
  else if (stat.isBlockDevice()) mode += MODE.device
  else if (stat.isCharacterDevice()) mode += MODE.device + MODE.characterDevice
  return mode
}

/** Major and minor of a device, as Linux packs them. */
function deviceOf(stat: BigIntStats): { devMajor?: number; devMinor?: number } {
  if (!stat.isBlockDevice() && !stat.isCharacterDevice()) return {}
  const { rdev } = stat
  const devMajor = Number(((rdev >> 8n) & 0xfffn) | ((rdev >> 32n) & 0xfffff000n))
  return { devMajor, devMinor: Number((rdev & 0xffn) | ((rdev >> 12n) & 0xffffff00n)) }
}
