// A folder on disk as a tree. The folder's own path may be a symbolic link; nothing in it is followed, so no entry lies outside.
// A file is opened by the device and inode that were walked: a path that was swapped meanwhile is an error, and is not read.

import { type BigIntStats, closeSync, fstatSync, openSync, read, readlinkSync, readSync } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { localError } from '../../archive/base/local-error.ts'
import { fsName, nameOfBytes } from '../../archive/base/names.ts'
import { Slices } from '../../archive/base/slices.ts'
import { realFolder } from '../../archive/build-context.ts'
import { checkOpened, checkUnchanged, deviceOf, OPEN_FLAGS, openError, type Walked } from '../../archive/tree/pack.ts'
import { type TreeEntry as LocalEntry, walkInSlices } from '../../archive/tree/walk.ts'
import { now, setImmediate } from '../../net/base/timers.ts'
import { MODE } from '../proto/messages.ts'
import type { Tree, TreeEntry, TreeFile, TreeFilter } from './tree.ts'

/** Files up to this size are read within a turn. */
const SMALL_BYTES = 65_536n

interface FolderEntry extends TreeEntry {
  /** What it was when it was walked. The rest of its lstat would be a kilobyte for each file. */
  readonly was: Walked['stat']
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

  walk(filter: TreeFilter): AsyncIterable<readonly FolderEntry[]> {
    const linked = new Map<string, string>()
    const make = (entry: LocalEntry): FolderEntry => this.#entryOf(entry, linked)
    return walkInSlices(this.root, { ...filter, rules: 'sync', slices: this.#slices, make })
  }

  async open(entry: TreeEntry): Promise<TreeFile> {
    const { path, was } = entry as FolderEntry
    const local: Walked = { local: fsName(this.root === '/' ? `/${path}` : `${this.root}/${path}`), stat: was }
    if (this.#slices.isOver) await this.#slices.next()
    const descriptor = openNow(local)
    return {
      // A small file without a promise.
      read: (buffer, offset, length) =>
        was.size <= SMALL_BYTES
          ? readSync(descriptor, buffer, offset, length, null)
          : readLater(descriptor, buffer, offset, length, null).then(({ bytesRead }) => bytesRead),
      verify: () => checkUnchanged(fstatSync(descriptor, { bigint: true }), local),
      close: () => closeSync(descriptor),
    }
  }

  async linkAt(path: string): Promise<string | undefined> {
    try {
      return readlinkSync(join(this.root, path))
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

  #entryOf(local: LocalEntry, linked: Map<string, string>): FolderEntry {
    const { path, stat } = local
    const { dev, ino, size, mtimeNs } = stat
    const mode = modeOf(stat)
    const isFolder = mode >= MODE.directory
    const first = stat.nlink < 2n || isFolder ? undefined : firstPath(linked, path, stat)
    const linkName = first ?? (mode & MODE.symlink ? linkOf(local) : undefined)
    const { major, minor } = mode & MODE.device ? deviceOf(stat) : NO_DEVICE
    const announced = first !== undefined || isFolder ? 0 : Number(size)
    return {
      path,
      stat: { path, mode, size: announced, modTime: mtimeNs, linkName, devMajor: major, devMinor: minor },
      was: { dev, ino, size, mtimeNs },
    }
  }
}

const NO_DEVICE = { major: 0, minor: 0 }

function linkOf({ local, path }: LocalEntry): string {
  try {
    const target = nameOfBytes(readlinkSync(local, { encoding: 'buffer' }))
    return process.platform === 'win32' ? target.replaceAll('\\', '/') : target
  } catch (cause) {
    throw localError(path, 'the symlink cannot be read', cause)
  }
}

const readLater = promisify(read)

function openNow(local: Walked): number {
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
  const key = `${stat.dev}:${stat.ino}`
  const first = linked.get(key)
  if (first === undefined) linked.set(key, path)
  return first
}

/** Go's bits for the types of a mode, 0 to 0o17. A socket has none: it arrives as an empty file. */
const TYPES = [
  0,
  MODE.pipe,
  MODE.device + MODE.characterDevice,
  0,
  MODE.directory,
  0,
  MODE.device,
  0,
  0,
  0,
  MODE.symlink,
]

/** A mode as Go writes it. */
function modeOf(stat: BigIntStats): number {
  const bits = Number(stat.mode)
  let mode = bits & 0o777
  if (process.platform === 'win32') mode = (mode & 0o755) | 0o111
  // setuid and setgid, twelve bits higher; sticky, eleven.
  mode += (bits & 0o6000) * 4096 + (bits & 0o1000) * 2048
  return mode + (TYPES[bits >> 12] ?? 0)
}
