// The paths that a build wants of its context, with the symbolic links on the way to them: `followpaths` of file sync.
// Each path is resolved within the tree, part by part. Links and their targets become include patterns. A target that leads out of
// the tree ends at its root: nothing outside is ever looked at.

import { cleanPath } from '../../archive/base/go-path.ts'
import { Pattern } from '../../archive/ignore/pattern.ts'
import type { Tree } from './tree.ts'

/** How many links one path may lead through, as on Linux: a chain may be a circle. */
const MAX_DEPTH = 40
/** The most paths that one call leads to. */
const MAX_PATHS = 10_000
const WILDCARD = /[*?[\\]/

/** The include patterns of `paths`; undefined when everything is wanted. */
export async function followPaths(tree: Tree, paths: readonly string[]): Promise<string[] | undefined> {
  const found = new Set<string>()
  const seen = new Set<string>()
  const waiting = paths.map((path) => ({ path: inside(path), depth: 0 }))
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path, depth } = next
    if (path === '') return undefined
    if (seen.has(path) || depth > MAX_DEPTH || seen.size >= MAX_PATHS + paths.length) continue
    seen.add(path)
    for (const target of await targetsOf(tree, path, found)) waiting.push({ path: target, depth: depth + 1 })
  }
  return [...found].sort()
}

/** Notes the path, or the first link on its way; returns where that leads. */
async function targetsOf(tree: Tree, path: string, found: Set<string>): Promise<string[]> {
  const parts = path.split('/')
  for (let depth = 1; depth <= parts.length; depth++) {
    const here = parts.slice(0, depth).join('/')
    const rest = parts.slice(depth)
    const targets = WILDCARD.test(parts[depth - 1]!) ? await linksLike(tree, here) : await linkOf(tree, here)
    if (targets.length === 0) continue
    found.add(here)
    if (rest.length > 0 && WILDCARD.test(here)) found.add(path)
    return targets.map((target) => inside([target, ...rest].join('/')))
  }
  found.add(path)
  return []
}

async function linkOf(tree: Tree, path: string): Promise<string[]> {
  const target = await tree.linkAt(path)
  if (target === undefined) return []
  return [target.startsWith('/') ? target : `${parentOf(path)}/${target}`]
}

/** The targets of all links whose names fit the last part. */
async function linksLike(tree: Tree, path: string): Promise<string[]> {
  const parent = parentOf(path)
  if (WILDCARD.test(parent)) return []
  let pattern: Pattern
  try {
    pattern = new Pattern(path.slice(path.lastIndexOf('/') + 1), '/')
  } catch {
    return []
  }
  const targets: string[] = []
  for (const name of await tree.namesIn(parent)) {
    if (pattern.matches(name)) targets.push(...(await linkOf(tree, parent === '' ? name : `${parent}/${name}`)))
  }
  return targets
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0))
}

/** A path from the tree's root, cleaned; '' is the root. */
function inside(path: string): string {
  return cleanPath(`/${path}`).slice(1)
}
