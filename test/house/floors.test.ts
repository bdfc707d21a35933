// The floors of docs/architecture.md: a file imports from its own folder or from a lower floor, and inside a folder from its own room or
// a lower one. Type imports count. wire/, stream/, endpoint/ and archive/ do not import each other.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { assertNone, filesUnder, importsOf, read, resolveImport, root, withoutComments } from './sources.ts'

const floors: Record<string, number> = {
  wire: 1,
  stream: 1,
  endpoint: 1,
  archive: 1,
  net: 2,
  engine: 3,
  adapters: 4,
  recipes: 4,
  logs: 4,
  testing: 4,
  containers: 5,
  buildkit: 5,
}
/** The rooms of each big folder, lowest first; '' is the folder itself. A file imports from its own room or a lower one. */
const rooms: Record<string, readonly string[]> = {
  stream: ['', 'parse', 'upload', 'read'],
  archive: ['base', 'ignore', 'tar', 'tree', ''],
  net: ['base', 'trace', 'socket', 'upload', ''],
  engine: ['api-version', 'response', 'request', ''],
  adapters: ['streams', 'fetch', 'modem'],
  recipes: ['shared', 'credentials', 'images', 'containers', 'files', ''],
  logs: ['records', 'port', 'follow', 'events', 'containers', 'swarm', 'tail'],
  containers: ['shared', 'wait', 'exec', 'watch', 'progress', 'usage'],
  buildkit: ['proto', 'grpc', 'control', 'context', 'session', 'trace', ''],
  testing: ['base', 'http', 'files', 'daemon', 'routes', ''],
}
const ENTRY_FLOOR = 6
/** Folders without Node modules, which run on any runtime. */
const pure = ['wire', 'stream']

const sources = filesUnder('src', /\.ts$/)
const imports = new Map(sources.map((file) => [file, importsOf(read(file)).map((name) => resolveImport(file, name))]))

/** The folder in src/, or '' for the files directly in it. */
function folderOf(file: string): string {
  const parts = file.split('/')
  return parts.length > 2 ? parts[1]! : ''
}

/** The room inside that folder, or '' for the files directly in it. */
function roomOf(file: string): string {
  return file.split('/').slice(2, -1).join('/')
}

function floorOf(file: string): number {
  if (['src/error-codes.ts', 'src/bytes.ts', 'src/go-number.ts'].includes(file)) return 0
  if (file === 'src/error.ts') return 0.2
  if (file === 'src/check.ts') return 0.5
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
  if (folderOf(from) !== '' && folderOf(from) === folderOf(to)) {
    const order = rooms[folderOf(from)] ?? ['']
    const [lower, upper] = [order.indexOf(roomOf(to)), order.indexOf(roomOf(from))]
    return lower >= 0 && lower <= upper ? undefined : `${to} is not in a lower room`
  }
  return below < above ? undefined : `${to} is not on a lower floor`
}

test('every folder under src/ has a floor', () => {
  assert.ok(sources.length > 0)
  assertNone(
    sources.filter((file) => Number.isNaN(floorOf(file))),
    'in a folder without a floor',
  )
})

test('every room is in the list of its folder, and every listed room exists', () => {
  const found = new Set(
    sources.filter((file) => folderOf(file) !== '').map((file) => `${folderOf(file)}/${roomOf(file)}`),
  )
  const listed = Object.keys(floors).flatMap((folder) => (rooms[folder] ?? ['']).map((room) => `${folder}/${room}`))
  assert.deepEqual([...found].sort(), listed.sort())
})

test('imports go to the same room, to a lower room or to a lower floor', () => {
  const wrong = [...imports].flatMap(([from, all]) =>
    all.flatMap((to) => {
      const what = objection(from, to)
      return what === undefined ? [] : [`${from}: ${what}`]
    }),
  )
  assertNone(wrong, 'imports that are not allowed')
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

test('inside a folder, an import from a higher room is found, and one from a lower room is allowed', () => {
  const pairs = Object.entries(rooms).flatMap(([folder, order]) => {
    const in_ = (room: string) => sources.find((file) => folderOf(file) === folder && roomOf(file) === room)!
    return order.slice(1).map((room, at) => [in_(order[at]!), in_(room)] as const)
  })
  assert.ok(pairs.length > 10)
  for (const [lower, upper] of pairs) {
    assert.equal(objection(lower, upper), `${upper} is not in a lower room`)
    assert.equal(objection(upper, lower), undefined)
  }
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
  const named = treeIn(block[1]!)
  // A folder that is named without its files stands for all of them.
  const whole = named.filter(
    (entry) =>
      entry.endsWith('/') &&
      !named.some((file) => file.endsWith('.ts') && file.startsWith(entry) && !file.slice(entry.length).includes('/')),
  )
  assertNone(
    named.filter((entry) => !sources.some((file) => file === entry || (entry.endsWith('/') && file.startsWith(entry)))),
    'in the tree and not in src/',
  )
  assertNone(
    sources.filter((file) => !named.includes(file) && !whole.some((folder) => file.startsWith(folder))),
    'in src/ and not in the tree',
  )
})

/** The files and folders that a tree names: two spaces of indent per folder, first the names, then their description. */
function treeIn(tree: string): string[] {
  const named: string[] = []
  /** The folder that each level of indent is in, by its depth. */
  const folders: string[] = ['']
  for (const line of tree.split('\n')) {
    const words = line.trim().split(/\s+/)
    // After a folder come other folders or its description, never its files.
    const isName = (word: string, at: number) =>
      /^[\w.-]+(\.ts|\/)$/.test(word) && (at === 0 || !/\/.*\.ts$/.test(words[at - 1] + word))
    const end = words.findIndex((word, at) => !isName(word, at))
    const names = end < 0 ? words : words.slice(0, end)
    const depth = Math.max(0, Math.floor(line.search(/\S/) / 2) - 1)
    for (const name of names) {
      named.push(`src/${folders[depth] ?? ''}${name}`)
      if (name.endsWith('/')) folders[depth + 1] = `${folders[depth] ?? ''}${name}`
    }
  }
  return named
}

test('a tree is read as it is written', () => {
  const tree =
    '  index.ts           connect\n  node.ts  web.ts     "x"\n\n  wire/   text.ts is no file here\n    ascii.ts   a\n    head-parser.ts  b\n    deep/  its files\n  recipes/  all\n'
  const expected = [
    'index.ts',
    'node.ts',
    'web.ts',
    'wire/',
    'wire/ascii.ts',
    'wire/head-parser.ts',
    'wire/deep/',
    'recipes/',
  ]
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
