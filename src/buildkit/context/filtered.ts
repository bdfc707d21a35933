// The entries of a tree that one call of file sync wants: include patterns, then exclude patterns, by fsutil's rules.
// A folder that is included only because of something in it is sent just before that, and once.

import { IgnoreMatcher } from '../../archive/ignore/ignore-matcher.ts'
import { Pattern } from '../../archive/ignore/pattern.ts'
import { isDirectory } from '../proto/messages.ts'
import { followPaths } from './follow-paths.ts'
import type { Tree, TreeEntry } from './tree.ts'

/** What one call asks for. */
export interface Wanted {
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  readonly follow: readonly string[]
}

/** In batches. @throws FairleadError ERR_IGNORE for a malformed pattern, ERR_LOCAL_FILE for what cannot be read */
export async function* filtered(tree: Tree, wanted: Wanted): AsyncGenerator<readonly TreeEntry[], void> {
  const followed = wanted.follow.length > 0 ? await followPaths(tree, wanted.follow) : []
  const patterns = followed === undefined ? [] : [...wanted.include, ...followed]
  const ignore = wanted.exclude.length > 0 ? new IgnoreMatcher(wanted.exclude) : undefined
  if (patterns.length === 0) {
    yield* tree.walk({ ignore, wants: undefined })
    return
  }
  const includes = new Includes(patterns)
  const held: TreeEntry[] = []
  for await (const batch of tree.walk({ ignore, wants: (path) => includes.mayHold(path) })) {
    const given: TreeEntry[] = []
    for (const entry of batch) {
      while (held.length > 0 && !entry.path.startsWith(`${held.at(-1)!.path}/`)) held.pop()
      if (includes.has(entry.path)) given.push(...held.splice(0), entry)
      else if (isDirectory(entry.stat.mode)) held.push(entry)
    }
    yield given
  }
}

/** Include patterns: a path is wanted if one matches it or a parent. */
class Includes {
  readonly #exact = new Set<string>()
  readonly #parents = new Set<string>()
  readonly #globs: { pattern: Pattern; prefix: string }[] = []

  constructor(patterns: readonly string[]) {
    for (const text of patterns) {
      const wildcard = text.search(/[*?[\\]/)
      if (wildcard < 0) {
        this.#exact.add(text)
        for (let at = text.indexOf('/'); at >= 0; at = text.indexOf('/', at + 1)) this.#parents.add(text.slice(0, at))
      } else this.#globs.push({ pattern: new Pattern(text, '/'), prefix: text.slice(0, wildcard) })
    }
  }

  has(path: string): boolean {
    for (let at = path.indexOf('/'); ; at = path.indexOf('/', at + 1)) {
      const part = at < 0 ? path : path.slice(0, at)
      if (this.#exact.has(part) || this.#globs.some(({ pattern }) => pattern.matches(part))) return true
      if (at < 0) return false
    }
  }

  /** Whether the path or something below it may be wanted. */
  mayHold(path: string): boolean {
    if (this.#parents.has(path) || this.has(path)) return true
    return this.#globs.some(({ prefix }) => prefix.startsWith(`${path}/`) || path.startsWith(prefix))
  }
}
