// Which paths an ignore file leaves out: the last pattern that fits the path or a parent decides. Pure.
// moby passes a folder's results on to what is in it, and does not try a pattern that could change nothing; both decide in odd cases,
// so this does the same. A pattern that names a path's last part, the usual kind, is looked up by it: thousands of lines cost little.

import { cleanPath, type Separator } from '../base/go-path.ts'
import { compilePatterns, type Pattern } from './pattern.ts'

/** A path's result. Pass it as `parent` for what is in that folder. */
export interface IgnoreResult {
  /** Whether the path is left out. */
  readonly ignored: boolean
  /** The positions of the patterns that fit, ascending. */
  readonly fitting: readonly number[]
}

const NONE: readonly number[] = []
const LAST = Number.POSITIVE_INFINITY

/** The compiled patterns of an ignore file. */
export class IgnoreMatcher {
  /** The patterns in order. */
  readonly patterns: readonly Pattern[]
  /** The patterns that were written with `!`. */
  readonly inverted: readonly Pattern[]
  /** Positions by the last part that a path must have. */
  readonly #byLastPart = new Map<string, number[]>()
  /** Positions of the other patterns. */
  readonly #others: number[] = []

  /**
   * @param patterns as parseIgnoreFile() gives them
   * @throws FairleadError ERR_IGNORE for a pattern that Docker refuses
   */
  constructor(patterns: readonly string[], separator: Separator = '/') {
    this.patterns = compilePatterns(patterns, separator)
    this.inverted = this.patterns.filter((one) => one.inverted)
    for (const [index, { lastPart }] of this.patterns.entries()) {
      const same = lastPart === undefined ? this.#others : this.#byLastPart.get(lastPart)
      if (same === undefined) this.#byLastPart.set(lastPart!, [index])
      else same.push(index)
    }
  }

  /** Whether this path is left out. `path` is relative, with '/'. For a walk, {@link resultOf} is quicker. */
  ignores(path: string): boolean {
    const parts = cleanPath(path).split('/')
    let result: IgnoreResult | undefined
    for (let depth = 1; depth <= parts.length; depth++) {
      result = this.resultOf(parts.slice(0, depth).join('/'), result)
    }
    return result!.ignored
  }

  /** The result of a path, given that of its folder; undefined for what is directly in the context. */
  resultOf(path: string, parent: IgnoreResult | undefined): IgnoreResult {
    const fitting: number[] = []
    const inherited = parent?.fitting ?? NONE
    const named = this.#byLastPart.get(path.slice(path.lastIndexOf('/') + 1)) ?? NONE
    const others = this.#others
    let ignored = false
    for (let [i, n, o] = [0, 0, 0]; ; ) {
      // The next position of the three lists, each of which ascends.
      const index = Math.min(inherited[i] ?? LAST, named[n] ?? LAST, others[o] ?? LAST)
      if (index === LAST) return { ignored, fitting }
      const pattern = this.patterns[index]!
      const inherits = inherited[i] === index
      if (inherits) i++
      if (named[n] === index) n++
      if (others[o] === index) o++
      if (!inherits && (pattern.inverted !== ignored || !pattern.matches(path))) continue
      fitting.push(index)
      ignored = !pattern.inverted
    }
  }

  /**
   * Whether a file is left out by moby's older rule: a pattern is also tried on the one parent that is as deep as the pattern.
   * Docker's client asks in this way whether it must add `!.dockerignore` and `!Dockerfile`.
   */
  ignoresByOldRule(path: string): boolean {
    const folders = path.split('/').slice(0, -1)
    let ignored = false
    for (const pattern of this.patterns) {
      const parent = folders.slice(0, pattern.depth).join('/')
      const fits =
        pattern.matches(path) || (folders.length > 0 && pattern.depth <= folders.length && pattern.matches(parent))
      if (fits) ignored = !pattern.inverted
    }
    return ignored
  }

  /** Whether a `!` pattern may bring back something in this folder by the classic rule: the pattern begins with the folder's path. */
  mayBringBack(folder: string): boolean {
    return this.inverted.some((one) => `${one.text}/`.startsWith(`${folder}/`))
  }
}
