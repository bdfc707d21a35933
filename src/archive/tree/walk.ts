// What is in a folder, depth first, in the order of the docker CLI: a folder before its content, the names of a folder by their bytes.
// One folder's names are in memory per level. Symlinks are not followed, the folder itself apart. What an ignore file leaves out is
// left out here, by the rules of the classic client or by those of BuildKit's file sync.

import { type BigIntStats, lstatSync } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import path from 'node:path'
import { hasCode, localError } from '../base/local-error.ts'
import { compareNames, fsName, nameOfBytes } from '../base/names.ts'
import type { Slices } from '../base/slices.ts'
import type { IgnoreMatcher, IgnoreResult } from '../ignore/ignore-matcher.ts'

/** One file, folder or other thing in a folder. */
export interface TreeEntry {
  /** Relative to the folder, with `/`. A byte that is not UTF-8 is U+DC80 to U+DCFF. */
  readonly path: string
  /** Where it is on this machine: what the functions of `node:fs` take. */
  readonly local: string | Buffer
  /** Its lstat. */
  readonly stat: BigIntStats
}

/** How to walk. */
export interface WalkOptions {
  /** What to leave out. Default: nothing. */
  readonly ignore?: IgnoreMatcher | undefined
  /**
   * 'classic': an ignored folder is entered if a `!` pattern begins with its path, and is not given itself. 'sync': as BuildKit's
   * file sync; it enters every ignored folder if a `!` pattern has wildcards, and gives ignored folders before what is brought back
   * in them. Default: 'classic'.
   */
  readonly rules?: 'classic' | 'sync' | undefined
  /** Whether a path, or something that may be below it, is wanted. Asked before it is looked at. Default: everything is. */
  readonly wants?: ((path: string) => boolean) | undefined
  /**
   * Looks at entries without a promise for each: a fifth of the CPU time, for thousands of entries. The event loop gets its turn in
   * between. Default: each is awaited.
   */
  readonly slices?: Slices | undefined
  /** Called before each entry and each folder. It may throw to end the walk. */
  readonly check?: (() => void) | undefined
}

/** What is known of a folder on the way down. */
interface Folder {
  readonly entry: TreeEntry
  readonly result: IgnoreResult | undefined
  readonly parent: Folder | undefined
  given: boolean
}

/**
 * All entries in a folder, without the folder itself. Each is given before the next is looked at.
 * @throws FairleadError ERR_LOCAL_FILE naming what cannot be read, or is gone since its folder was listed
 */
export async function* walk(folder: string, options: WalkOptions = {}): AsyncGenerator<TreeEntry, void, undefined> {
  yield* new Walk(path.resolve(folder), options).below('', path.resolve(folder), undefined)
}

class Walk {
  readonly #root: string
  readonly #options: WalkOptions
  readonly #mayEnter: (folder: string) => boolean

  constructor(root: string, options: WalkOptions) {
    this.#root = root
    this.#options = options
    this.#mayEnter = enterRule(options)
  }

  async *below(prefix: string, local: string | Buffer, folder: Folder | undefined): AsyncGenerator<TreeEntry, void> {
    this.#options.check?.()
    for (const name of await this.#names(prefix, local, folder)) {
      this.#options.check?.()
      const relative = prefix + name
      if (this.#options.wants?.(relative) === false) continue
      const result = this.#options.ignore?.resultOf(relative, folder?.result)
      const found = { path: relative, local: this.#localOf(relative) }
      const stat = await this.#stat(found.local, relative, result)
      if (stat === undefined) continue
      const entry: TreeEntry = { ...found, stat }
      const ignored = result?.ignored === true
      const isFolder = stat.isDirectory()
      if (ignored && !(isFolder && this.#mayEnter(relative))) continue
      const here: Folder = { entry, result, parent: folder, given: false }
      if (!ignored) yield* given(here, this.#options.rules === 'sync')
      if (isFolder) yield* this.below(`${relative}/`, entry.local, here)
    }
  }

  /** The names in a folder, in order. */
  async #names(prefix: string, local: string | Buffer, folder: Folder | undefined): Promise<string[]> {
    try {
      if (process.platform === 'win32') return (await readdir(local)).sort(compareNames)
      return (await readdir(local, { encoding: 'latin1' })).map(nameOfLatin1).sort(compareNames)
    } catch (error) {
      if (folder?.result?.ignored && hasCode(error, 'EACCES', 'EPERM')) return []
      throw localError(prefix === '' ? this.#root : path.join(this.#root, prefix), 'the folder cannot be read', error)
    }
  }

  async #stat(
    local: string | Buffer,
    relative: string,
    result: IgnoreResult | undefined,
  ): Promise<BigIntStats | undefined> {
    // A file that is ignored is not looked at; only a folder could matter, and only if something in it may be brought back.
    if (result?.ignored && !this.#mayEnter(relative)) return undefined
    try {
      const { slices } = this.#options
      if (slices === undefined) return await lstat(local, { bigint: true })
      if (slices.isOver) await slices.next()
      return lstatSync(local, { bigint: true })
    } catch (error) {
      if (result?.ignored) return undefined
      const gone = hasCode(error, 'ENOENT', 'ENOTDIR')
      const what = gone ? 'it is gone since its folder was listed' : 'it cannot be looked at'
      throw localError(path.join(this.#root, relative), what, error)
    }
  }

  #localOf(relative: string): string | Buffer {
    return fsName(this.#root === '/' ? `/${relative}` : `${this.#root}/${relative}`)
  }
}

/** Gives an entry, with `parents` after those of its folders that were not given. */
function* given(folder: Folder, parents: boolean): Generator<TreeEntry, void> {
  if (folder.given) return
  folder.given = true
  if (parents && folder.parent !== undefined) yield* given(folder.parent, true)
  yield folder.entry
}

/** Whether a folder that is ignored is entered. */
function enterRule({ ignore, rules }: WalkOptions): (folder: string) => boolean {
  if (ignore === undefined || ignore.inverted.length === 0) return () => false
  if (rules !== 'sync') return (folder) => ignore.mayBringBack(folder)
  const texts = ignore.inverted.map(({ text }) => text.replace(/\/\*\*$/, '').replace(/\/\*$/, ''))
  if (texts.some((text) => /[*?[\]^\\]/.test(text))) return () => true
  return (folder) => texts.some((text) => `${text}/`.startsWith(`${folder}/`))
}

function nameOfLatin1(name: string): string {
  return /[\x80-\xff]/.test(name) ? nameOfBytes(Buffer.from(name, 'latin1')) : name
}
