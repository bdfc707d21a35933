// What is in a folder, depth first, in the order of the docker CLI: a folder before its content, the names of a folder by their bytes.
// One folder's names are in memory per level. Symlinks are not followed, the folder itself apart. What an ignore file leaves out is
// left out here, by the rules of the classic client or by those of BuildKit's file sync.
// Two paces: an entry at a time, each awaited; or in slices, without a promise for each, for thousands of entries.

import { type BigIntStats, lstatSync, readdirSync } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import path from 'node:path'
import { hasCode, localError } from '../base/local-error.ts'
import { compareNames, fsName, isPlain, nameOfBytes } from '../base/names.ts'
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
  /** Called before each entry and each folder. It may throw to end the walk. */
  readonly check?: (() => void) | undefined
}

/** A walk in slices. */
export interface SlicedWalkOptions<T> extends WalkOptions {
  readonly slices: Slices
  /** Makes what is given of an entry, so that its lstat need not be kept. */
  readonly make: (entry: TreeEntry) => T
}

/** A folder that was entered, and its names. */
interface Level {
  /** Undefined for the one that is walked. */
  readonly entry: TreeEntry | undefined
  readonly result: IgnoreResult | undefined
  /** What stands before its names: in a path; and in a path of this machine, unless some are not text. */
  readonly prefix: string
  readonly local: string | undefined
  readonly names: readonly string[]
  at: number
  given: boolean
}

/** Folders of up to this size are listed within a slice: it is that of about a thousand names. Windows gives no size. */
const SMALL_FOLDER_BYTES = 16_384n
const TYPE_MASK = 0o170_000
const FOLDER = 0o040_000

/**
 * All entries in a folder, without the folder itself. Each is given before the next is looked at.
 * @throws FairleadError ERR_LOCAL_FILE naming what cannot be read, or is gone since its folder was listed
 */
export async function* walk(folder: string, options: WalkOptions = {}): AsyncGenerator<TreeEntry, void> {
  const way = new Way(path.resolve(folder), options)
  way.enter(undefined, await way.list(undefined))
  for (let relative = way.next(); relative !== undefined; relative = way.next()) {
    const local = way.localOf(relative)
    let stat: BigIntStats
    try {
      stat = await lstat(local, LSTAT)
    } catch (error) {
      way.unseen(relative, error)
      continue
    }
    const entry = { path: relative, local, stat }
    yield* way.missing()
    if (!way.isIgnored) yield entry
    if (isFolder(stat)) way.enter(entry, await way.list(entry))
  }
}

/**
 * The same in batches, without a promise for each entry: a small part of the CPU time. The event loop has a turn between two slices.
 * @throws FairleadError as walk()
 */
export async function* walkInSlices<T>(
  folder: string,
  options: SlicedWalkOptions<T>,
): AsyncGenerator<readonly T[], void> {
  const { slices } = options
  const way = new Way(path.resolve(folder), options)
  way.enter(undefined, await way.list(undefined))
  while (way.level !== undefined) {
    if (slices.isOver) await slices.next()
    const batch: T[] = []
    const large = takeSlice(way, options, batch)
    yield batch
    if (large !== undefined) way.enter(large, await way.list(large))
  }
}

/** Fills a batch until the slice is over. Returns a folder that may have too many names for a slice. */
function takeSlice<T>(way: Way, { slices, make }: SlicedWalkOptions<T>, batch: T[]): TreeEntry | undefined {
  do {
    const relative = way.next()
    if (relative === undefined) return undefined
    const local = way.localOf(relative)
    let stat: BigIntStats
    try {
      stat = lstatSync(local, LSTAT)
    } catch (error) {
      way.unseen(relative, error)
      continue
    }
    const entry = { path: relative, local, stat }
    for (const folder of way.missing()) batch.push(make(folder))
    if (!way.isIgnored) batch.push(make(entry))
    if (!isFolder(stat)) continue
    if (stat.size === 0n || stat.size > SMALL_FOLDER_BYTES) return entry
    try {
      way.enter(entry, readdirSync(local, { encoding: NAMES }))
    } catch {
      // The other way to list it says what is wrong.
      return entry
    }
  } while (!slices.isOver)
  return undefined
}

/** BigIntStats.isDirectory() does the same with three bigints. */
function isFolder(stat: BigIntStats): boolean {
  return (Number(stat.mode) & TYPE_MASK) === FOLDER
}

const NOTHING: readonly TreeEntry[] = []

/** Where a walk is: the folders that it is in, and what comes next. */
class Way {
  readonly root: string
  readonly options: WalkOptions
  /** The folder whose names come next; undefined before the first and behind the last. */
  level: Level | undefined
  readonly #mayEnter: (folder: string) => boolean
  /** From the root down. */
  readonly #levels: Level[] = []
  /** What the ignore file says of the path that next() gave. */
  #result: IgnoreResult | undefined

  constructor(root: string, options: WalkOptions) {
    this.root = root
    this.options = options
    this.#mayEnter = enterRule(options)
  }

  /** Whether the path that next() gave is left out: then it is entered if it is a folder, and not given. */
  get isIgnored(): boolean {
    return this.#result?.ignored === true
  }

  /** The next path that must be looked at; undefined at the end. */
  next(): string | undefined {
    const { check, wants, ignore } = this.options
    for (let level = this.level; level !== undefined; level = this.level) {
      check?.()
      if (level.at === level.names.length) {
        this.#levels.pop()
        this.level = this.#levels.at(-1)
        continue
      }
      const relative = level.prefix + level.names[level.at++]
      if (wants !== undefined && !wants(relative)) continue
      if (ignore === undefined) return relative
      const result = ignore.resultOf(relative, level.result)
      this.#result = result
      // A file that is ignored is not looked at; only a folder could matter, and only if something in it may be brought back.
      if (!result.ignored || this.#mayEnter(relative)) return relative
    }
    return undefined
  }

  /** The folders that come before the path that next() gave: by the rules of file sync those that were ignored. */
  missing(): readonly TreeEntry[] {
    if (this.level!.given || this.isIgnored || this.options.rules !== 'sync') return NOTHING
    const missing = this.#levels.filter((level) => !level.given)
    return missing.map((level) => {
      level.given = true
      return level.entry!
    })
  }

  /** Goes into a folder that was just found. */
  enter(entry: TreeEntry | undefined, found: readonly string[]): void {
    const names = NAMES === 'latin1' ? found.map(nameOfLatin1) : [...found]
    const prefix = entry === undefined ? '' : `${entry.path}/`
    const isText = isPlain(this.root + prefix + names.join(''))
    // The default order is by code units, without a call for each pair.
    if (isText) names.sort()
    else names.sort(compareNames)
    const local = isText ? this.#under(prefix) : undefined
    this.level = { entry, result: this.#result, prefix, local, names, at: 0, given: !this.isIgnored }
    this.#levels.push(this.level)
  }

  /** The path on this machine of what next() gave. */
  localOf(relative: string): string | Buffer {
    const { local, names, at } = this.level!
    return local === undefined ? fsName(this.#under(relative)) : local + names[at - 1]
  }

  /** The names in a folder that was just found; none if it is ignored and may not be read. */
  async list(entry: TreeEntry | undefined): Promise<readonly string[]> {
    this.options.check?.()
    try {
      return await readdir(entry?.local ?? this.root, { encoding: NAMES })
    } catch (error) {
      if (entry !== undefined && this.isIgnored && hasCode(error, 'EACCES', 'EPERM')) return []
      throw localError(path.join(this.root, entry?.path ?? ''), 'the folder cannot be read', error)
    }
  }

  /** What could not be looked at: no matter if it is ignored, else an error. */
  unseen(relative: string, error: unknown): undefined {
    if (this.isIgnored) return undefined
    const gone = hasCode(error, 'ENOENT', 'ENOTDIR')
    const what = gone ? 'it is gone since its folder was listed' : 'it cannot be looked at'
    throw localError(path.join(this.root, relative), what, error)
  }

  #under(relative: string): string {
    return this.root === '/' ? `/${relative}` : `${this.root}/${relative}`
  }
}

/** Whether a folder that is ignored is entered. */
function enterRule({ ignore, rules }: WalkOptions): (folder: string) => boolean {
  if (ignore === undefined || ignore.inverted.length === 0) return () => false
  if (rules !== 'sync') return (folder) => ignore.mayBringBack(folder)
  const texts = ignore.inverted.map(({ text }) => text.replace(/\/\*\*$/, '').replace(/\/\*$/, ''))
  if (texts.some((text) => /[*?[\]^\\]/.test(text))) return () => true
  return (folder) => texts.some((text) => `${text}/`.startsWith(`${folder}/`))
}

/** Names as bytes in a string: Node would replace what is not UTF-8. On Windows they are text. */
const NAMES = process.platform === 'win32' ? 'utf8' : 'latin1'

const LATIN1 = /[\x80-\xff]/
const LSTAT = { bigint: true } as const

function nameOfLatin1(name: string): string {
  return LATIN1.test(name) ? nameOfBytes(Buffer.from(name, 'latin1')) : name
}
