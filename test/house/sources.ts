// What the house tests read: the project's files without those that are built, and the imports of a source. Imports are found by text,
// because TypeScript 7 has no stable programming interface yet.

import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../support/root.ts'

export { root }

/** Folders of dependencies and of built files. */
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

/** A file's text with LF as line ends. Throws an error with its name if it is missing. */
export function read(file: string): string {
  const place = path.join(root, file)
  if (!existsSync(place)) throw new Error(`${file} is missing`)
  return readFileSync(place, 'utf8').replaceAll('\r\n', '\n')
}

/** The text with blanks in place of comments. Strings, offsets and lines do not change. */
export function withoutComments(text: string): string {
  const parts = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g
  return text.replace(parts, (part) => (part[0] === '/' ? part.replace(/[^\n]/g, ' ') : part))
}

/** Every module that a source imports: import and export … from, `import 'x'`, `import('x')`, `require('x')`, types included. */
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

/** A relative import as a path from the root; any other unchanged. */
export function resolveImport(from: string, specifier: string): string {
  return specifier.startsWith('.') ? path.posix.join(path.posix.dirname(from), specifier) : specifier
}

/** The Markdown pages that users read. */
export const pages = () => ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...filesUnder('docs', /\.md$/)]

/** Fails with a complete list of the offences; an assertion's own diff omits the middle of a long list. */
export function assertNone(offences: readonly string[], what: string): void {
  assert.ok(offences.length === 0, `${what}:\n${offences.map((line) => `  ${line}`).join('\n')}`)
}
