// A tree of files in memory. Folders are made of the paths; nothing is copied.
// Paths are checked at once: relative, clean, and no file is the folder of another.

import type { IgnoreResult } from '../../archive/ignore/ignore-matcher.ts'
import { FairleadError } from '../../error.ts'
import { MODE } from '../proto/messages.ts'
import type { Tree, TreeEntry, TreeFile, TreeFilter } from './tree.ts'

/** A file in memory: its content; or with a mode, by default 0o644, and a time, by default 1970. */
export type MemoryFile =
  | string
  | Uint8Array
  | {
      readonly data: string | Uint8Array
      /** Permission bits, such as 0o755. */
      readonly mode?: number | undefined
      readonly mtime?: Date | undefined
    }

/** Files by their paths in the context: `{ 'src/main.js': '…' }`. Folders come of themselves. */
export type MemoryFiles = Readonly<Record<string, MemoryFile>>

/** @throws FairleadError ERR_OPTION for a path that leads out of the context, or a file of another kind. */
export function memoryTree(files: MemoryFiles): Tree {
  const entries = new Map<string, TreeEntry>()
  const contents = new Map<string, Uint8Array>()
  for (const [path, file] of Object.entries(files)) {
    const { data, mode = 0o644, mtime } = isContent(file) ? { data: file } : file
    if (!isContent(data)) throw optionError(path, 'expected text, bytes or { data, mode, mtime }')
    const parts = path.split('/')
    if (parts.some((part) => part === '' || part === '.' || part === '..') || path.includes('\0')) {
      throw optionError(path, "expected a relative path without '.', '..' and empty parts")
    }
    if (entries.has(path)) throw optionError(path, 'it is a folder of another file')
    const bytes = typeof data === 'string' ? Buffer.from(data) : data
    const modTime = BigInt(mtime?.getTime() ?? 0) * 1_000_000n
    entries.set(path, { path, stat: { path, mode: mode & 0o777, size: bytes.length, modTime } })
    contents.set(path, bytes)
    for (let depth = 1; depth < parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/')
      if (contents.has(folder)) throw optionError(path, `${JSON.stringify(folder)} is a file`)
      entries.set(folder, { path: folder, stat: { path: folder, mode: MODE.directory + 0o755 } })
    }
  }
  return new MemoryTree([...entries.values()].sort(byPath), contents)
}

function isContent(file: unknown): file is string | Uint8Array {
  return typeof file === 'string' || file instanceof Uint8Array
}

class MemoryTree implements Tree {
  readonly #entries: readonly TreeEntry[]
  readonly #contents: ReadonlyMap<string, Uint8Array>

  constructor(entries: readonly TreeEntry[], contents: ReadonlyMap<string, Uint8Array>) {
    this.#entries = entries
    this.#contents = contents
  }

  walk({ ignore, wants }: TreeFilter): Iterable<readonly TreeEntry[]> {
    const found: TreeEntry[] = []
    const folders: { path: string; entry: TreeEntry; result: IgnoreResult | undefined; given: boolean }[] = []
    for (const entry of this.#entries) {
      while (folders.length > 0 && !entry.path.startsWith(`${folders.at(-1)!.path}/`)) folders.pop()
      const result = ignore?.resultOf(entry.path, folders.at(-1)?.result)
      folders.push({ path: entry.path, entry, result, given: false })
      if (result?.ignored || wants?.(entry.path) === false) continue
      for (const folder of folders) {
        if (!folder.given) found.push(folder.entry)
        folder.given = true
      }
    }
    return [found]
  }

  async open(entry: TreeEntry): Promise<TreeFile> {
    const bytes = this.#contents.get(entry.path)!
    let at = 0
    return {
      read(buffer, offset, length) {
        const piece = bytes.subarray(at, at + length)
        buffer.set(piece, offset)
        at += piece.length
        return piece.length
      },
      verify() {},
      close() {},
    }
  }

  async linkAt(): Promise<undefined> {
    return undefined
  }

  async namesIn(path: string): Promise<readonly string[]> {
    const prefix = path === '' ? '' : `${path}/`
    const inside = this.#entries.filter((entry) => entry.path.startsWith(prefix))
    return inside.map((entry) => entry.path.slice(prefix.length)).filter((name) => name !== '' && !name.includes('/'))
  }
}

/** By the bytes of each part: a folder's content comes before its next sibling. */
function byPath(a: TreeEntry, b: TreeEntry): number {
  return Buffer.compare(sortKey(a.path), sortKey(b.path))
}

function sortKey(path: string): Buffer {
  return Buffer.from(path.replaceAll('/', '\0'))
}

function optionError(path: string, what: string): FairleadError {
  return new FairleadError('ERR_OPTION', `files: ${JSON.stringify(path)}: ${what}`)
}
