// What the house tests read: the project's files, without what is built, and the imports that a source has.
// Imports are found by text: TypeScript 7 has no stable programming interface yet.

import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** The repository's root; this file runs as build/test/house/sources.js. */
export const root = path.resolve(import.meta.dirname, '../../..')

/** Folders that hold what others wrote, or what is made of the sources. */
const FOREIGN = ['node_modules', 'build', 'dist']

/** Paths relative to the root, with `/`, sorted; empty when the folder is absent. Links are not followed. */
export function filesUnder(folder: string, pattern: RegExp): string[] {
  const found: string[] = []
  const look = (place: string): void => {
    for (const entry of readdirSync(path.join(root, place), { withFileTypes: true })) {
      const inside = `${place}/${entry.name}`
      if (entry.isDirectory() && !FOREIGN.includes(entry.name)) look(inside)
      else if (entry.isFile() && pattern.test(inside)) found.push(inside)
    }
  }
  if (existsSync(path.join(root, folder))) look(folder)
  return found.sort()
}

/** A file's text, its line ends as LF. Throws when it is missing, with a message that says what is missing. */
export function read(file: string): string {
  const place = path.join(root, file)
  if (!existsSync(place)) throw new Error(`${file} is missing`)
  return readFileSync(place, 'utf8').replaceAll('\r\n', '\n')
}

/** The text with comments blanked, strings kept; offsets and lines stay what they were. */
export function withoutComments(text: string): string {
  const parts = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g
  return text.replace(parts, (part) => (part[0] === '/' ? part.replace(/[^\n]/g, ' ') : part))
}

/** Every module that a source names: import and export … from, `import 'x'`, `import('x')`, types included. */
export function importsOf(text: string): string[] {
  const code = withoutComments(text)
  const forms = [
    /^[ \t]*(?:import|export)\b[^'"`;=()]*?\bfrom\s*['"]([^'"]+)['"]/gm,
    /^[ \t]*import\s*['"]([^'"]+)['"]/gm,
    /\bimport\s*\(\s*['"`]([^'"`]+)['"`]/g,
    /\brequire\s*\(\s*['"`]([^'"`]+)['"`]/g,
  ]
  return forms.flatMap((form) => [...code.matchAll(form)].map((match) => match[1]!))
}

/** A relative import as a path from the root; anything else as it is. */
export function resolveImport(from: string, specifier: string): string {
  return specifier.startsWith('.') ? path.posix.join(path.posix.dirname(from), specifier) : specifier
}

/** The Markdown pages that users read. */
export const pages = () => ['README.md', ...filesUnder('docs', /\.md$/)]

/** Fails with every offence in full; an assertion's own diff leaves out the middle of a long list. */
export function assertNone(offences: readonly string[], what: string): void {
  assert.ok(offences.length === 0, `${what}:\n${offences.map((line) => `  ${line}`).join('\n')}`)
}
