// A folder that is held open, so that what is done in it is done in this very folder, even if another takes its place meanwhile. On Linux the
// names in it are reached through /proc/self/fd: the kernel follows the handle, not the path. Elsewhere Node has nothing of the kind:
// there each folder is looked at before it is entered, and a process that swaps it in between can lead out.
// A symlink is never followed, apart from the path that the first folder is opened with.

import { type BigIntStats, constants } from 'node:fs'
import { chmod, type FileHandle, lstat, mkdir, open, realpath, utimes } from 'node:fs/promises'
import { bytesOfName, fsName } from '../base/names.ts'

const { O_RDONLY, O_DIRECTORY = 0, O_NOFOLLOW = 0 } = constants

/** A folder in which entries are made. */
export class HeldFolder {
  readonly #handle: FileHandle | undefined
  readonly #path: string

  private constructor(path: string, handle: FileHandle | undefined) {
    this.#path = path
    this.#handle = handle
  }

  /** Opens a folder by its path; symlinks in it are followed. Rejects with the system's error. */
  static async open(path: string): Promise<HeldFolder> {
    const real = await realpath(path)
    if (process.platform !== 'linux') return new HeldFolder(real, undefined)
    const handle = await open(real, O_RDONLY | O_DIRECTORY)
    try {
      // Without /proc there is no way through a handle.
      const through = await lstat(`/proc/self/fd/${handle.fd}/.`, { bigint: true })
      const own = await handle.stat({ bigint: true })
      if (through.ino === own.ino && through.dev === own.dev) return new HeldFolder(real, handle)
    } catch {}
    await handle.close()
    return new HeldFolder(real, undefined)
  }

  /** The path of a name in this folder, for the functions of `node:fs`. `name` is one part, without a separator. */
  at(name: string): string | Buffer {
    const folder = this.#handle === undefined ? this.#path : `/proc/self/fd/${this.#handle.fd}`
    const path = fsName(name)
    if (typeof path === 'string') return `${folder}/${path}`
    return Buffer.concat([Buffer.from(`${folder}/`), bytesOfName(name)])
  }

  /** What is there under a name, a symlink as itself; undefined for nothing. */
  async look(name: string): Promise<BigIntStats | undefined> {
    try {
      return await lstat(this.at(name), { bigint: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  }

  /** Makes a folder. Rejects with the system's error, EEXIST if something is there. */
  async make(name: string, mode: number): Promise<void> {
    await mkdir(this.at(name), { mode })
  }

  /** Opens a folder in this one. Rejects with the system's error, ENOTDIR or ELOOP if it is a symlink or no folder. */
  async enter(name: string): Promise<HeldFolder> {
    if (this.#handle !== undefined) {
      return new HeldFolder('', await open(this.at(name), O_RDONLY | O_DIRECTORY | O_NOFOLLOW))
    }
    const path = this.at(name)
    const stat = await lstat(path)
    if (!stat.isDirectory()) throw Object.assign(new Error('not a directory'), { code: 'ENOTDIR' })
    return new HeldFolder(String(path), undefined)
  }

  /** Sets the folder's own mode and time. */
  async finish(mode: number, time: number | Date): Promise<void> {
    if (this.#handle === undefined) {
      await chmod(this.#path, mode)
      await utimes(this.#path, time, time)
    } else {
      await this.#handle.chmod(mode)
      await this.#handle.utimes(time, time)
    }
  }

  async close(): Promise<void> {
    await this.#handle?.close()
  }
}
