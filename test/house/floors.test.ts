// The floors of the house (docs/architecture.md): a file imports from its own folder or a lower floor, type imports
// included; wire, stream and endpoint do not know each other; nothing goes in a circle.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { assertNone, filesUnder, importsOf, read, resolveImport, root, withoutComments } from './sources.ts'

const floors: Record<string, number> = {
  wire: 1,
  stream: 1,
  endpoint: 1,
  net: 2,
  engine: 3,
  adapters: 4,
  recipes: 4,
  testing: 4,
}
const ENTRY_FLOOR = 5
/** Folders that a bundler for any runtime may take: no Node module. */
const pure = ['wire', 'stream']

const sources = filesUnder('src', /\.ts$/)
const imports = new Map(sources.map((file) => [file, importsOf(read(file)).map((name) => resolveImport(file, name))]))

/** The folder under src/, or '' for the files directly in it. */
function folderOf(file: string): string {
  const parts = file.split('/')
  return parts.length > 2 ? parts[1]! : ''
}

function floorOf(file: string): number {
  if (file === 'src/error.ts') return 0
  const folder = folderOf(file)
  return folder === '' ? ENTRY_FLOOR : (floors[folder] ?? Number.NaN)
}

/** What is wrong with `from` importing `to`, or undefined. */
function objection(from: string, to: string): string | undefined {
  if (!to.startsWith('src/')) {
    if (!to.startsWith('node:')) return `${to} is neither a source nor a node: module`
    return pure.includes(folderOf(from)) ? `${to} is not for a folder without IO` : undefined
  }
  if (!imports.has(to)) return `${to} is no source (an import names the file, with .ts)`
  const [below, above] = [floorOf(to), floorOf(from)]
  if (above === ENTRY_FLOOR) return below === ENTRY_FLOOR ? `${to} is an entry point too` : undefined
  if (folderOf(from) !== '' && folderOf(from) === folderOf(to)) return undefined
  return below < above ? undefined : `${to} is not on a lower floor`
}

test('every folder under src/ has a floor', () => {
  assert.ok(sources.length > 0)
  assertNone(
    sources.filter((file) => Number.isNaN(floorOf(file))),
    'in a folder without a floor',
  )
})

test('imports go to the own folder or a lower floor', () => {
  const wrong = [...imports].flatMap(([from, all]) =>
    all.flatMap((to) => {
      const what = objection(from, to)
      return what === undefined ? [] : [`${from}: ${what}`]
    }),
  )
  assertNone(wrong, 'imports that go where they may not')
})

test('an import that breaks the rule is seen', () => {
  // One of each form and offence, so that the test above is known to be able to fail.
  const text = [
    "import { a } from '../net/a.ts'",
    "import type { B } from '../engine/b.ts'",
    'export {\n  c,\n} from "node:net"',
    "type D = import('left-pad').D",
    "import 'node:fs'",
    "// import { e } from '../net/commented.ts'",
    "const f = `import { f } from 'g'`; export const h = 'import'",
  ].join('\n')
  const found = importsOf(text).map((name) => resolveImport('src/wire/x.ts', name))
  assert.deepEqual(found.sort(), ['left-pad', 'node:fs', 'node:net', 'src/engine/b.ts', 'src/net/a.ts'])
  for (const name of found) assert.notEqual(objection('src/wire/x.ts', name), undefined, name)
})

test('no cycle', () => {
  const done = new Set<string>()
  const cycles: string[] = []
  function visit(file: string, way: readonly string[]): void {
    const at = way.indexOf(file)
    if (at >= 0) cycles.push([...way.slice(at), file].join(' → '))
    if (at >= 0 || done.has(file)) return
    for (const next of imports.get(file) ?? []) visit(next, [...way, file])
    done.add(file)
  }
  for (const file of sources) visit(file, [])
  assertNone(cycles, 'cycles')
})

test('wire/ has no promises, and neither wire/ nor stream/ has timers', () => {
  const timers = /\b(setTimeout|setInterval|setImmediate)\b/
  const promises = /\b(Promise|async|await|queueMicrotask)\b/
  const strings = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g
  const wrong = sources.filter((file) => {
    const code = withoutComments(read(file)).replace(strings, "''")
    const folder = folderOf(file)
    return (pure.includes(folder) && timers.test(code)) || (folder === 'wire' && promises.test(code))
  })
  assertNone(wrong, 'with promises or timers')
})

test('entry points hold re-exports only', () => {
  const statement = /export\s+(type\s+)?(\*(\s+as\s+\w+)?|\{[^}]*\})\s*from\s*['"][^'"]+['"]\s*;?/g
  const wrong = sources
    .filter((file) => floorOf(file) === ENTRY_FLOOR)
    .filter((file) => withoutComments(read(file)).replace(statement, '').trim() !== '')
  assertNone(wrong, 'with more than re-exports')
})

test('the tree in docs/architecture.md is the tree of src/', () => {
  const block = /^```\w*\nsrc\/\n([\s\S]*?)^```/m.exec(read('docs/architecture.md'))
  assert.ok(block, 'docs/architecture.md has a fenced block that begins with "src/"')
  const told = treeIn(block[1]!)
  // A folder that is named without its files stands for all of them.
  const whole = told.filter(
    (entry) => entry.endsWith('/') && !told.some((file) => file !== entry && file.startsWith(entry)),
  )
  assertNone(
    told.filter((entry) => !sources.some((file) => file === entry || (entry.endsWith('/') && file.startsWith(entry)))),
    'told of and not there',
  )
  assertNone(
    sources.filter((file) => !told.includes(file) && !whole.some((folder) => file.startsWith(folder))),
    'there and not told of',
  )
})

/** The files and folders that a tree names: two spaces of indent a folder, names first, then what they are. */
function treeIn(tree: string): string[] {
  const told: string[] = []
  let folder = ''
  for (const line of tree.split('\n')) {
    const words = line.trim().split(/\s+/)
    // After a folder come other folders or its description, never its files.
    const isName = (word: string, at: number) =>
      /^[\w.-]+(\.ts|\/)$/.test(word) && (at === 0 || !/\/.*\.ts$/.test(words[at - 1] + word))
    const end = words.findIndex((word, at) => !isName(word, at))
    const names = end < 0 ? words : words.slice(0, end)
    if (names.length > 0 && /^ {0,2}\S/.test(line)) folder = ''
    for (const name of names) {
      told.push(`src/${folder}${name}`)
      if (name.endsWith('/')) folder = name
    }
  }
  return told
}

test('a tree is read as it is written', () => {
  const tree =
    '  index.ts           connect\n  node.ts  web.ts     "x"\n\n  wire/   text.ts is no file here\n    ascii.ts   a\n    head-parser.ts  b\n  recipes/  all\n'
  const expected = ['index.ts', 'node.ts', 'web.ts', 'wire/', 'wire/ascii.ts', 'wire/head-parser.ts', 'recipes/']
  assert.deepEqual(
    treeIn(tree),
    expected.map((name) => `src/${name}`),
  )
})

test('no runtime dependency', () => {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<string, unknown>
  for (const key of [
    'dependencies',
    'optionalDependencies',
    'peerDependencies',
    'bundleDependencies',
    'bundledDependencies',
  ]) {
    assert.ok(!(key in manifest), `package.json has ${key}`)
  }
})
