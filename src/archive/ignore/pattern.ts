// One pattern of an ignore file, compiled. moby has four kinds and tries the quick ones first; each kind has rules of its own, such as
// `**foo`, which fits all that ends in `foo`. Pure.

import { FairleadError } from '../../error.ts'
import { cleanPath, type Separator, trimSpace } from '../base/go-path.ts'
import { Glob } from './glob.ts'
import { isAccepted } from './syntax.ts'

/** A compiled pattern. */
export class Pattern {
  /** Whether it brings back what an earlier pattern left out: it was written with `!`. */
  readonly inverted: boolean
  /** The pattern without its `!`, cleaned, with `/`. */
  readonly text: string
  /** How many parts its path has. */
  readonly depth: number
  readonly #kind: 'exact' | 'prefix' | 'suffix' | 'glob'
  readonly #fixed: string
  readonly #glob: Glob | undefined
  readonly #refused: FairleadError | undefined

  /** @throws FairleadError ERR_IGNORE for a pattern that Docker refuses */
  constructor(pattern: string, separator: Separator) {
    this.inverted = pattern.startsWith('!')
    this.text = this.inverted ? pattern.slice(1) : pattern
    if (this.text === '') throw refused(pattern, "'!' needs a pattern behind it")
    if (!isAccepted(this.text, separator === '/'))
      throw refused(pattern, "expected each '[' closed and no '\\' at the end")
    this.depth = this.text.split('/').length
    this.#kind = kindOf(this.text)
    const { text } = this
    // moby takes two bytes off for the stars, and those are of the byte order mark if one is before them.
    const suffix = text.startsWith('\ufeff') ? `\udcbf${text.slice(1)}` : text.slice(2)
    this.#fixed = this.#kind === 'prefix' ? text.slice(0, -2) : this.#kind === 'suffix' ? suffix : text
    if (this.#kind === 'glob') {
      try {
        this.#glob = new Glob(text, separator === '/')
      } catch (error) {
        // moby finds this when it tries the pattern, which may never be.
        this.#refused = refused(pattern, (error as Error).message)
      }
    }
  }

  /** The last part that a path must have to fit; undefined if there are several. */
  get lastPart(): string | undefined {
    if (this.#kind === 'prefix') return undefined
    const text = this.#kind === 'glob' ? (this.#glob?.suffix ?? '') : this.#fixed
    const slash = text.lastIndexOf('/')
    return slash < 0 && this.#kind !== 'exact' ? undefined : text.slice(slash + 1)
  }

  /** Whether this path fits, without its parents. @throws FairleadError ERR_IGNORE for a class or an escape that Docker refuses */
  matches(path: string): boolean {
    if (this.#refused !== undefined) throw this.#refused
    if (this.#kind === 'glob') return this.#glob!.matches(path)
    if (this.#kind === 'exact') return path === this.#fixed
    if (this.#kind === 'prefix') return path.startsWith(this.#fixed)
    return path.endsWith(this.#fixed) || (this.#fixed.startsWith('/') && path === this.#fixed.slice(1))
  }
}

/** The patterns of an ignore file's lines, in order. @throws FairleadError ERR_IGNORE */
export function compilePatterns(patterns: readonly string[], separator: Separator): Pattern[] {
  const texts = patterns.map(trimSpace).filter((one) => one !== '')
  return texts.map((one) => new Pattern(cleanPath(one, separator), separator))
}

function kindOf(whole: string): 'exact' | 'prefix' | 'suffix' | 'glob' {
  const text = whole.replace(/^\ufeff/, '')
  const leading = text.startsWith('**')
  // What is behind a leading `**/` or `**`, and what is before a trailing `**`.
  const rest = leading ? text.slice(2) : text.endsWith('**') ? text.slice(0, -2) : text
  if (/[*?[\]\\]/.test(rest)) return 'glob'
  return leading ? 'suffix' : rest === text ? 'exact' : 'prefix'
}

function refused(pattern: string, reason: string): FairleadError {
  return new FairleadError('ERR_IGNORE', `the ignore pattern ${JSON.stringify(pattern)} is not valid: ${reason}`, {
    blame: 'caller',
  })
}
