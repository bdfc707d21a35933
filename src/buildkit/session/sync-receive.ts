// FileSend/DiffCopy: receives the daemon's result into a folder. The packets of file sync, with this side as the receiver.
// Nothing leaves the folder: a path is relative and clean, and its parent is a folder that came before it; what is in the way is
// removed, never followed or written through. A folder in the way of something else is an error.
// States of a file: announced, requested, open, ended. At most OPEN_FILES are requested and not ended.

import { constants } from 'node:fs'
import { chmod, type FileHandle, link, lstat, lutimes, mkdir, open, symlink, unlink, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { hasCode, localError } from '../../archive/base/local-error.ts'
import { fsName } from '../../archive/base/names.ts'
import { FairleadError } from '../../error.ts'
import { Fifo } from '../../net/base/fifo.ts'
import type { ServerCall } from '../grpc/server-call.ts'
import { isDirectory, isRegular, MODE, PACKET, Packet, type Stat } from '../proto/messages.ts'
import { decode } from '../proto/protobuf.ts'

const OPEN_FILES = 32
const MAX_PATH_CHARS = 4_096

interface Arriving {
  readonly stat: Stat
  handle: FileHandle | undefined
}

/** Receives one result. */
export class Receiver {
  readonly #call: ServerCall
  readonly #root: string
  readonly #most: number
  /** Folders and files by their paths, as they came. */
  readonly #came = new Map<string, Stat>()
  readonly #arriving = new Map<number, Arriving>()
  readonly #waiting = new Fifo<[id: number, stat: Stat]>()
  /** Hard links: made when every file is there. */
  readonly #links: Stat[] = []
  #entries = 0
  #announced = false

  constructor(call: ServerCall, root: string, most: number) {
    this.#call = call
    this.#root = root
    this.#most = most
  }

  /** Resolves at the end of the call. @param onComplete called when everything is in the folder */
  async run(onComplete: () => void): Promise<void> {
    try {
      await mkdir(this.#root, { recursive: true })
      while (!this.#isComplete()) await this.#take(await this.#packet())
      await this.#finish()
      // The daemon may end the build as soon as it has this.
      onComplete()
      await this.#send({ type: PACKET.fin })
      while ((await this.#packet()).type !== PACKET.fin);
    } finally {
      for (const { handle } of this.#arriving.values()) await handle?.close()
    }
  }

  #isComplete(): boolean {
    return this.#announced && this.#arriving.size === 0 && this.#waiting.size === 0
  }

  async #packet(): Promise<Packet> {
    const bytes = await this.#call.read()
    if (bytes === undefined) throw broken('it ended before its result was complete')
    return decode(Packet, bytes)
  }

  async #take({ type, stat, id, data }: Packet): Promise<void> {
    if (type === PACKET.stat && stat !== undefined) await this.#entry(this.#entries++, stat)
    else if (type === PACKET.stat) this.#announced = true
    else if (type === PACKET.data) await this.#data(id, data)
    else if (type === PACKET.error) throw broken(`it reports ${Buffer.from(data.subarray(0, 500)).toString()}`)
    else throw broken(`it sent a packet of the type ${type} before the result was complete`)
  }

  async #entry(id: number, stat: Stat): Promise<void> {
    const { path, mode, linkName } = stat
    if (id >= this.#most) throw broken(`its result has more than ${this.#most} entries`)
    this.#checkPath(path)
    this.#came.set(path, stat)
    const local = this.#local(path)
    await written(path, async () => {
      if (isDirectory(mode)) return await makeFolder(local)
      if ((mode & MODE.symlink) === 0 && !isRegular(mode)) throw localError(path, 'a device or a pipe cannot be made')
      await clear(local)
      if ((mode & MODE.symlink) !== 0) {
        await symlink(fsName(linkName), local)
        await lutimes(local, seconds(stat), seconds(stat))
      } else if (linkName === '') this.#waiting.push([id, stat])
      else if (this.#isFile(linkName)) this.#links.push(stat)
      else throw broken(`it sent a hard link to ${shown(linkName)}, which is no file that came before`)
    })
    await this.#request()
  }

  #checkPath(path: string): void {
    const parts = path.split('/')
    const isUnclean = parts.some((part) => part === '' || part === '.' || part === '..')
    const isOdd = path.includes('\0') || (process.platform === 'win32' && /[\\:]/.test(path))
    if (isUnclean || isOdd || path.length > MAX_PATH_CHARS)
      throw broken(`it sent the path ${shown(path)}, which is not within the folder`)
    if (this.#came.has(path)) throw broken(`it sent the path ${shown(path)} twice`)
    const parent = parts.slice(0, -1).join('/')
    if (parent === '') return
    const folder = this.#came.get(parent)
    if (folder === undefined || !isDirectory(folder.mode)) {
      throw broken(`it sent the path ${shown(path)} without its folder`)
    }
  }

  #local(path: string): string | Buffer {
    return fsName(join(this.#root, path))
  }

  #isFile(path: string): boolean {
    const stat = this.#came.get(path)
    return stat !== undefined && isRegular(stat.mode) && stat.linkName === ''
  }

  /** Makes files and requests them. */
  async #request(): Promise<void> {
    while (this.#arriving.size < OPEN_FILES) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      const [id, stat] = next
      const local = this.#local(stat.path)
      const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0)
      const handle = await written(stat.path, () => open(local, flags, 0o600))
      this.#arriving.set(id, { stat, handle })
      await this.#send({ type: PACKET.request, id })
    }
  }

  async #data(id: number, data: Uint8Array): Promise<void> {
    const file = this.#arriving.get(id)
    if (file === undefined) throw broken(`it sent data of the id ${id}, which was not requested`)
    const { stat } = file
    const handle = file.handle!
    if (data.length > 0) {
      await written(stat.path, async () => {
        for (let at = 0; at < data.length; ) at += (await handle.write(data, at)).bytesWritten
      })
      return
    }
    await written(stat.path, async () => {
      await handle.chmod(permissions(stat.mode))
      await handle.utimes(seconds(stat), seconds(stat))
    })
    this.#arriving.delete(id)
    await handle.close()
    await this.#request()
  }

  /** Hard links; then modes and times of folders, the deepest first: a folder without `w` could not have been filled. */
  async #finish(): Promise<void> {
    for (const { path, linkName } of this.#links) {
      await written(path, () => link(this.#local(linkName), this.#local(path)))
    }
    for (const stat of [...this.#came.values()].reverse()) {
      if (!isDirectory(stat.mode)) continue
      const local = this.#local(stat.path)
      await written(stat.path, async () => {
        await chmod(local, permissions(stat.mode))
        await utimes(local, seconds(stat), seconds(stat))
      })
    }
  }

  #send(packet: { type: number; id?: number }): Promise<void> {
    return this.#call.write(Packet, packet)
  }
}

async function makeFolder(local: string | Buffer): Promise<void> {
  try {
    if ((await lstat(local)).isDirectory()) return
    await unlink(local)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
  await mkdir(local, 0o700)
}

/** Removes what is in the way, unless it is a folder. */
async function clear(local: string | Buffer): Promise<void> {
  try {
    await unlink(local)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
}

async function written<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    throw error instanceof FairleadError ? error : localError(path, "the build's output cannot be written", error)
  }
}

function permissions(mode: number): number {
  let bits = mode % 0o1000
  if (mode & MODE.setuid) bits += 0o4000
  if (mode & MODE.setgid) bits += 0o2000
  if (mode & MODE.sticky) bits += 0o1000
  return bits
}

function seconds({ modTime }: Stat): number {
  return Number(modTime) / 1e9
}

function shown(path: string): string {
  return JSON.stringify(path.slice(0, 200))
}

function broken(what: string): FairleadError {
  return new FairleadError('ERR_BUILD_SESSION', `the daemon broke the file sync protocol: ${what}`)
}
