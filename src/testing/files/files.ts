// A container's file tree in memory: files, directories and symlinks by absolute path. Programs use it as `io.files`, the archive
// endpoints as tar. Written bytes are copied; bytes that were read must not be changed.

import { posix } from 'node:path'
import { wallClock } from '../../net/base/timers.ts'
import type { ProgramFiles } from '../base/program.ts'

/** What is at a path: a file, a directory or a symlink. */
export interface Entry {
  readonly type: 'file' | 'directory' | 'symlink'
  /** The permission bits, with set-id and sticky: 0 to 0o7777. */
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** Seconds since 1970, with a fraction. */
  readonly mtime: number
  /** A file's content; else empty. */
  readonly data: Uint8Array
  /** A symlink's target, not resolved; else ''. */
  readonly target: string
}

/** How many symlinks a path may lead through: Linux's MAXSYMLINKS. */
const MAX_SYMLINKS = 40

const NOTHING = new Uint8Array(0)

/** Creates an entry owned by root, modified now, with the fields of `more`. */
export function entry(type: Entry['type'], mode: number, more: Partial<Entry> = {}): Entry {
  return { type, mode, uid: 0, gid: 0, mtime: wallClock() / 1000, data: NOTHING, target: '', ...more }
}

/** A file tree. It starts with an empty root directory. */
export class Files implements ProgramFiles {
  readonly #entries = new Map<string, Entry>([['/', entry('directory', 0o755)]])

  read(path: string): Uint8Array | undefined {
    const found = this.stat(this.resolve(path, true))
    return found?.type === 'file' ? found.data : undefined
  }

  write(path: string, data: string | Uint8Array, mode = 0o644): void {
    this.put(this.resolve(path, true), entry('file', mode, { data: Buffer.from(data as Uint8Array) }))
  }

  makeDirectory(path: string, mode = 0o755): void {
    this.put(this.resolve(path, true), entry('directory', mode))
  }

  link(path: string, target: string): void {
    this.put(this.resolve(path, false), entry('symlink', 0o777, { target }))
  }

  remove(path: string): void {
    const resolved = this.resolve(path, false)
    for (const each of [...this.walk(resolved)]) if (each !== '/') this.#entries.delete(each)
  }

  list(path: string): string[] {
    const base = this.resolve(path, true)
    const prefix = base === '/' ? '/' : `${base}/`
    const names = [...this.#entries.keys()].filter((each) => each.startsWith(prefix) && each !== '/')
    return names
      .map((each) => each.slice(prefix.length))
      .filter((name) => !name.includes('/'))
      .sort()
  }

  /** The entry at an absolute, resolved path. */
  stat(path: string): Entry | undefined {
    return this.#entries.get(path)
  }

  /** Resolves a path to an absolute one. Symlinks in its directories are followed; one at its end only if `last` is true. */
  resolve(path: string, last: boolean, depth = 0): string {
    const parts = posix.normalize(`/${path}`).split('/').filter(Boolean)
    let at = '/'
    for (const [index, part] of parts.entries()) {
      const next = posix.join(at, part)
      const found = this.#entries.get(next)
      const follow = found?.type === 'symlink' && (last || index < parts.length - 1) && depth < MAX_SYMLINKS
      at = follow ? this.resolve(posix.resolve(at, found.target), true, depth + 1) : next
    }
    return at
  }

  /** Puts an entry at an absolute, resolved path and replaces what is there; a replaced directory keeps its content if `what` is one too. */
  put(path: string, what: Entry): void {
    for (let parent = posix.dirname(path); !this.#entries.has(parent); parent = posix.dirname(parent)) {
      this.#entries.set(parent, entry('directory', 0o755))
    }
    if (what.type !== 'directory') this.remove(path)
    this.#entries.set(path, what)
  }

  /** `path` and all paths below it, sorted by name, parents before children. */
  walk(path: string): string[] {
    const prefix = path === '/' ? '/' : `${path}/`
    const found = [...this.#entries.keys()].filter((each) => each === path || each.startsWith(prefix))
    return found.sort((a, b) => (a.split('/') < b.split('/') ? -1 : 1))
  }

  /** Copies the whole tree into `other`. File contents are shared, because they are never changed in place. */
  copyTo(other: Files): void {
    for (const [path, each] of this.#entries) other.put(path, each)
  }
}
