// Every name that an entry point exports has a doc comment that stands alone: an editor shows it on hover without the file around it.
// Read from dist/*.d.ts, as an editor does. Inside src/, too, every exported name has a comment.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { exceptions } from './exceptions.ts'
import { assertNone, filesUnder, read, root } from './sources.ts'

/** The shortest useful comment. */
const LEAST = 12

/** Text that refers to a place that a hover does not show. */
const ELSEWHERE = /See the file['’]s head|\b(?:as|see) (?:above|below)\b|\bthis file\b/i

/** What a declaration file exports, by name: its doc comment, or the module and the name it comes from. */
export function exportsOf(text: string): Map<string, { doc: string } | { from: string; name: string }> {
  const found = new Map<string, { doc: string } | { from: string; name: string }>()
  for (const [, list, from] of text.matchAll(/export (?:type )?\{([^}]*)\} from ["']([^"']+)["']/g)) {
    for (const item of list!.split(',').map((part) => part.trim().replace(/^type /, ''))) {
      const [name, as = name] = item.split(/ as /) as [string, string?]
      if (name) found.set(as!, { from: from!, name })
    }
  }
  // A name that is imported and then exported.
  const imported = new Map<string, string>()
  for (const [, list, from] of text.matchAll(/import (?:type )?\{([^}]*)\} from ["']([^"']+)["']/g)) {
    for (const item of list!.split(',')) imported.set(item.trim().replace(/^type /, ''), from!)
  }
  for (const [, list] of text.matchAll(/export (?:type )?\{([^}]*)\}(?! from)/g)) {
    for (const name of list!.split(',').map((part) => part.trim().replace(/^type /, ''))) {
      if (imported.has(name)) found.set(name, { from: imported.get(name)!, name })
    }
  }
  const declaration =
    /^export (?:declare )?(?:abstract )?(?:const enum|class|function|const|let|interface|type|namespace) +(\w+)/gm
  for (const { 1: name, index } of text.matchAll(declaration)) {
    const before = text.slice(0, index).trimEnd()
    const doc = before.endsWith('*/') ? before.slice(before.lastIndexOf('/**')) : ''
    // The first documented overload counts.
    const known = found.get(name!)
    if (known === undefined || ('doc' in known && known.doc === '')) found.set(name!, { doc })
  }
  return found
}

const built = path.join(root, 'dist')

/** The doc comment of an export, followed through re-exports; undefined where the name cannot be found. */
function docOf(file: string, name: string): string | undefined {
  const entry = exportsOf(readFileSync(file, 'utf8')).get(name)
  if (entry === undefined || 'doc' in entry) return entry?.doc
  return docOf(path.resolve(path.dirname(file), entry.from.replace(/\.(c?)[jt]s$/, '.d.$1ts')), entry.name)
}

const entries = readdirSync(built).filter((file) => file.endsWith('.d.ts'))

test('every exported name has a doc comment of its own', () => {
  assert.ok(entries.length > 5, 'dist/ has been built')
  const found: string[] = []
  for (const file of entries) {
    const names = [...exportsOf(readFileSync(path.join(built, file), 'utf8')).keys()]
    assert.ok(names.length > 0, `${file} exports something`)
    const bare = names.filter((name) => {
      const doc = docOf(path.join(built, file), name)
      const said = doc?.replace(/[/*\s]+/g, ' ').trim() ?? ''
      return said.length < LEAST || ELSEWHERE.test(said)
    })
    const all = bare.map((name) => `${file} ${name}`)
    found.push(...all.filter((name) => !exceptions.undocumented.includes(name)))
  }
  assertNone(found, 'exported without a doc comment of its own')
})

/** The names that a source exports without a doc comment. Constants that directly follow a documented one share its comment. */
function undocumentedIn(code: string): string[] {
  const declaration =
    /^export (?:declare )?(?:abstract )?(?:async )?(?:class|function\*?|const|let|interface|type) +(\w+)[^\n]*/gm
  const documented = new Set<string>()
  const all: string[] = []
  let end = -1
  for (const { 0: line, 1: name, index } of code.matchAll(declaration)) {
    const before = code
      .slice(0, index)
      .replace(/\/\/ biome-ignore[^\n]*\n$/, '')
      .trimEnd()
    const isNext = index === end + 1 && / const /.test(line) && documented.has(all.at(-1)!)
    if (before.endsWith('*/') || isNext) documented.add(name!)
    all.push(name!)
    end = index + line.length
  }
  return [...new Set(all)].filter((name) => !documented.has(name))
}

test('every name that a source exports has a doc comment', () => {
  const files = filesUnder('src', /\.ts$/).filter((file) => file !== 'src/engine/schema.ts')
  const found = files.flatMap((file) => undocumentedIn(read(file)).map((name) => `${file}: ${name}`))
  assertNone(found, 'exported by a source without a doc comment')
})

test('an undocumented export is found; a row of constants needs one comment', () => {
  const code = '/** Rows. */\nexport const A = 1\nexport const B = 2\n\nexport const C = 3\nexport function d() {}\n'
  assert.deepEqual(undocumentedIn(code), ['C', 'd'])
})

test('a missing comment, a comment and a re-export are distinguished', () => {
  const text = [
    '/** What it is. */',
    'export declare class A {',
    '}',
    'export interface B {}',
    'export declare function c(a: string): void',
    '/** The second form. */',
    'export declare function c(a: number): void',
    "export { D as E, type F } from './d.js'",
    "import { type G } from './g.js'",
    'export type { G };',
  ].join('\n')
  const found = exportsOf(text)
  assert.deepEqual(found.get('A'), { doc: '/** What it is. */' })
  assert.deepEqual(found.get('B'), { doc: '' })
  assert.deepEqual(found.get('c'), { doc: '/** The second form. */' })
  assert.deepEqual(found.get('E'), { from: './d.js', name: 'D' })
  assert.deepEqual(found.get('F'), { from: './d.js', name: 'F' })
  assert.deepEqual(found.get('G'), { from: './g.js', name: 'G' })
})
